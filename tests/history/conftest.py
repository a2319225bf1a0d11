from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from bench.fill import fill
from dashboard.city.gazetteer import Gazetteer
from dashboard.history import History
from dashboard.settings import CityFile
from dashboard.store import SERVICE, Store


@pytest.fixture(scope="module")
def city(database: str, store: Store) -> Store:
    """The store with streets, teams and topics (welfare is restricted), and no tickets."""
    with psycopg.connect(database, autocommit=True) as connection:
        fill(connection, tickets=0, open_n=0)
    return store


@pytest.fixture(scope="module")
def places(city: Store) -> Gazetteer:
    with city.transaction(SERVICE) as connection:
        return Gazetteer.load(connection)


@pytest.fixture
def history(city: Store, owner: psycopg.Connection) -> Iterator[History]:
    """A copy of a city without tickets, which follows only when told to."""
    owner.execute("truncate desk.ticket, desk.change cascade")
    history = History(city, CityFile())
    history.catch_up()
    yield history
    history.stop()
