"""Migrations are safe to repeat, and two at once do not meet."""

from __future__ import annotations

import secrets
import threading
from contextlib import ExitStack

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.errors import BadSettings, DatabaseDown
from dashboard.store import SERVICE, Store
from dashboard.store.migrations import migrate
from tests.conftest import APP_PASSWORD, app_url, drop_database, make_database


def test_two_processes_may_migrate_at_once_and_again(server_url: str) -> None:
    name = f"guichet_m{secrets.token_hex(4)}"
    owner_url = make_database(server_url, name)
    troubles: list[BaseException] = []

    def run() -> None:
        try:
            migrate(owner_url, APP_PASSWORD)
        except BaseException as error:
            troubles.append(error)

    try:
        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        migrate(owner_url, "50% of o'clock")
        assert troubles == []
        store = Store(app_url(owner_url))
        with store.transaction(SERVICE) as connection:
            assert connection.exec_driver_sql("select count(*) from desk.ticket").scalar_one() == 0
        store.close()
    finally:
        drop_database(server_url, name)


def test_a_name_that_cannot_prefix_roles_is_refused_in_words(server_url: str) -> None:
    name = f"Guichet{secrets.token_hex(2)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(name)))
    try:
        with pytest.raises(BadSettings, match="lower case"):
            migrate(make_url_with(server_url, name), APP_PASSWORD)
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("drop database {}").format(psycopg.sql.Identifier(name)))


def make_url_with(server_url: str, name: str) -> str:
    from sqlalchemy import make_url

    from dashboard.store.engine import plain_url

    return plain_url(make_url(server_url).set(database=name))


def test_nobody_at_the_address_is_a_sentence() -> None:
    store = Store("postgresql://nobody@127.0.0.1:9/guichet")
    with pytest.raises(DatabaseDown, match="does not answer"), store.transaction(SERVICE):
        pass


def test_no_free_connection_is_a_sentence_and_an_error_names_no_values(database: str) -> None:
    store = Store(app_url(database), pool_size=1)
    store.engine.pool._timeout = 0.1  # type: ignore[attr-defined]
    with ExitStack() as busy:
        for _ in range(3):
            busy.enter_context(store.transaction(SERVICE))
        with pytest.raises(DatabaseDown, match="does not answer"), store.transaction(SERVICE):
            pass
    with pytest.raises(DBAPIError) as failed, store.transaction(SERVICE) as connection:
        connection.execute(text("select 1 / 0 where :said <> ''"), {"said": "a citizen's word"})
    assert "citizen" not in str(failed.value)
    store.close()
