"""A look-alike with its hamlet, and settings that read it in small pages."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from dashboard.city.mapping import FieldMapping, StatusMapping, TopicSettings
from dashboard.settings import CityFile, Settings, TopdeskSection
from tests.sandbox.server import Server, running

TOML = CityFile(
    topdesk=TopdeskSection(page_size=40, poll_seconds=0.5, story_per_second=1000, timeout_seconds=5),
    fields=FieldMapping(
        street="optionalFields1.text1",
        house_number="optionalFields1.text2",
        latitude="optionalFields1.number1",
        longitude="optionalFields1.number2",
        neighbourhood="optionalFields1.searchlist1.name",
        caller_home="optionalFields1.searchlist1.name",
    ),
    statuses=StatusMapping(names={"Wacht op burger": "waiting", "In behandeling": "in_progress", "Geannuleerd": "cancelled"}),
    topics=[
        TopicSettings(key="litter", name_nl="Afval", categories=["Afval"], restricted=True, teams=["reiniging"]),
        TopicSettings(key="holes", name_nl="Putten", subcategories=["Put in de weg"]),
    ],
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("far-side"), days=20) as found:
        yield found


@pytest.fixture
def settings(server: Server) -> Settings:
    return Settings(topdesk_url=server.url, topdesk_user=server.user, topdesk_password=server.password, toml=TOML)


@pytest.fixture
def empty(owner: psycopg.Connection, server: Server) -> psycopg.Connection:
    """The database without anything copied, and a far side without faults."""
    owner.execute("truncate desk.ticket, desk.caller, desk.team, people.operator, desk.stream, desk.change, desk.bad_row, city.topic cascade")
    server.clear_faults()
    return owner
