"""`guichet users`: accounts from the terminal."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dashboard import settings as configuration
from dashboard.guard import users
from dashboard.store import Store

app = typer.Typer(help="Accounts of colleagues.", no_args_is_help=True)
out = Console()


def _store() -> Store:
    return Store(configuration.load().app_url)


def new_password() -> str:
    """From GUICHET_NEW_PASSWORD (for scripts), else asked twice; never an argument, which others could read."""
    return os.environ.get("GUICHET_NEW_PASSWORD") or str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


@app.command()
def add(
    login: str,
    role: Annotated[str, typer.Option(help="presenter, patrol, team, manager, coordinator or admin")],
    name: Annotated[str, typer.Option(help="as colleagues see it")] = "",
    language: Annotated[str, typer.Option(help="nl, fr or en")] = "nl",
    team: Annotated[list[str] | None, typer.Option(help="a team of the account; may be repeated")] = None,
) -> None:
    """Make an account."""
    users.add(_store(), users.ADMIN, login, role, name, new_password(), language=language, teams=team or ())
    out.print(f"{login.lower()} can sign in.", markup=False)


@app.command("list")
def list_all() -> None:
    """All accounts with role, teams and state."""
    table = Table("login", "name", "role", "teams", "state")
    for row in users.everyone(_store(), users.ADMIN).itertuples():
        table.add_row(row.login, row.name, row.role, row.teams, "active" if row.active else "disabled")
    out.print(table)


@app.command()
def disable(login: str) -> None:
    """No more signing in; every session ends now."""
    users.disable(_store(), users.ADMIN, login)
    out.print(f"{login.lower()} is disabled.", markup=False)


@app.command()
def password(login: str) -> None:
    """A new password; every session ends now."""
    users.set_password(_store(), users.ADMIN, login, new_password())
    out.print(f"{login.lower()} has a new password.", markup=False)


@app.command()
def team(login: str, name: str) -> None:
    """Add the account to a team."""
    users.join_team(_store(), users.ADMIN, login, name)
    out.print(f"{login.lower()} is in {name}.", markup=False)
