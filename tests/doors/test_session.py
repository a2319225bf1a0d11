"""The door before any sign-in: a ticket opens once, and no more is read of a stranger than a ticket has."""

from __future__ import annotations

from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.asgi import Doorman
from dashboard.doors import session
from dashboard.guard import sessions, users
from dashboard.settings import Settings
from dashboard.store import Store
from tests.doors.test_report import serving


def test_a_ticket_opens_once_and_nothing_longer_is_read(store: Store, tmp_path: Path) -> None:
    users.add(store, users.ADMIN, "mia", "manager", "Mia", "a long password")
    app = Starlette(routes=session.routes, middleware=[Middleware(Doorman, store=store, settings=Settings(guichet_home=tmp_path))])
    with serving(app) as url, httpx.Client(base_url=url, headers={"x-guichet": "1"}) as client:
        ticket = sessions.issue_ticket(store, "mia")
        assert client.post("/door/session", content=ticket).status_code == 204
        assert sessions.person(store, client.cookies[sessions.COOKIE])
        assert client.post("/door/session", content=ticket).status_code == 403
        long = iter([b"x" * 300, b"x" * 300])  # in parts, without a length that could be refused beforehand
        assert client.post("/door/session", content=long).status_code == 413
