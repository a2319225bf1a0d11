"""The throttle at the door: counts wrong passwords by login and by address, in a window that passes by itself.

An unknown login counts like a known one and costs the same time, so nobody learns which exist. The address has a far
higher limit, since a whole town hall may come from one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, MutableMapping
from typing import Any

import bcrypt
from sqlalchemy import text

from dashboard.store import DOOR, Store

WINDOW_MINUTES, KEPT_DAYS = 15, 30
PER_LOGIN, PER_ADDRESS = 6, 60
_NOBODY = bcrypt.hashpw(secrets.token_hex(32).encode(), bcrypt.gensalt()).decode()  # nobody knows it, so nobody comes in by it


def too_many(store: Store, login: str, address: str) -> bool:
    """Whether this login, from here, has to wait."""
    with store.transaction(DOOR) as connection:
        row = connection.execute(
            text(
                "select count(*) filter (where login = :login and address = :address) as here,"
                " count(*) filter (where address = :address) as address, count(*) filter (where login = :login) as login"
                " from guard.attempt where not ok and at > now() - make_interval(mins => :minutes)"
                " and (login = :login or address = :address)"
            ),
            {"login": login, "address": address, "minutes": WINDOW_MINUTES},
        ).one()
    # From elsewhere a colleague can be locked out only with ten times the patience.
    return bool(row.here >= PER_LOGIN or row.address >= PER_ADDRESS or row.login >= PER_LOGIN * 10)


def record(store: Store, login: str, address: str, ok: bool) -> None:
    """Remember one attempt, for KEPT_DAYS; a right password clears this login's count from here."""
    with store.transaction(DOOR) as connection:
        if ok:
            connection.execute(
                text("delete from guard.attempt where login = :login and address = :address and not ok"),
                {"login": login, "address": address},
            )
            connection.execute(text("delete from guard.attempt where at < now() - make_interval(days => :days)"), {"days": KEPT_DAYS})
        connection.execute(
            text("insert into guard.attempt (login, address, ok) values (:login, :address, :ok)"),
            {"login": login[:200], "address": address, "ok": ok},
        )


class Directory(MutableMapping[str, dict[str, Any]]):
    """Accounts as streamlit-authenticator looks them up: one at a time, and everyone seems to exist."""

    def __init__(self, store: Store) -> None:
        self._store, self._seen = store, dict[str, dict[str, Any]]()

    def __getitem__(self, login: str) -> dict[str, Any]:
        if login not in self._seen:
            with self._store.transaction(DOOR) as connection:
                row = connection.execute(
                    text("select name, password_hash from guard.user where login = :login and active"), {"login": login}
                ).one_or_none()
            self._seen[login] = {"name": row.name if row else "", "password": row.password_hash if row else _NOBODY}
        return self._seen[login]

    def __contains__(self, login: object) -> bool:
        return isinstance(login, str)

    def __setitem__(self, login: str, value: dict[str, Any]) -> None:
        self._seen[login] = value

    def __delitem__(self, login: str) -> None:
        self._seen.pop(login, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._seen)

    def __len__(self) -> int:
        return 1
