"""Sessions: the browser holds a random key in an HttpOnly cookie, the database only its hash.

After the password check a one-time ticket travels from the page to the door that sets the cookie.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from functools import cache

from sqlalchemy import text

from dashboard.store import DOOR, Store, Who

COOKIE = "guichet"
TICKET_SECONDS = 30
#: A person's state and role are read again after so many seconds, also inside a screen that refreshes by itself.
RECHECK_SECONDS = 2.0
#: Sessions that nobody asked about for so long are read no more.
FORGET_SECONDS = 60.0


@dataclass(slots=True)
class _Known:
    """Whose session it is, and when that was read and last asked for (monotonic seconds)."""

    who: Who
    read: float
    asked: float


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def issue_ticket(store: Store, login: str) -> str:
    """A one-time ticket for an account whose password was right a moment ago."""
    key = secrets.token_urlsafe(32)
    with store.transaction(DOOR) as connection:
        connection.execute(
            text(
                "insert into guard.entry_ticket (key_hash, user_id, expires_at)"
                " select :hash, id, now() + make_interval(secs => :seconds) from guard.user where login = :login and active"
            ),
            {"hash": _hash(key), "seconds": TICKET_SECONDS, "login": login},
        )
    return key


def open_session(store: Store, ticket: str, hours: float) -> str | None:
    """Trade the ticket for a session key, once; None when it is unknown, used or too old."""
    key = secrets.token_urlsafe(32)
    with store.transaction(DOOR) as connection:
        user_id = connection.execute(
            text("delete from guard.entry_ticket where key_hash = :hash and expires_at > now() returning user_id"), {"hash": _hash(ticket)}
        ).scalar()
        connection.execute(text("delete from guard.entry_ticket where expires_at < now()"))
        connection.execute(text("delete from guard.session where expires_at < now()"))
        if user_id is None:
            return None
        connection.execute(
            text(
                "insert into guard.session (key_hash, user_id, expires_at)"
                " values (:hash, :user_id, now() + make_interval(secs => :seconds))"
            ),
            {"hash": _hash(key), "user_id": user_id, "seconds": hours * 3600},
        )
    return key


class Watch:
    """Who holds which session, with the account's state and role as of at most RECHECK_SECONDS ago.

    Those asked about lately are read again together: one read every two seconds, however many look.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock, self._reading = threading.Lock(), threading.Lock()
        self._known: dict[bytes, _Known] = {}
        self._ends = 0

    def person(self, key: str | None, now: bool = False) -> Who | None:
        """Whose session this key is; None when it has ended or never was. With `now` as of this moment."""
        if not key:
            return None
        hashed = _hash(key)
        if now:
            with self._reading:
                read = self._read(hashed)
            return read.who if read else None
        found = self._fresh(hashed)
        if found is None:
            with self._reading:
                found = self._fresh(hashed) or self._read(hashed)
        return found.who if found else None

    def forget(self) -> None:
        """A session ended in this process: read everyone again."""
        with self._lock:
            self._known, self._ends = {}, self._ends + 1

    def _fresh(self, hashed: bytes) -> _Known | None:
        now = time.monotonic()
        with self._lock:
            found = self._known.get(hashed)
            if found:
                found.asked = now
            return found if found and now - found.read < RECHECK_SECONDS else None

    def _read(self, wanted: bytes) -> _Known | None:
        now = time.monotonic()
        with self._lock:
            ends = self._ends
            asked = {hashed: known.asked for hashed, known in self._known.items() if now - known.asked < FORGET_SECONDS} | {wanted: now}
        with self._store.transaction(DOOR) as connection:
            rows = connection.execute(
                text(
                    "select s.key_hash, u.id, u.login, u.name, u.role, u.language"
                    " from guard.session s join guard.user u on u.id = s.user_id"
                    " where s.key_hash = any(:hashes) and s.expires_at > now() and u.active"
                ),
                {"hashes": list(asked)},
            ).all()
        known = {
            bytes(row.key_hash): _Known(Who(row.role, row.id, row.login, row.name, row.language), now, asked[bytes(row.key_hash)])
            for row in rows
        }
        with self._lock:
            if self._ends == ends:  # else a session ended while we read
                self._known = known
        return known.get(wanted)


@cache
def watch(store: Store) -> Watch:
    """The one watch of this store."""
    return Watch(store)


def person(store: Store, key: str | None, now: bool = False) -> Who | None:
    """Whose session this key is, as of at most RECHECK_SECONDS ago; with `now` as of this moment."""
    return watch(store).person(key, now)


def end(store: Store, key: str | None) -> None:
    """Sign out of every browser: all sessions of this key's account end."""
    if not key:
        return
    with store.transaction(DOOR) as connection:
        connection.execute(
            text("delete from guard.session where user_id = (select user_id from guard.session where key_hash = :hash)"),
            {"hash": _hash(key)},
        )
    watch(store).forget()
