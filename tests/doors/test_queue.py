"""The queue's door: what a list fetches after news, by right, and nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import event
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.asgi import Doorman
from dashboard.doors import queue
from dashboard.guard import sessions, users
from dashboard.screen.live import hub
from dashboard.settings import Settings
from dashboard.store import Store
from tests.doors.test_report import serving

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def ask(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """`ask("manager", bucket="all")`: the door's answer to that role's browser; None: to one without a session."""
    settings = Settings(guichet_home=tmp_path_factory.mktemp("home"))
    app = Starlette(routes=queue.routes, middleware=[Middleware(Doorman, store=filled, settings=settings)])
    keys: dict[str | None, str] = {}
    for login, role, teams in (("manager", "manager", ()), ("patrol", "patrol", ()), ("team", "team", ("Welfare",)), ("other", "team", ("Green",))):
        users.add(filled, users.ADMIN, login, role, login, "a long password", language="en", teams=teams)
        keys[login] = sessions.open_session(filled, sessions.issue_ticket(filled, login), 1) or ""
    with serving(app) as url, httpx.Client(base_url=url, timeout=20) as client:
        yield lambda who, **asked: client.get(
            "/queue.json", params={"language": "en", **asked}, headers={"cookie": f"{sessions.COOKIE}={keys.get(who, '')}"}
        )
        hub(filled).close()


def sizes(answer: httpx.Response) -> dict[str, int]:
    return {name: int(size.replace(",", "")) for name, _, size in answer.json()["buckets"]}


def until(ask: Ask, version: str) -> httpx.Response:
    """The manager's first answer of a later version."""
    for _ in range(100):
        answer = ask("manager", bucket="all", most=500)
        if int(answer.headers["x-version"]) > int(version):
            return answer
        time.sleep(0.05)
    raise AssertionError("no news")


def test_who_may_ask(ask: Ask) -> None:
    assert ask(None).status_code == 401
    assert ask("patrol").status_code == 403
    assert ask("manager").status_code == 200


def test_each_sees_what_is_theirs(ask: Ask, owner: psycopg.Connection) -> None:
    def there(where: str) -> int:
        row = owner.execute(f"select count(*) from desk.ticket t left join desk.team g on g.id = t.team_id where is_open and {where}").fetchone()
        assert row
        return int(row[0])

    assert there("restricted") > 0
    assert sizes(ask("manager", team="all"))["all"] == there("not restricted")
    assert sizes(ask("team", team="mine"))["all"] == there("g.name = 'Welfare'")
    assert sizes(ask("other", team="mine"))["all"] == there("g.name = 'Green' and not restricted"), "not the answer of the one before"
    words = ask("manager", bucket="all", language="nl").json()["buckets"]
    assert [title for _, title, _ in words][-1] != "All open"
    odd = ask("manager", bucket="no such", most="99999999", ticket="-1", team="x'", text="\0")
    assert odd.status_code == 200 and "x-changed" not in odd.headers


def test_who_has_the_board_gets_no_other_and_news_name_the_ticket(ask: Ask, owner: psycopg.Connection, filled: Store) -> None:
    time.sleep(0.5)  # the listener's own first word
    first = ask("manager", bucket="all", most=500)
    row: Any = first.json()["rows"][5]
    again = ask("manager", bucket="all", most=500, have=first.headers["x-digest"])
    assert (again.status_code, again.content) == (204, b"")
    reads: list[str] = []
    event.listen(filled.engine, "after_cursor_execute", lambda *given: reads.append(given[2]) if "desk.ticket" in given[2] else None)
    for _ in range(20):
        ask("manager", bucket="all", most=500)
    assert reads == [], "one answer serves all until news"

    owner.execute("update desk.ticket set title = 'Another title' where id = %s", [row["id"]])
    after = until(ask, first.headers["x-version"])
    assert after.headers["x-digest"] != first.headers["x-digest"]
    assert next(found["title"] for found in after.json()["rows"] if found["id"] == row["id"]) == "Another title"
    shown = int(after.headers["x-version"])
    assert int(ask("manager", ticket=row["id"]).headers["x-changed"]) == shown
    assert int(ask("manager", ticket=first.json()["rows"][6]["id"]).headers["x-changed"]) < shown
