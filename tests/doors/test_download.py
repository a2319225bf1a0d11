"""The download's door: by right and with a session, whole or not at all, exactly the tickets of the table, noted with a name."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import psycopg
import pytest
from python_calamine import CalamineWorkbook
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.asgi import Doorman
from dashboard.doors import download
from dashboard.export import making
from dashboard.guard import sessions, users
from dashboard.settings import Settings
from dashboard.store import Store
from tests.doors.test_report import serving

Visit = Callable[..., httpx.Client]
FORMULA = '=HYPERLINK("http://outside.example";"x")'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def visit(filled: Store, database: str, home: Path) -> Iterator[Visit]:
    """`visit("manager")`: a browser with that account's session; None: one without."""
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("update desk.ticket set channel = %s, title = 'Private words of Jan Peeters' where id %% 50 = 0", [FORMULA])
    filled.history.catch_up()
    settings = Settings(guichet_home=home)
    app = Starlette(routes=download.routes, middleware=[Middleware(Doorman, store=filled, settings=settings)])
    keys: dict[str | None, str] = {}
    for login, role in (("manager", "manager"), ("other", "manager"), ("patrol", "patrol"), ("presenter", "presenter")):
        users.add(filled, users.ADMIN, login, role, login, "a long password", language="en")
        keys[login] = sessions.open_session(filled, sessions.issue_ticket(filled, login), 1) or ""
    with serving(app) as url:
        clients: dict[str | None, httpx.Client] = {
            who: httpx.Client(base_url=url, timeout=60, headers={"cookie": f"{sessions.COOKIE}={keys.get(who, '')}", "x-guichet": "1"})
            for who in (None, *keys)
        }
        yield lambda who: clients[who]
        for client in clients.values():
            client.close()


def make(client: httpx.Client, what: str = "tickets", form: str = "csv", language: str = "en", **address: str) -> list[dict[str, Any]]:
    """All that the door says while it makes a file."""
    answer = client.post("/download", params={"what": what, "format": form, "language": language, **address})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def fetched(client: httpx.Client, *given: str, **address: str) -> bytes:
    answer = client.get(make(client, *given, **address)[-1]["file"])
    assert answer.status_code == 200
    return answer.content


def count(owner: psycopg.Connection, where: str = "true") -> int:
    row = owner.execute(f"select count(*) from desk.ticket t where not gone and not restricted and {where}").fetchone()
    assert row
    return int(row[0])


def test_who_may_take_something_along(visit: Visit, owner: psycopg.Connection) -> None:
    ask = {"what": "tickets", "format": "csv"}
    assert visit(None).post("/download", params=ask).status_code == 401
    for login in ("patrol", "presenter"):
        assert visit(login).post("/download", params=ask).status_code == 403
    manager = visit("manager")
    elsewhere = {"origin": "http://outside.example"}
    assert manager.post("/download", params=ask, headers=elsewhere).status_code == 401
    assert manager.get("/download", params=ask).status_code == 405, "a link cannot begin one"
    assert manager.post("/download", params=ask | {"format": "exe"}).status_code == 404
    assert owner.execute("select count(*) from guard.audit where what = 'tickets downloaded'").fetchone() == (0,)
    file = make(manager)[-1]["file"]
    assert visit(None).get(file).status_code == 401
    assert visit("other").get(file).status_code == 404
    assert manager.get(file).status_code == 200
    assert manager.get(file).status_code == 404, "once"


def test_every_ticket_of_the_table_and_no_more_in_each_format(visit: Visit, owner: psycopg.Connection, tmp_path: Path) -> None:
    client, there = visit("manager"), count(owner)
    steps = make(client, period="all")
    assert [step["rows"] for step in steps[:-1]][-1] == there == steps[0]["all"]
    text = client.get(steps[-1]["file"])
    assert text.headers["content-disposition"].startswith("attachment; filename=\"guichet-tickets-")
    rows = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert len({row["Number"] for row in rows}) == len(rows) == there
    assert {row["Channel"] for row in rows if "HYPERLINK" in row["Channel"]} == {f"'{FORMULA}"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(fetched(client, "tickets", "xlsx", period="all")))
    heads, *cells = book.get_sheet_by_index(0).to_python()
    assert len(cells) == there and heads == list(rows[0])
    opened, channel = heads.index("Received"), heads.index("Channel")
    known = {row["Number"]: row for row in rows}
    for row in cells:
        assert row[opened].strftime("%Y-%m-%d %H:%M") == known[row[0]]["Received"][:16], "a real date, by the city's clock"
        assert row[channel] == known[row[0]]["Channel"].removeprefix("'")
    parquet = tmp_path / "tickets.parquet"
    parquet.write_bytes(fetched(client, "tickets", "parquet", period="all"))
    found = duckdb.sql(f"select count(*), count(distinct number), count(*) filter (channel = $1) from '{parquet}'", params=[FORMULA]).fetchall()
    assert found == [(there, there, sum(row["Channel"] == f"'{FORMULA}" for row in rows))]
    for everything in (text.content, parquet.read_bytes()):
        assert b"Private words" not in everything and b"Citizen" not in everything


