"""Accounts of colleagues: `guichet users` and the administrator's page.

    add(store, ADMIN, "maria", "coordinator", "Maria P.", password)
"""

from __future__ import annotations

from collections.abc import Sequence

import bcrypt
import pandas as pd
from sqlalchemy import Connection, text

from dashboard.errors import Trouble
from dashboard.guard import sessions
from dashboard.store import Store, Who
from dashboard.store.who import PEOPLE_ROLES

#: The person at the server's terminal.
ADMIN = Who("admin")
SHORTEST = 10


class BadAccount(Trouble):
    """An account that cannot be made or changed so; says why."""


def hashed(password: str) -> str:
    """bcrypt's hash; BadAccount for what bcrypt or the sign-in form would not take as typed."""
    if len(password) < SHORTEST:
        raise BadAccount(f"The password needs at least {SHORTEST} characters.")
    if len(password.encode()) > 72:
        raise BadAccount("The password is too long: at most 72 bytes.")
    if password != password.strip():
        raise BadAccount("The password must not begin or end with a space.")
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def add(
    store: Store, who: Who, login: str, role: str, name: str, password: str, *, language: str = "nl", teams: Sequence[str] = ()
) -> int:
    """A new account; its id. BadAccount when the login is taken, or role or team are unknown."""
    login = login.strip().lower()
    if not login:
        raise BadAccount("An account needs a login name.")
    if role not in PEOPLE_ROLES:
        raise BadAccount(f"There is no role {role!r}; choose one of {', '.join(PEOPLE_ROLES)}.")
    with store.transaction(who) as connection:
        row = connection.execute(
            text(
                "insert into guard.user (login, name, role, password_hash, language)"
                " values (:login, :name, :role, :hash, :language) on conflict (login) do nothing returning id"
            ),
            {"login": login, "name": name or login, "role": role, "hash": hashed(password), "language": language},
        ).one_or_none()
        if row is None:
            raise BadAccount(f"There is an account {login!r} already.")
        for team in teams:
            _join(connection, row.id, team)
        _note(connection, who, "account made", login)
    return int(row.id)


def disable(store: Store, who: Who, login: str) -> None:
    """No more signing in, and every session of the account ends now."""
    with store.transaction(who) as connection:
        _end_sessions(connection, _change(connection, login, "active = false", {}))
        _note(connection, who, "account disabled", login)


def set_password(store: Store, who: Who, login: str, password: str) -> None:
    """A new password; every session of the account ends now. A disabled account may sign in again."""
    with store.transaction(who) as connection:
        user_id = _change(connection, login, "password_hash = :hash, active = true", {"hash": hashed(password)})
        _end_sessions(connection, user_id)
        _note(connection, who, "password changed", login)


def join_team(store: Store, who: Who, login: str, team: str) -> None:
    """The account sees its team's people, and the tickets of topics restricted to that team."""
    with store.transaction(who) as connection:
        _join(connection, _id(connection, login), team)
        _note(connection, who, f"joined team {team}", login)


def everyone(store: Store, who: Who) -> pd.DataFrame:
    """All accounts: login, name, role, language, active, teams, created_at."""
    return store.ask(who, "admin/users")


def _id(connection: Connection, login: str) -> int:
    found = connection.execute(text("select id from guard.user where login = :login"), {"login": login.strip().lower()}).scalar()
    if found is None:
        raise BadAccount(f"There is no account {login!r}.")
    return int(found)


def speak(store: Store, who: Who, language: str) -> None:
    """The person's own choice, everywhere from now on."""
    with store.transaction(who) as connection:
        connection.execute(text("select guard.speak(:language)"), {"language": language})
    sessions.watch(store).forget()


def _change(connection: Connection, login: str, what: str, values: dict[str, str]) -> int:
    user_id = _id(connection, login)
    connection.execute(text(f"update guard.user set {what} where id = :id"), values | {"id": user_id})
    return user_id


def _join(connection: Connection, user_id: int, team: str) -> None:
    done = connection.execute(
        text(
            "insert into guard.user_team (user_id, team_id) select :user_id, id from desk.team where name = :team"
            " on conflict do nothing"
        ),
        {"user_id": user_id, "team": team},
    )
    if done.rowcount == 0 and not connection.execute(text("select 1 from desk.team where name = :team"), {"team": team}).scalar():
        raise BadAccount(f"There is no team {team!r}; teams come with the first copy from TOPdesk.")


def _end_sessions(connection: Connection, user_id: int) -> None:
    connection.execute(text("delete from guard.session where user_id = :id"), {"id": user_id})


def _note(connection: Connection, who: Who, what: str, login: str) -> None:
    connection.execute(
        text("insert into guard.audit (user_id, what, detail) values (:by, :what, jsonb_build_object('login', cast(:login as text)))"),
        {"by": who.user_id, "what": what, "login": login.strip().lower()},
    )
