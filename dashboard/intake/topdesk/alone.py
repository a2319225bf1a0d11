"""One process copies, whoever else is there: a lock in the database that goes with the process that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from dashboard.errors import DatabaseDown
from dashboard.store import Store

LOCK = "select pg_try_advisory_lock(hashtextextended('guichet copies topdesk', 0))"


@contextmanager
def alone(store: Store) -> Iterator[Callable[[], None] | None]:
    """Hold the one right to copy, or None when another process has it. Call it to make sure that it is still ours."""
    try:
        connection = psycopg.connect(store.url, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise DatabaseDown("The database does not answer. Nothing is lost: copying goes on when it is back.") from error
    with connection:
        row = connection.execute(LOCK).fetchone()

        def still() -> None:
            try:
                connection.execute("select 1")
            except psycopg.OperationalError as error:
                raise DatabaseDown("The connection to the database was cut. Nothing is lost: copying goes on when it is back.") from error

        yield still if row and row[0] else None
