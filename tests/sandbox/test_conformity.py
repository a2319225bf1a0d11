"""Every endpoint that is served answers with a status and a body that TOPdesk's own specification knows."""

from __future__ import annotations

import copy
import json
import re
import uuid
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from tests.sandbox.server import Server

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
SPECS = {path.stem: json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "spec").glob("*.json"))}


def _strict(schema: Any) -> Any:
    """As JSON schema: null is allowed everywhere, fields that are not listed are refused; a type beside an enum is dropped
    (the specification calls some enumerated texts objects)."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _strict(value) for key, value in schema.items()}
    if "properties" in found and not {"allOf", "oneOf", "anyOf"} & found.keys():
        found.setdefault("additionalProperties", False)
    if "enum" in found:
        found["enum"] = [*found["enum"], None]
        found.pop("type", None)
    if isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found


DEFINITIONS = {name: _strict(copy.deepcopy(spec["$defs"])) for name, spec in SPECS.items()}
VALIDATORS: dict[str, jsonschema.Draft202012Validator] = {}
ENDPOINTS = [(name, one["method"], one["path"], one["answers"]) for name, spec in SPECS.items() for one in spec["endpoints"]]


def check(answer: httpx.Response, method: str, path: str) -> httpx.Response:
    """`answer` is one that the specification foresees for this endpoint."""
    plain = re.sub(r"\{\w+\}", "{}", path)
    name, answers = next((n, a) for n, m, p, a in ENDPOINTS if m == method and re.sub(r"\{\w+\}", "{}", p) == plain)
    assert str(answer.status_code) in answers, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
    schema = answers[str(answer.status_code)]
    if schema is None or answer.status_code == 204:
        return answer
    if "json" in answer.headers["content-type"]:
        key = f"{method} {plain} {answer.status_code}"
        if key not in VALIDATORS:
            VALIDATORS[key] = jsonschema.Draft202012Validator({**_strict(copy.deepcopy(schema)), "$defs": DEFINITIONS[name]})
        VALIDATORS[key].validate(answer.json())
    return answer


@pytest.fixture(scope="module")
def ids(server: Server) -> dict[str, str]:
    """What stands in the places of a path: a ticket with everything a ticket can have, and one of each other kind."""
    client = server.client
    image = f'<img src="data:image/png;base64,{PIXEL}">'
    body = {
        "request": f"Kijk:<br>{image}", "action": "Gezien", "impact": {"name": "Wijk"}, "urgency": {"name": "Normaal"},
        "callerLookup": {"email": "an3@post.example"}, "briefDescription": "Alles", "externalLink": {"id": "X-1", "type": "11"},
        "optionalFields1": {"searchlist1": {"name": "Beek"}, "date1": "2026-11-01T10:00:00Z", "memo1": "m", "number1": 5},
    }  # fmt: skip
    made = check(client.post("/incidents", json=body), "POST", "/incidents").json()
    card = f"/incidents/id/{made['id']}"
    upload = client.post(f"{card}/attachments", files={"file": ("a.txt", b"hello")}, data={"description": "een bestand"})
    check(upload, "POST", "/incidents/id/{incidentId}/attachments")
    check(client.post(f"{card}/timespent", json={"timeSpent": 5}), "POST", "/incidents/id/{id}/timespent")

    def first(path: str) -> str:
        found = client.get(path).json()
        return str((found["results"] if isinstance(found, dict) else found)[0]["id"])

    return {
        "incidents": made["id"],
        "number": made["number"],
        "attachmentId": upload.json()["id"],
        "actionid": first(f"{card}/actions"),
        "requestid": first(f"{card}/requests"),
        "fileName": client.get(f"{card}/images").json()[0]["filename"],
        "timeregistrations": first("/incidents/timeregistrations"),
        "operators": first("/operators"),
        "operatorgroups": first("/operatorgroups"),
        "persons": first("/persons"),
        "branches": first("/branches"),
        "locations": first("/locations"),
        "suppliers": first("/suppliers"),
        "tab": "1",
        "searchlist": "1",
    }


def _filled(path: str, ids: dict[str, str]) -> str:
    room = "timeregistrations" if "timeregistrations" in path else path.split("/")[1]

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in ids:
            return ids[name]
        return ids["number"] if "number" in name.lower() else ids[room]

    return re.sub(r"\{(\w+)\}", value, path)


@pytest.mark.parametrize(("method", "path"), [(method, path) for _, method, path, _ in ENDPOINTS if method == "GET"])
def test_reading(server: Server, ids: dict[str, str], method: str, path: str) -> None:
    filled = _filled(path, ids)
    accept = {"Accept": "application/x.topdesk-collection-person-v2+json"} if path == "/persons" else {}
    answer = check(server.client.get(filled, headers=accept), method, path)
    assert answer.headers["x-guichet-look-alike"] == "1"
    assert answer.status_code in {200, 204, 206} or path in {"/search", "/persons/current", "/login/person"}
    slashed = server.client.get(f"{filled}/", headers=accept)
    assert (slashed.status_code, len(slashed.content)) == (answer.status_code, len(answer.content)) or "login" in path


@pytest.mark.parametrize(("method", "path", "answers"), [endpoint[1:] for endpoint in ENDPOINTS])
def test_nobody_and_strangers(server: Server, ids: dict[str, str], method: str, path: str, answers: dict[str, Any]) -> None:
    for auth in (None, httpx.BasicAuth("guichet", "wrong")):
        answer = server.client.request(method, _filled(path, ids), auth=auth)
        assert answer.status_code == 401 and answer.headers["x-guichet-look-alike"] == "1"
        if "401" in answers:
            check(answer, method, path)


@pytest.mark.parametrize(("method", "path"), [(method, path) for _, method, path, a in ENDPOINTS if "404" in a and path.endswith("id}")])
def test_what_is_not_there(server: Server, ids: dict[str, str], method: str, path: str) -> None:
    where = _filled(path.rpartition("/")[0], ids)
    body = {} if method in {"PUT", "PATCH"} else None
    assert check(server.client.request(method, f"{where}/{uuid.uuid4()}", json=body), method, path).status_code == 404
    if "/id/{" in path and path.count("{") == 1:
        assert check(server.client.request(method, f"{where}/nonsense", json=body), method, path).status_code == 400


@pytest.mark.parametrize("form", ["id", "number"])
def test_writing(server: Server, form: str) -> None:
    client = server.client
    made = client.post("/incidents", json={"request": "een", "action": "twee"}).json()
    card = f"/incidents/{form}/{made[form]}"
    path = f"/incidents/{form}/{{{form}}}"
    for method in ("PUT", "PATCH"):
        check(client.request(method, card, json={"action": "drie", "closed": False}), method, path)
    for move in ("escalate", "deescalate", "archive", "unarchive"):
        check(client.put(f"{card}/{move}"), "PUT", f"{path}/{move}")
        assert client.patch(f"{card}/{move}", json={}).status_code in ({200} if "escalate" in move else {403, 400})
    for kind in ("actions", "requests"):
        note = client.get(f"{card}/{kind}").json()[0]["id"]
        check(client.delete(f"{card}/{kind}/{note}"), "DELETE", f"{path}/{kind}/{{x}}")
    check(client.post(f"{card}/timespent", json={"timeSpent": -5}), "POST", f"{path}/timespent")
    check(client.post(f"{card}/timespent", json={"timeSpent": 5, "notes": "n"}), "POST", f"{path}/timespent")
    file = check(client.post(f"{card}/attachments", files={"file": ("a.txt", b"x")}), "POST", f"{path}/attachments").json()
    check(client.delete(f"{card}/attachments/{file['id']}"), "DELETE", f"{path}/attachments/{{x}}")
    assert client.get(f"{card}/attachments").status_code == 204


def test_persons_of_version_2(server: Server) -> None:
    accept = {"Accept": "application/x.topdesk-collection-person-v2+json"}
    page = check(server.client.get("/persons", headers=accept, params={"pageSize": 30, "fields": "all"}), "GET", "/persons")
    assert page.status_code == 206 and page.json()["size"] == 40 and len(page.json()["item"]) == 30
    rest = server.client.get(page.json()["next"], headers=accept)
    assert rest.status_code == 200 and len(rest.json()["item"]) == 10 and "next" not in rest.json()
    assert server.client.get("/persons", headers={"Accept": "application/x.topdesk-person-v9+json"}).status_code == 406
    one = page.json()["item"][0]["id"]
    assert server.client.get(f"/persons/{one}", headers={"Accept": "text/plain"}).status_code == 406
    assert {"gender", "jobTitle", "status"} <= server.client.get(f"/persons/id/{one}").json().keys()
