"""The demo's six accounts."""

from __future__ import annotations

import secrets

from dashboard.guard import users
from dashboard.store import Store

#: role -> (name, what to look at)
ACCOUNTS = {
    "manager": ("Mia Manager", "figures, map, queues"),
    "coordinator": ("Cas Coördinator", "queues, people, involvement"),
    "patrol": ("Pat Patrouille", "the form for the street; best on a phone"),
    "team": ("Tess Teamlead", "the queue of the cleaning team"),
    "presenter": ("Pol Presentator", "the wall"),
    "admin": ("Ann Admin", "freshness, what failed, who saw what"),
}
TEAMS = {"team": "Reiniging", "patrol": "Gemeenschapswachten"}


def keep_accounts(store: Store, known: dict[str, str], wanted: str | None) -> dict[str, dict[str, str]]:
    """{role: {user, password}}: made when missing; the password is `wanted`, else the one known from last time, else new."""
    there = set(users.everyone(store, users.ADMIN)["login"])
    shared = wanted or next(iter(known.values()), None) or "-".join(secrets.token_hex(2) for _ in range(3))
    for role, (name, _) in ACCOUNTS.items():
        if role not in there:
            users.add(store, users.ADMIN, role, role, name, shared)
        elif known.get(role) != shared:
            users.set_password(store, users.ADMIN, role, shared)
    return {role: {"user": role, "password": shared} for role in ACCOUNTS}


def give_teams(store: Store) -> bool:
    """Put the team accounts into their teams; False while the copy has not brought the teams yet."""
    there = dict(users.everyone(store, users.ADMIN)[["login", "teams"]].itertuples(index=False))
    try:
        for login, team in TEAMS.items():
            if team not in there[login]:
                users.join_team(store, users.ADMIN, login, team)
    except users.BadAccount:
        return False
    return True
