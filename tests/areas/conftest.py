"""The demo city with fourteen months of tickets, once for all tests of this folder, and a run over them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import psycopg
import pytest

from dashboard.areas.run import Run, run
from dashboard.store import SERVICE, Store
from dashboard.store.migrations import migrate
from tests.areas.town import settle
from tests.conftest import APP_PASSWORD, app_url, drop_database, make_database

ZONE = ZoneInfo("Europe/Brussels")
DAY = date(2026, 11, 24)


@dataclass
class City:
    """A store with the demo city, its owner's connection, and the first run over it."""

    store: Store
    owner: psycopg.Connection
    url: str
    first: Run

    def findings(self, id: int | None = None) -> pd.DataFrame:
        """What a run found, as the service sees it."""
        return self.store.ask(SERVICE, "areas/findings", run=id or self.first.id)


@pytest.fixture(scope="session")
def city(server_url: str) -> Iterator[City]:
    name = f"guichet_a{secrets.token_hex(4)}"
    url = make_database(server_url, name)
    migrate(url, APP_PASSWORD)
    store = Store(app_url(url), statement_timeout_ms=0)
    settle(store, datetime(2026, 11, 24, 12, tzinfo=UTC), days=425)
    first = run(store, ZONE, day=DAY)
    assert first is not None
    with psycopg.connect(url, autocommit=True) as owner:
        yield City(store, owner, url, first)
    store.close()
    drop_database(server_url, name)
