"""Connections: one engine a process, errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from dashboard.errors import N_, BadSettings, DatabaseDown

AWAY = N_("The database does not answer. Nothing is lost: this works again as soon as it is back.")


def sqlalchemy_url(url: str) -> URL:
    """Any `postgres://` or `postgresql://` address, with the psycopg driver."""
    try:
        parsed = make_url(url)
    except Exception as error:
        raise BadSettings("DATABASE_URL is no database address; it looks like postgresql://user:password@host/name.") from error
    if parsed.get_backend_name() not in ("postgres", "postgresql"):
        raise BadSettings("DATABASE_URL must be a PostgreSQL address: postgresql://user:password@host/name.")
    return parsed.set(drivername="postgresql+psycopg")


def plain_url(url: URL | str) -> str:
    """The same address as libpq and psycopg take it, password included."""
    parsed = sqlalchemy_url(url) if isinstance(url, str) else url
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


def make_engine(url: str | URL, *, pool_size: int = 5, statement_timeout_ms: int = 0) -> Engine:
    """An engine that notices dead connections and never hangs on connecting."""
    parsed = sqlalchemy_url(url) if isinstance(url, str) else url
    # Each question is planned for the filters it comes with, which cost nothing where they are absent; compiling it would take longer
    # than answering it; what is sorted fits in memory.
    planning = "-c plan_cache_mode=force_custom_plan -c jit=off -c work_mem=16MB"
    options = f"-c statement_timeout={statement_timeout_ms} -c timezone=UTC {planning}"
    return create_engine(
        parsed,
        pool_size=pool_size,
        max_overflow=pool_size * 2,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_timeout=10,
        hide_parameters=True,  # an error in the log must not carry a citizen's words or a password's hash
        connect_args={"connect_timeout": 5, "options": options, "application_name": "guichet"},
    )


@contextmanager
def in_words() -> Iterator[None]:
    """Turn "the database is not there", or has no place free for us, into DatabaseDown; other errors pass."""
    try:
        yield
    except NoFreeConnection as error:
        raise DatabaseDown(AWAY) from error
    except OperationalError as error:
        if error.connection_invalidated or _is_gone(error):
            raise DatabaseDown(AWAY) from error
        raise
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseDown(
                N_("The connection to the database was cut. Nothing is lost: try again in a moment.")
            ) from error
        raise


def _is_gone(error: OperationalError) -> bool:
    """Could not connect at all (no SQLSTATE), shutting down (57P..), no free places (53300)."""
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(("57P", "08", "53300"))
