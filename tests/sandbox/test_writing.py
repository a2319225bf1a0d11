"""Making and changing incidents: the rules of the card, and what follows from a change."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from dashboard.sandbox.pictures import drawn
from tests.sandbox.server import Server, running


def make(server: Server, **body: Any) -> dict[str, Any]:
    answer = server.client.post("/incidents", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def change(server: Server, incident: dict[str, Any], **body: Any) -> dict[str, Any]:
    answer = server.client.put(f"/incidents/id/{incident['id']}", json=body)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


def message(answer: Any) -> str:
    return str(answer.json()[0]["message"])


def test_what_is_filled_in(server: Server) -> None:
    made = make(server, subcategory={"name": "Boom"}, impact={"name": "Stad"}, urgency={"name": "Onmiddellijk"}, responded=True)
    assert made["category"]["name"] == "Groen" and made["priority"]["name"] == "P1" and made["responseDate"]
    held = change(server, made, onHold=True)
    assert held["onHoldDate"] and held["subcategory"] == made["subcategory"] and held["modificationDate"] >= made["modificationDate"]
    done = change(server, made, processingStatus={"name": "Afgesloten"})
    assert done["completed"] and done["closed"] and done["completedDate"] and done["closedDate"] and not done["onHold"]
    again = change(server, made, processingStatus={"name": "In behandeling"})
    assert not again["closed"] and again["closedDate"] is None
    assert again["modifier"]["name"] == "Guichet" and again["creator"]["name"] == "Guichet"


def test_texts_become_entries(server: Server) -> None:
    made = make(server, request="Eerste <script>x</script><b>vet</b>\nlijn", caller={"dynamicName": "De Smet, Bo"})
    change(server, made, action="Antwoord &amp; dank", actionInvisibleForCaller=True)
    change(server, made, request="Tweede", action="Publiek")
    card = f"/incidents/id/{made['id']}"
    actions = server.client.get(f"{card}/actions").json()
    assert [(one["plainText"], one["invisibleForCaller"]) for one in actions] == [("Publiek", False), ("Antwoord & dank", True)]
    assert actions[0]["operator"]["name"] == "Guichet"
    requests = server.client.get(f"{card}/requests").json()
    assert [one["memoText"] for one in requests] == ["Tweede", "Eerste x<b>vet</b><br/>lijn"]
    assert requests[1]["person"]["name"] == "De Smet, Bo"
    text = server.client.get(card).json()["request"]
    assert text.index("Tweede") < text.index("Eerste") and "] De Smet, Bo: \nEerste xvet\nlijn\n\n" in text
    trail = server.client.get(f"{card}/progresstrail", params={"page_size": 3})
    assert trail.status_code == 206 and len(trail.json()) == 3
    assert server.client.get(f"{card}/progresstrail/count").json() == {"count": 4}


def test_teams_and_operators(server: Server) -> None:
    groups = {one["groupName"]: one["id"] for one in server.client.get("/operatorgroups").json()}
    operator = server.client.get("/operators", params={"query": "loginName==o1"}).json()[0]
    made = make(server, operatorGroup={"id": groups["Groendienst"]})
    assert made["operator"] == {"id": groups["Groendienst"], "name": "Groendienst", "status": "operatorGroup"}
    taken = change(server, made, operator={"id": operator["id"]})
    assert taken["operatorGroup"]["name"] == "Wegen" and taken["operator"]["status"] == "operator"
    wrong = {"operator": {"id": operator["id"]}, "operatorGroup": {"id": groups["Groendienst"]}}
    answer = server.client.patch(f"/incidents/id/{made['id']}", json=wrong)
    assert answer.status_code == 400 and "operator group" in message(answer)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"briefDescription": "x" * 81}, "can only be 80 characters long"),
        ({"nonsense": 1}, 'The field "nonsense" does not exist.'),
        ({"priority": "P1"}, "cannot be parsed"),
        ({"priority": {"name": "P9"}}, "The value for the field 'priority.name' cannot be found."),
        ({"operator": {"id": "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"}}, "The value for the field 'operator.id' cannot be found."),
        ({"category": {"name": "Groen"}, "subcategory": {"name": "Sluikstort"}}, "does not belong"),
        ({"category": {"id": "x", "name": "Groen"}}, "cannot be parsed"),
        ({"callerLookup": {}}, "Exactly one"),
        ({"status": "partial"}, "main incident"),
        ({"mainIncident": {"id": "x"}}, "only be provided for partial"),
        ({"feedbackRating": 4}, "closed incidents"),
        ({"targetDate": "tomorrow"}, "cannot be parsed"),
        ({"costs": 10**400}, "cannot be parsed"),
        ({"callDate": "2026-01-01T00:00:00Z"}, "does not exist"),
    ],
)
def test_what_is_refused(server: Server, body: dict[str, Any], words: str) -> None:
    answer = server.client.post("/incidents", json=body)
    assert answer.status_code == 400 and words in message(answer)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"null", b'{"request": "\\ud800"}', b"[" * 100_000, b'{"costs": 1' + b"0" * 5000 + b"}", b"\xff"])
def test_bodies_that_are_none(server: Server, raw: bytes) -> None:
    answer = server.client.post("/incidents", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and message(answer) == "Input parameters malformed"


def test_archive(server: Server) -> None:
    made = make(server, status="secondLine")
    partial = make(server, status="partial", mainIncident={"number": made["number"]}, briefDescription="Deel")
    assert partial["mainIncident"]["id"] == made["id"]
    card = f"/incidents/id/{made['id']}"
    assert server.client.get(card).json()["partialIncidents"] == [{"link": f"/tas/api/incidents/id/{partial['id']}"}]
    archived = server.client.put(f"{card}/archive", json={"name": "Dubbel"}).json()
    assert archived["status"] == "secondLineArchived" and archived["archivingReason"]["name"] == "Dubbel"
    assert server.client.get(f"/incidents/id/{partial['id']}").json()["status"] == "partialArchived"
    for method, path in (("PUT", card), ("PUT", f"{card}/escalate"), ("PUT", f"{card}/archive"), ("POST", f"{card}/timespent")):
        answer = server.client.request(method, path, json={"timeSpent": 1} if "time" in path else {})
        assert answer.status_code == 403 and message(answer) == "The incident is archived"
    assert server.client.post(f"{card}/attachments", files={"file": ("a", b"b")}).status_code == 403
    assert server.client.patch(f"{card}/unarchive").json()["status"] == "secondLine"
    assert server.client.put(f"{card}/archive", json={"id": "nonsense"}).status_code == 400


def test_time_spent(server: Server) -> None:
    made = make(server)
    card = f"/incidents/id/{made['id']}"
    for wrong in ({}, {"timeSpent": 0}, {"timeSpent": -1}, {"timeSpent": 1.5}, {"timeSpent": True}, {"timeSpent": 1, "notes": "x" * 251}):
        assert server.client.post(f"{card}/timespent", json=wrong).status_code == 400
    assert server.client.get(f"{card}/timespent").status_code == 204
    entry = server.client.post(f"{card}/timespent", json={"timeSpent": 30, "entryDate": "2026-11-01T10:00:00.000+0200"}).json()
    assert entry["entryDate"] == "2026-11-01T08:00:00.000+0000"
    server.client.post(f"{card}/timespent", json={"timeSpent": -10})
    whole = server.client.get(card).json()
    assert whole["timeSpent"] == whole["timeSpentFirstLine"] == 20
    found = server.client.get("/incidents/timeregistrations", params={"query": f"id=={entry['id']}", "fields": "timeSpent,parent"}).json()
    assert found == {"results": [{"timeSpent": 1800, "parent": {"id": made["id"], "status": "firstLine"}}]}


def test_files(server: Server) -> None:
    made = make(server)
    card = f"/incidents/id/{made['id']}/attachments"
    data = bytes(range(256)) * 100
    upload = server.client.post(card, files={"file": ("C:\\foto's\\één (2).bin", data)}, data={"invisibleForCaller": "true"})
    one = upload.json()
    assert (one["size"], one["invisibleForCaller"], one["fileName"]) == (25_600, True, 'één (2).bin')
    assert server.client.get(f"{server.url}{one['downloadUrl']}").content == data
    assert server.client.post(card, params={"description": "uit de query"}, files={"file": ("b.txt", b"b")}).json()["description"] == "uit de query"
    for wrong in ({"data": {"file": "text"}}, {"files": {"other": ("a", b"b")}}, {"json": {}}, {"content": b"--x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}}):  # fmt: skip
        assert server.client.post(card, **wrong).status_code == 400
    assert [row["fileName"] for row in server.client.get(card).json()] == ["b.txt", 'één (2).bin']
    assert server.client.delete(f"{card}/{one['id']}").status_code == 200
    assert server.client.get(f"{card}/{one['id']}/download").status_code == 404


def test_photos_of_the_town_are_drawn(server: Server) -> None:
    for row in server.client.get("/incidents", params={"pageSize": 40, "query": "creator.name!=Guichet", "sort": "creationDate:asc"}).json():
        files = server.client.get(f"/incidents/id/{row['id']}/attachments")
        if files.status_code == 200:
            one = files.json()[0]
            content = server.client.get(f"{server.url}{one['downloadUrl']}")
            assert content.headers["content-type"] == "image/jpeg" and len(content.content) == one["size"] < 60_000
            assert Image.open(io.BytesIO(content.content)).size == (640, 480)
            return
    raise AssertionError("the hamlet has no photos")


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("IMG.JPG", "JPEG"), ("scherm.png", "PNG"), ("foto.HEIC.jpg", "JPEG")])
def test_the_same_photo_every_time(name: str, kind: str) -> None:
    first, again = (drawn.__wrapped__("key", "Groen Boom", name) for _ in range(2))
    assert first == again != drawn.__wrapped__("other", "Groen Boom", name)
    assert Image.open(io.BytesIO(first)).format == kind


def test_images_in_texts(server: Server) -> None:
    out = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(out, "PNG")
    inline = f'<img src="data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}">'
    made = make(server, action=f"Zie {inline} en {inline}")
    card = f"/incidents/id/{made['id']}"
    plain, linked, whole = (
        server.client.get(f"{card}/actions", params=params).json()[0]["memoText"]
        for params in ({}, {"inlineimages": "true"}, {"inlineimages": "true", "force_images_as_data": "true"})
    )
    assert "<img" not in plain and whole.count("base64") == 2
    link = linked.split('"')[3]
    assert link.startswith(f"/tas{'/api'}{card}/images/") and server.client.get(f"{server.url}{link}").content == out.getvalue()
    listed = server.client.get(f"{card}/images").json()
    assert [one["fileSize"] for one in listed] == [len(out.getvalue())] * 2
    assert server.client.get(f"{server.url}{listed[0]['downloadUrl']}").headers["content-type"] == "image/png"


def test_a_missing_reference_may_be_404(tmp_path: Any) -> None:
    with running(tmp_path, missing_status=404, days=2) as server:
        assert server.client.post("/incidents", json={"priority": {"name": "P9"}}).status_code == 404
