"""The form's doors over a real socket: who may, what is refused in words, and one ticket whatever is retried."""

from __future__ import annotations

import io
import json
import re
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.asgi import Doorman
from dashboard.demo import CONFIG as DEMO
from dashboard.doors import photo as photo_door
from dashboard.doors import report, report_page, report_places
from dashboard.doors.report_words import words
from dashboard.guard import sessions, users
from dashboard.settings import Settings
from dashboard.store import Store

HERE = {"lat": 50.7901, "lon": 5.1501}
Visitor = Callable[[str | None], httpx.Client]


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The app on a socket of its own; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def visit(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """`visit("patrol")`: a browser with that role's session; None: one without."""
    settings = Settings(guichet_home=tmp_path_factory.mktemp("home"))
    app = Starlette(routes=[*report.routes, *report_places.routes, *photo_door.routes], middleware=[Middleware(Doorman, store=filled, settings=settings)])
    clients: list[httpx.Client] = []
    for role in ("patrol", "team", "coordinator", "manager", "presenter", "admin"):
        users.add(filled, users.ADMIN, role, role, role, "a long password", language="en")

    def open_client(role: str | None) -> httpx.Client:
        client = httpx.Client(base_url=url, headers={"x-guichet": "1"}, timeout=20)
        if role:
            client.cookies.set(sessions.COOKIE, sessions.open_session(filled, sessions.issue_ticket(filled, role), 1) or "")
        clients.append(client)
        return client

    with serving(app) as url:
        yield open_client
        for client in clients:
            client.close()


def typed(**said: Any) -> dict[str, str]:
    return {"report": json.dumps({"id": str(uuid4()), "topic": "dumping", "how": "coordinates"} | HERE | said)}


def picture(size: int = 256) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((size, size)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def post(client: httpx.Client, data: dict[str, str], *photos: bytes, path: str = "/report", **options: Any) -> httpx.Response:
    parts = [("photo", ("1.jpg", one, "image/jpeg")) for one in photos]
    return client.post(path, files=[*((name, (None, value)) for name, value in data.items()), *parts], **options)


def test_who_may_open_the_form_and_everybody_else_signs_in_first(visit: Visitor) -> None:
    for role in ("patrol", "team", "coordinator"):
        page = visit(role).get("/report")
        assert page.status_code == 200 and page.headers["content-security-policy"] == report_page.POLICY
        assert page.headers["x-content-type-options"] == "nosniff"
    for role in (None, "manager", "presenter", "admin"):
        client = visit(role)
        assert client.get("/report").headers["location"] == "/patrol?form=1"
        refused = 401 if role is None else 403
        for path in ("/report/streets", "/report/near?lat=50.79&lon=5.15&topic=dumping", f"/report/status?draft={uuid4()}"):
            assert client.get(path).status_code == refused, (role, path)
        assert post(client, typed()).status_code == refused


def test_only_our_own_page_may_send(visit: Visitor) -> None:
    client = visit("patrol")
    assert post(client, typed(), headers={"origin": "https://elsewhere.example"}).status_code == 403
    del client.headers["x-guichet"]
    assert post(client, typed()).status_code == 403


def test_a_report_is_received_once_and_can_be_followed(visit: Visitor, owner: psycopg.Connection) -> None:
    client, data = visit("patrol"), typed(words="<b>vuil</b>")
    first = post(client, data, picture())
    assert first.status_code == 200 and first.json()["state"] == "waiting"
    assert post(client, data, picture()).json() == first.json()
    draft = json.loads(data["report"])["id"]
    owner.execute("update desk.ticket set external_number = 'I 2611 123' where number = %s", [first.json()["number"]])
    owner.execute("update desk.outbox set state = 'sent' where key = %s", [f"guichet-{draft}"])
    found = client.get(f"/report/status?draft={draft},{uuid4()},nonsense").json()
    assert [(one["draft"], one["external_number"], one["state"]) for one in found] == [(draft, "I 2611 123", "sent")]
    sha256 = owner.execute("select sha256 from desk.attachment order by id desc limit 1").fetchone()
    assert sha256
    shown = visit("coordinator").get(f"/photo/{sha256[0]}")
    assert shown.headers["content-type"] == "image/jpeg" and Image.open(io.BytesIO(shown.content)).size == (256, 256)
    assert visit("presenter").get(f"/photo/{sha256[0]}").status_code == 404

    added = {"report": json.dumps({"id": str(uuid4()), "words": "ook een zetel"}), "ticket": str(first.json()["ticket_id"])}
    again = [post(client, added, path="/report/add").json() for _ in range(2)]
    assert again[0] == again[1] and again[0]["number"] == first.json()["number"]
    assert owner.execute("select count(*) from desk.entry where text = 'ook een zetel'").fetchone() == (1,)


def test_what_cannot_be_taken_is_a_sentence_that_names_the_field(visit: Visitor) -> None:
    client = visit("patrol")
    refused = {
        "topic": post(client, typed(topic="welfare")),
        "place": post(client, typed(how="nothing")),
        "id": post(client, typed(id="7")),
        "photo": post(client, typed(), b"no photo"),
        "ticket": post(client, {"report": json.dumps({"id": str(uuid4())}), "ticket": "0"}, path="/report/add"),
        "report": post(client, typed(), *[picture()] * 4),
    }
    for field, answer in refused.items():
        assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text
        assert answer.json()["trouble"].endswith((".", ")"))
    assert client.post("/report", content=b"{}", headers={"content-type": "application/json"}).status_code == 422
    assert client.post("/report", content=iter([b"chunks"])).status_code == 413
    assert post(client, typed(), bytes(report.MOST_BYTES)).status_code == 413


def test_a_full_disk_leaves_the_report_on_the_phone(visit: Visitor, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    client, data, photo = visit("patrol"), typed(words="vol"), picture(300)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("dashboard.photos.os.fsync", full)
        answer = post(client, data, photo)
    assert answer.status_code == 507 and "disk is full" in answer.json()["trouble"]
    assert owner.execute("select count(*) from desk.ticket where title like '%vol'").fetchone() == (0,)
    assert post(client, data, photo).status_code == 200


def test_near_says_the_street_and_what_is_known_there(visit: Visitor, owner: psycopg.Connection) -> None:
    client = visit("patrol")
    here = {"lat": 50.7981, "lon": 5.1601}
    owner.execute("update desk.ticket set closed_at = now(), status = 'closed' where lat between 50.798 and 50.80")
    known = [post(client, typed(**here, words=word, topic="light")).json() for word in ("een", "twee")]
    owner.execute("update desk.ticket set house_number = '3' where id = %s", [known[0]["ticket_id"]])
    found = client.get("/report/near", params=here | {"topic": "light"}).json()
    assert {one["number"] for one in found["tickets"]} == {one["number"] for one in known}
    assert found["place"]["street"].startswith("Street ") and not found["place"]["outside"]
    assert client.get("/report/near", params=here | {"topic": "welfare"}).json()["tickets"] == []
    away = client.get("/report/near", params={"lat": 50.85, "lon": 4.35, "topic": "light"}).json()
    assert away["place"]["outside"] and away["tickets"] == []
    for wrong in ({"lat": "x", "lon": 5}, {"lat": "nan", "lon": 5}, {"lat": 90, "lon": 5}, {}):
        assert client.get("/report/near", params=wrong).status_code == 422


def test_streets_come_compact_and_only_when_they_changed(visit: Visitor) -> None:
    client = visit("patrol")
    first = client.get("/report/streets")
    west, south = first.json()["origin"]
    streets = {name: (quarter, lines) for _id, name, quarter, lines in first.json()["streets"]}
    assert len(streets) == 400
    x, y, dx, dy = streets["Street 21"][1][0]
    assert (west + x / 1e5, south + y / 1e5) == pytest.approx((5.1525, 50.792)) and (dx, dy) == (200, 60)
    again = client.get("/report/streets", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""


def test_the_page_carries_its_words_and_topics_safely(visit: Visitor, owner: psycopg.Connection) -> None:
    owner.execute("update city.topic set name_en = '</script><script>alert(1)</script>' where key = 'parking'")
    client = visit("patrol")
    page = client.get("/report").text
    assert page.count("<script") == 2 and "{{" not in page and "welfare" not in page
    setup = json.loads(page.split('id="setup">')[1].split("</script>")[0])
    assert "</script><script>alert(1)</script>" in [tile["name"] for tile in setup["tiles"]]
    assert all(tile["icon"] in setup["icons"] for tile in setup["tiles"])
    source = "".join((report_page.ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in report_page.SCRIPTS)
    used = set(re.findall(r'\bw\(\s*"(\w+)"', source)) | set(re.findall(r"\{\{(\w+)\}\}", (report_page.ASSETS / "page.html").read_text(encoding="utf-8")))
    given = {"language", "city", "name", "version", "setup", "rounds", "paper_light", "paper_dark"}
    assert used - given <= set(words("en"))
    icons = json.loads((report_page.ASSETS / "icons.json").read_text(encoding="utf-8"))
    assert set(re.findall(r'\bicon\("(\w+)"', source)) <= set(report_page.OWN_ICONS) <= set(icons)
    assert {topic["icon"] for topic in tomllib.loads(DEMO.read_text(encoding="utf-8"))["topics"]} <= set(icons)
    assert all(client.get(path).status_code == 200 for path in re.findall(r'(?:src|href)="(/report/assets/[^"]+)"', page))
    assert client.get("/report/assets/x/../report.py").status_code == 404
    kept = json.loads(client.get("/report/worker.js").text.split("KEPT = ")[1].split(";\n")[0])
    assert all(client.get(path).status_code == 200 for path in kept)


def test_the_database_away_is_worth_another_try(visit: Visitor, filled: Store, tmp_path: Path) -> None:
    app = Starlette(routes=report.routes, middleware=[Middleware(Doorman, store=Store("postgresql://x:y@127.0.0.1:1/z"), settings=Settings(guichet_home=tmp_path))])
    with serving(app) as url, httpx.Client(base_url=url, headers={"x-guichet": "1"}, cookies={sessions.COOKIE: "a key"}) as client:
        answer = post(client, typed())
    assert answer.status_code == 503 and "Er is niets verloren" in answer.json()["trouble"]


def test_planned_rounds_stand_on_the_form_in_words(visit: Visitor, owner: psycopg.Connection) -> None:
    client = visit("patrol")
    assert 'id="rounds"' not in client.get("/report").text, "nothing is planned"
    owner.execute("""
        insert into desk.area_act (kind, topic_id, place_kind, place, name, beside, lon, lat, on_day, words, user_id)
        select 'round', o.id, 'segment', 1000, 'Kerkstraat', '', 5.15, 50.79, current_date + day, '<b>glasbol</b>', u.id
        from city.topic o, guard.user u, unnest(array[1, 40]) day where o.key = 'dumping' and u.login = 'manager'""")
    page = client.get("/report").text
    assert page.count("in Kerkstraat") == 1, "the one of next month is not for now"
    assert "&lt;b&gt;glasbol&lt;/b&gt;" in page and "<b>glasbol" not in page
    owner.execute("delete from desk.area_act")
