"""The database goes away while people look, and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import psycopg
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import make_url

from tests.browser.conftest import City


class Switch:
    """Takes the database away from everyone, as a stopped server does, and gives it back."""

    def __init__(self, city: City, server_url: str) -> None:
        self.name, self._server_url = make_url(city.owner_url).database, server_url

    def __call__(self, there: bool) -> None:
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(f"alter database {self.name} allow_connections {str(there).lower()}")
            if not there:
                connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [self.name])


@pytest.fixture
def database_is(city: City, server_url: str) -> Iterator[Switch]:
    switch = Switch(city, server_url)
    yield switch
    switch(True)


def test_a_sentence_while_it_is_away_and_the_screen_again_when_it_is_back(
    city: City, page_as: Callable[..., Page], database_is: Switch
) -> None:
    page = page_as("coordinator", "/queues")
    page.get_by_role("option").first.wait_for()
    database_is(False)
    assert httpx.get(city.url + "/healthz").status_code == 503
    assert httpx.get(city.url + "/events", cookies={"guichet": "any"}).status_code == 503
    page.get_by_role("radio", name="Waiting").click()
    expect(page.get_by_text("The database does not answer").first).to_be_visible(timeout=20_000)
    fresh = page_as("coordinator", "/queues")
    expect(fresh.get_by_text("The database does not answer").first).to_be_visible(timeout=20_000)
    database_is(True)
    assert httpx.get(city.url + "/healthz").status_code == 200
    expect(fresh.get_by_role("option").first).to_be_visible(timeout=20_000)
    expect(page.get_by_role("option").first).to_be_visible(timeout=20_000)
