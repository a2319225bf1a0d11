"""The command line: one way to run each piece, the same in production and in the demo.

Exit codes: 0 done, 1 refused or found wrong, 2 settings, 3 database away, 4 the far side. Messages go to stderr as sentences;
what a script reads (`status --json`) goes to stdout.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from dashboard import settings as configuration
from dashboard.commands import users, writes
from dashboard.errors import Trouble
from dashboard.store import Store

app = typer.Typer(
    help="Guichet: the operations room of a city's single counter.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
streets = typer.Typer(help="Streets, neighbourhoods and backdrop of the city.", no_args_is_help=True)
app.add_typer(streets, name="streets")
app.add_typer(users.app, name="users")
app.add_typer(writes.app, name="writes")
# Sentences go out as they are: no wrapping that a script would trip over, no marks read in a citizen's words.
out, err = (Console(stderr=stderr, soft_wrap=True, markup=False, highlight=False) for stderr in (False, True))


def main() -> None:
    """Entry of `guichet`: a Trouble becomes its sentence and its exit code, never a traceback."""
    try:
        app()
    except Trouble as trouble:
        err.print(str(trouble), style="red")
        sys.exit(trouble.exit_code)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line a request would hide everything else


@app.command()
def migrate() -> None:
    """Bring the database to today's shape; safe to repeat."""
    from dashboard.store.migrations import migrate as run

    settings = configuration.load()
    run(settings.owner_url, settings.app_password)
    out.print("The database is up to date.")


@app.command()
def setup(
    write: Annotated[Path, typer.Option(help="where the proposed settings file goes")] = Path("guichet.toml"),
) -> None:
    """Try TOPdesk's address, password and rights, guess the mapping, show ten tickets with it. Stores nothing."""
    from dashboard.intake.topdesk import setup as room

    findings = room.setup(configuration.load())
    out.print(findings.text())
    if not findings.usable:
        err.print("No settings are proposed before tickets can be read.")
    elif write.exists():
        err.print(f"{write} is there already and stays as it is.")
    else:
        write.write_text(findings.toml(), encoding="utf-8")
        out.print(f"Proposed settings written to {write}: read them, then run `guichet sync --once`.")
    raise typer.Exit(0 if findings.usable else 1)


@app.command()
def sync(once: Annotated[bool, typer.Option("--once", help="one complete pass, then stop")] = False) -> None:
    """Copy TOPdesk's tickets: one pass, or for ever."""
    from dashboard.intake.topdesk import loop, sync_once

    settings = configuration.load()
    store = Store(settings.app_url, statement_timeout_ms=0)
    if once:
        out.print(str(sync_once(store, settings)))
    else:
        _log_to_stderr()
        loop(store, settings, stop_on_signals())


@app.command()
def work() -> None:
    """The worker: copies from TOPdesk and delivers to it, until SIGTERM or Ctrl-C."""
    from dashboard.worker import run

    _log_to_stderr()
    run(configuration.load(), stop_on_signals())


@app.command()
def serve() -> None:
    """The pages and the doors beside them, on PORT."""
    from dashboard.asgi import serve as run

    run(configuration.load())


@app.command()
def demo() -> None:
    """The whole product with a living demo city, on one machine; Ctrl-C stops it, the next start goes on."""
    from dashboard.demo import run

    run(configuration.load(), stop_on_signals())


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="a CSV file of tickets")],
    mapping: Annotated[Path, typer.Option(help="which column means what (TOML)")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="read and judge every row, store nothing")] = False,
) -> None:
    """Tickets from a file; the same file twice changes nothing, bad rows are set aside with number and reason."""
    from dashboard.intake.files import import_csv

    settings = configuration.load()
    result = import_csv(Store(settings.app_url, statement_timeout_ms=0), file, mapping, dry_run=dry_run)
    out.print(str(result))


@streets.command("import")
def import_streets(file: Annotated[Path, typer.Argument(help="GeoJSON of streets, quarters or backdrop")]) -> None:
    """A city's own streets and quarters; importing again updates them."""
    from dashboard.city.streets import import_geojson

    settings = configuration.load()
    out.print(str(import_geojson(Store(settings.app_url, statement_timeout_ms=0), file)))


@app.command()
def areas(
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="as of the start of that day; default: today")] = None,
) -> None:
    """Look for problem areas now; the worker does so every night by itself."""
    from dashboard.areas.run import run

    settings = configuration.load()
    zone = ZoneInfo(settings.toml.city.timezone)
    done = run(Store(settings.app_url, statement_timeout_ms=0), zone, day=day.date() if day else None)
    out.print(str(done or "Another process is looking now; it finds the same."))


@app.command("report-login")
def report_login(off: Annotated[bool, typer.Option("--off", help="take the login away again")] = False) -> None:
    """A login for Power BI, Metabase and friends: it reads the schema report (docs/data.md), and nothing else."""
    from dashboard.commands.report_login import close_login, open_login

    settings = configuration.load()
    if off:
        close_login(settings.owner_url)
        out.print("Outside tools cannot sign in any more.")
    else:
        address = open_login(settings.owner_url, users.new_password())
        out.print(f"Outside tools read the schema report at {address} with this password.")


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="for scripts")] = False) -> None:
    """Is the copy fresh, is anything held or failed."""
    from dashboard.commands.status import read, words

    settings = configuration.load()
    found = read(Store(settings.app_url), settings)
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        out.print(words(found))
    raise typer.Exit(0 if found["healthy"] else 1)


@app.command()
def check() -> None:
    """Does the store agree with itself: each rule with the number of rows that break it."""
    from dashboard.commands.check import broken_rules

    settings = configuration.load()
    rules = broken_rules(Store(settings.app_url, statement_timeout_ms=0))
    for rule, rows in rules.items():
        out.print(f"{'ok    ' if rows == 0 else 'BROKEN'} {rule}" + (f": {rows} rows" if rows else ""))
    raise typer.Exit(1 if any(rules.values()) else 0)


@app.command()
def bench(
    tickets: Annotated[list[int], typer.Option(min=100, help="sizes of the synthetic city: --tickets 100000 10000000")],
    more: Annotated[list[int] | None, typer.Argument(hidden=True)] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="where the rows go as well")] = None,
    keep: Annotated[Path | None, typer.Option(help="folder in which the cities stay, and are found the next time")] = None,
) -> None:
    """Time every question of every page in a synthetic city of its own; nothing of yours is read or touched."""
    from dashboard.commands.bench import report

    reached = report([*tickets, *(more or [])], keep=keep, json_file=json_file, say=err.print, show=out.print)
    raise typer.Exit(0 if reached else 1)
