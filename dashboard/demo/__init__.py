"""`make demo`: database, look-alike, worker and pages on one machine, with one hand on all of them.

Every child is the same command that production runs; what is special here is only who starts them and the demo city.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from sqlalchemy import text

from dashboard.city.streets import import_geojson
from dashboard.demo.accounts import ACCOUNTS, give_teams, keep_accounts
from dashboard.demo.children import Child, free_port
from dashboard.errors import Trouble
from dashboard.mailings import subscriptions
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store, embedded
from dashboard.store.migrations import migrate

CONFIG = Path(__file__).parents[1] / "sandbox" / "guichet.toml"
SEED = 3800
say = Console(highlight=False, soft_wrap=True)


def run(settings: Settings, stop: threading.Event) -> None:
    """Start everything, say where to look, and keep it running until `stop`. Raises Trouble in words."""
    home = settings.home
    with _only_one(home):
        _port_is_free(settings.port)
        known = _known(home)
        topdesk = {
            "url": f"http://127.0.0.1:{free_port()}",
            "user": "guichet",
            "password": known.get("topdesk", {}).get("password") or secrets.token_urlsafe(18),
        }
        logs = home / "logs"
        logs.mkdir(exist_ok=True)
        env = os.environ | {
            "GUICHET_HOME": str(home),
            "TOPDESK_URL": topdesk["url"],
            "TOPDESK_USER": topdesk["user"],
            "TOPDESK_PASSWORD": topdesk["password"],
            "GUICHET_SANDBOX_PASSWORD": topdesk["password"],
        }
        env.setdefault("GUICHET_CONFIG", str(CONFIG))
        python = [sys.executable, "-m"]
        port = topdesk["url"].rpartition(":")[2]
        far_side = Child(
            "look-alike", [*python, "dashboard.sandbox", "--home", str(home / "sandbox"), "--port", port, "--seed", str(SEED)], env, logs
        )
        worker = Child("worker", [*python, "dashboard", "work"], env, logs)
        pages = Child("pages", [*python, "dashboard", "serve"], env | {"PORT": str(settings.port)}, logs)
        children = [far_side, worker, pages]
        try:
            _start(settings, children, stop, known, topdesk)
            while not stop.wait(1.0):
                for child in children:
                    child.keep()
        finally:
            say.print("Stopping.")
            for child in (pages, worker, far_side):
                child.stop()
            if settings.database_url is None:
                embedded.stop(home)
            _set_aside(home)


def _start(
    settings: Settings, children: list[Child], stop: threading.Event, known: dict[str, Any], topdesk: dict[str, str]
) -> None:
    far_side, worker, pages = children
    say.print("Starting the demo city; the first start takes up to half a minute.")
    far_side.start()
    owner_url = settings.owner_url
    migrate(owner_url, settings.app_password)
    store = Store(settings.app_url, statement_timeout_ms=0)
    try:
        _found_city(store)
        passwords = {role: account["password"] for role, account in known.get("accounts", {}).items()}
        accounts = keep_accounts(store, passwords, os.environ.get("GUICHET_DEMO_PASSWORD"))
        pages.start()
        _wait("the look-alike", far_side, stop, lambda: _answers(topdesk["url"] + "/tas/api/version"))
        worker.start()
        url = f"http://localhost:{settings.port}"
        _wait("the pages", pages, stop, lambda: _answers(f"http://127.0.0.1:{settings.port}/healthz"))
        _wait("the first tickets", worker, stop, lambda: give_teams(store) and _has_tickets(store))
        subscriptions.found_demo(store)
    finally:
        store.close()
    if stop.is_set():
        return
    _write_private(
        settings.home / "demo.json",
        {"url": url, "accounts": accounts, "topdesk": topdesk, "database_url": owner_url},
    )
    say.print(f"\nGuichet is at [bold]{url}[/bold]\n\nSign in as:")
    for role, (_, what) in ACCOUNTS.items():
        say.print(f"  {role:<12} {accounts[role]['password']:<22} {what}", markup=False)
    say.print(f"\nLogs: {settings.home / 'logs'}. Ctrl-C stops everything; the next start goes on with the same data.\n", markup=False)


def _found_city(store: Store) -> None:
    """Streets, quarters and backdrop of the demo city, once."""
    with store.transaction(SERVICE) as connection:
        if connection.execute(text("select exists (select 1 from city.street)")).scalar_one():
            return
    from dashboard.sandbox.town import found
    from dashboard.sandbox.town.geojson import backdrop_geojson, quarters_geojson, streets_geojson

    town = found(SEED)
    with tempfile.TemporaryDirectory() as folder:
        for name, drawn in (("quarters", quarters_geojson), ("streets", streets_geojson), ("backdrop", backdrop_geojson)):
            path = Path(folder) / f"{name}.geojson"
            path.write_text(json.dumps(drawn(town)), encoding="utf-8")
            import_geojson(store, path)


def _wait(what: str, child: Child, stop: threading.Event, ready: Any, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not stop.is_set() and not ready():
        if child.ended():
            raise Trouble(f"{child.name} stopped at once. Its last words:\n{child.last_words()}")
        if time.monotonic() > until:
            raise Trouble(f"Waited {seconds:.0f} seconds for {what}; see {child.log}.")
        stop.wait(0.2)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False


def _has_tickets(store: Store) -> bool:
    with store.transaction(SERVICE) as connection:
        return bool(connection.execute(text("select exists (select 1 from desk.ticket)")).scalar_one())


def _port_is_free(port: int) -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 - the pages listen there too
        except OSError as error:
            raise Trouble(f"Port {port} is in use by another program. Choose another one: PORT=8600 make demo") from error


@contextlib.contextmanager
def _only_one(home: Path) -> Iterator[None]:
    with (home / "demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Trouble(f"A demo is running already on {home}. Stop it, or choose another folder: GUICHET_HOME=...") from error
        yield


def _set_aside(home: Path) -> Path:
    """`demo.json` is there exactly while all is ready; what it said is kept for the next start."""
    path, kept = home / "demo.json", home / "demo-last.json"
    if path.exists() and path.stat().st_size:
        path.replace(kept)
    path.unlink(missing_ok=True)
    return kept


def _known(home: Path) -> dict[str, Any]:
    """What the last start wrote; passwords stay the same from start to start."""
    try:
        found = json.loads(_set_aside(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_private(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all, mode 600 from the first byte."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
    new.replace(path)
