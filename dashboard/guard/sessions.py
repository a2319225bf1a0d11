"""Sessions: the browser holds a random key in an HttpOnly cookie, the database only its hash.

After the password check a one-time ticket travels from the page to the door that sets the cookie.
"""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import text

from dashboard.store import DOOR, Store, Who

COOKIE = "guichet"
TICKET_SECONDS = 30


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


def person(store: Store, key: str | None) -> Who | None:
    """Whose session this key is, with the account's state and role of this moment; one indexed read."""
    if not key:
        return None
    with store.transaction(DOOR) as connection:
        row = connection.execute(
            text(
                "select u.id, u.login, u.name, u.role, u.language from guard.session s join guard.user u on u.id = s.user_id"
                " where s.key_hash = :hash and s.expires_at > now() and u.active"
            ),
            {"hash": _hash(key)},
        ).one_or_none()
    return None if row is None else Who(row.role, row.id, row.login, row.name, row.language)


def end(store: Store, key: str | None) -> None:
    """Sign out of every browser: all sessions of this key's account end."""
    if not key:
        return
    with store.transaction(DOOR) as connection:
        connection.execute(
            text("delete from guard.session where user_id = (select user_id from guard.session where key_hash = :hash)"),
            {"hash": _hash(key)},
        )
