"""Who holds which session: one read for all who look, and nobody stays who should be out."""

from __future__ import annotations

import secrets

import psycopg
import pytest
from sqlalchemy import event

from dashboard.guard import sessions, users
from dashboard.store import Store


def opened(store: Store, login: str) -> str:
    key = sessions.open_session(store, sessions.issue_ticket(store, login), 8)
    assert key
    return key


@pytest.fixture
def keys(store: Store) -> dict[str, str]:
    logins = {name: f"{name}-{secrets.token_hex(3)}" for name in ("mia", "jan")}
    for login in logins.values():
        users.add(store, users.ADMIN, login, "manager", login.title(), "a long password")
    return {name: opened(store, login) for name, login in logins.items()}


def test_however_many_look_they_are_read_together(store: Store, keys: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    watch = sessions.Watch(store)
    for key in keys.values():
        watch.person(key)
    reads: list[str] = []
    event.listen(store.engine, "after_cursor_execute", lambda *given: reads.append(given[2]) if "guard.session" in given[2] else None)
    assert all(watch.person(key) for key in keys.values() for _ in range(50))
    assert reads == []
    monkeypatch.setattr(sessions, "RECHECK_SECONDS", 0.0)
    watch.person(keys["mia"])
    monkeypatch.setattr(sessions, "RECHECK_SECONDS", 60.0)
    watch.person(keys["jan"])
    assert len(reads) == 1, "jan was read together with mia"


def test_a_disabled_account_is_out_at_the_next_reading_and_an_ended_session_at_once(
    store: Store, owner: psycopg.Connection, keys: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sessions.person(store, keys["mia"]) and sessions.person(store, keys["jan"])
    sessions.end(store, keys["jan"])
    assert sessions.person(store, keys["jan"]) is None
    assert sessions.person(store, keys["mia"])
    owner.execute("update guard.user set active = false where login like 'mia-%'")
    monkeypatch.setattr(sessions, "RECHECK_SECONDS", 0.0)
    assert sessions.person(store, keys["mia"]) is None
    assert sessions.person(store, "no such key") is None and sessions.person(store, None) is None
