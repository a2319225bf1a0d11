"""Real PostgreSQL for every test: DATABASE_URL's server when set, else the embedded one."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from dashboard.store import Store, embedded
from dashboard.store.engine import plain_url
from dashboard.store.migrations import migrate

APP_PASSWORD = "only-for-tests"


@pytest.fixture(scope="session")
def server_url() -> str:
    """Owner address of a server on which this run may create databases and roles."""
    if url := os.environ.get("DATABASE_URL"):
        return plain_url(url)
    return embedded.start(Path(tempfile.gettempdir()) / "guichet-tests", "postgres")


def make_database(server_url: str, name: str, template: str | None = None) -> str:
    """Create database `name` and return its owner URL."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name}" + (f" template {template}" if template else ""))
    return plain_url(make_url(server_url).set(database=name))


def drop_database(server_url: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        roles = connection.execute("select rolname from pg_roles where rolname like %s", [name + r"\_%"]).fetchall()
        for (role,) in roles:
            connection.execute(f"drop role {role}")


def app_url(owner_url: str) -> str:
    url = make_url(owner_url)
    return plain_url(url.set(username=f"{url.database}_app", password=APP_PASSWORD))


@pytest.fixture(scope="module")
def database(server_url: str) -> Iterator[str]:
    """A migrated, empty database of this test module's own; its owner URL."""
    name = f"guichet_t{secrets.token_hex(4)}"
    owner_url = make_database(server_url, name)
    try:
        migrate(owner_url, APP_PASSWORD)
        yield owner_url
    finally:
        drop_database(server_url, name)


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection]:
    """A connection as the database's owner, to arrange and to look behind the roles; autocommit."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def store(database: str) -> Iterator[Store]:
    """The store as the app's login sees it."""
    store = Store(app_url(database))
    yield store
    store.close()


@pytest.fixture(scope="module")
def filled(database: str, store: Store) -> Store:
    """The store with a synthetic city of 2,000 tickets in it."""
    from bench.fill import fill

    with psycopg.connect(database, autocommit=True) as connection:
        fill(connection)
    return store
