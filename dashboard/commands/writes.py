"""`guichet writes`: whether Guichet writes to TOPdesk, and the switch."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Literal

import typer
from rich.console import Console

from dashboard import settings as configuration
from dashboard.guard.users import ADMIN
from dashboard.outbox import writes
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Client

app = typer.Typer(help="Writing to TOPdesk: on, off, and what was held meanwhile.", invoke_without_command=True)
out = Console()

WHY = {
    "environment": "GUICHET_WRITES in the environment says so",
    "switch": "an administrator switched it",
    "look-alike": "the far side is Guichet's own look-alike",
    "trial": "the trial: against a real TOPdesk nothing is written until it is switched on",
}


@app.callback()
def show(context: typer.Context) -> None:
    """Say whether writing is on, and why."""
    if context.invoked_subcommand:
        return
    settings = configuration.load()
    with closing(Store(settings.app_url)) as store, Client(settings) as client:
        found = writes.mode(store, settings, client)
        with store.transaction(SERVICE) as connection:
            held = writes.held_count(connection)
    out.print(f"Writing to TOPdesk is {'on' if found.on else 'off'}: {WHY[found.why]}. Held: {held}.", markup=False)


@app.command()
def on(held: Annotated[Literal["send", "drop"] | None, typer.Option(help="what becomes of what was held")] = None) -> None:
    """Write to TOPdesk from now on."""
    settings = configuration.load()
    with closing(Store(settings.app_url)) as store:
        decided = writes.switch(store, settings, ADMIN, True, held)
    done = {"send": f" {decided} held things are sent now.", "drop": f" {decided} held things were dropped.", None: ""}[held]
    out.print(f"Writing to TOPdesk is on.{done}", markup=False)


@app.command()
def off() -> None:
    """Write nothing; what would go out is held and shown."""
    settings = configuration.load()
    with closing(Store(settings.app_url)) as store:
        writes.switch(store, settings, ADMIN, False)
    out.print("Writing to TOPdesk is off. Tickets are still copied; what would be sent is held and shown.", markup=False)
