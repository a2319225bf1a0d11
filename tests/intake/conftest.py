from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from bench.fill import fill
from dashboard.city.gazetteer import Gazetteer
from dashboard.intake.record import Record
from dashboard.store import SERVICE, Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def record(id: str = "a", **fields) -> Record:
    """A ticket of this morning, new and without a place."""
    minutes = fields.pop("minutes", 0)
    opened = fields.pop("opened_at", NOON)
    return Record(
        **{"source": "topdesk", "external_id": id, "opened_at": opened, "modified_at": NOON + timedelta(minutes=minutes), "status": "new", **fields}
    )


@pytest.fixture(scope="module")
def city(database: str, store: Store) -> Store:
    """The store with a city and its teams, and no tickets."""
    with psycopg.connect(database, autocommit=True) as connection:
        fill(connection, tickets=0, open_n=0)
    return store


@pytest.fixture(scope="module")
def places(city: Store) -> Gazetteer:
    with city.transaction(SERVICE) as connection:
        return Gazetteer.load(connection)