def test_a_cell_and_its_filters_and_the_language(visit: Visit, owner: psycopg.Connection) -> None:
    client = visit("manager")
    team = owner.execute("select id from desk.team where name = 'Green'").fetchone()
    assert team
    address = {"rows": "channel", "columns": "status", "period": "all", "row": f":{FORMULA}", "column": ":closed", "tickets": "n", "team": str(team[0])}
    where = f"channel = '{FORMULA}' and status = 'closed' and team_id = {team[0]}"
    for language, delimiter, closed in (("nl", ";", None), ("en", ",", "Closed")):
        text = fetched(client, "tickets", "csv", language, **address).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        assert len(rows) == count(owner, where) > 0
        if closed:
            assert {row["Status"] for row in rows} == {closed}
        else:
            assert all("," in row[list(row)[11]] for row in rows), "decimals as Dutch writes them"
    table = list(csv.reader(io.StringIO(fetched(client, "table", "csv", "en", rows="channel", columns="status", period="all").decode("utf-8-sig"))))
    assert table[-1][0] == "All" and int(table[-1][-1]) == count(owner)
    assert sum(int(row[-1]) for row in table[1:-1]) == count(owner)


def test_taking_tickets_along_is_noted_and_a_table_is_not(visit: Visit, owner: psycopg.Connection) -> None:
    owner.execute("delete from guard.audit where what = 'tickets downloaded'")
    make(visit("manager"), "table", rows="team")
    make(visit("manager"), "tickets", "xlsx", rows="team", row="none", period="28d")
    noted = owner.execute("select u.login, a.detail from guard.audit a join guard.user u on u.id = a.user_id where what = 'tickets downloaded'").fetchall()
    assert noted == [("manager", {"format": "xlsx", "asked": {"rows": "team", "row": "none", "period": "28d"}})]


def test_hanging_up_cancels_and_leaves_nothing(visit: Visit, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, client = home / "downloads", visit("manager")
    monkeypatch.setattr("dashboard.screen.explore_files.PIECE_ROWS", 1)
    before = set(folder.iterdir())
    for _ in range(3):  # more often than files may be made at once: each gives its place back
        with client.stream("POST", "/download", params={"what": "tickets", "format": "xlsx", "period": "all"}) as answer:
            assert json.loads(next(answer.iter_lines()))["rows"] == 1
        until = time.monotonic() + 20
        while set(folder.iterdir()) != before and time.monotonic() < until:
            time.sleep(0.02)
        assert set(folder.iterdir()) == before
    monkeypatch.undo()
    assert "file" in make(client)[-1]


def test_what_goes_wrong_is_a_sentence(visit: Visit, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    client = visit("manager")
    with monkeypatch.context() as full:
        full.setattr(making, "LEAST_FREE_BYTES", 1 << 60)
        assert make(client)[-1]["trouble"].startswith("The disk is full")
    places = [download.AT_ONCE.acquire(blocking=False) for _ in range(2)]
    assert all(places) and make(client)[-1]["trouble"].startswith("Other files are being made")
    for _ in places:
        download.AT_ONCE.release()
    assert "file" in make(client)[-1]


def test_without_the_database_a_sentence_and_then_the_file(visit: Visit, database: str, filled: Store) -> None:
    client, name = visit("manager"), filled.database
    with psycopg.connect(database.replace(f"/{name}", "/postgres"), autocommit=True) as server:
        try:
            server.execute(f"alter database {name} with allow_connections false")
            server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
            sessions.watch(filled).forget()
            answer = client.post("/download", params={"what": "tickets", "format": "csv"})
            assert answer.status_code == 503 and "Nothing is lost" in answer.text
        finally:
            server.execute(f"alter database {name} with allow_connections true")
    assert "file" in make(client)[-1]
