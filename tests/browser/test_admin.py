"""Administration in a browser: verdicts first, then what can be done about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import City

ROW = """
    insert into desk.outbox (ticket_id, kind, key, payload, state, trouble, attempts)
    select id, %s, %s, '{}', %s, %s, 1 from desk.ticket where is_open and not restricted order by desk.ticket.id limit 1"""
IN_FORCE = "insert into desk.setting values ('writes_in_force', %s) on conflict (name) do update set value = excluded.value"


@pytest.fixture
def desk(city: City) -> Iterator[psycopg.Connection]:
    """The app's database as its owner; as it was, afterwards."""
    with psycopg.connect(city.owner_url, autocommit=True) as connection:
        yield connection
        for table in ("desk.outbox", "desk.setting", "desk.bad_row", "desk.twin", "jobs.procrastinate_jobs cascade"):
            connection.execute(f"truncate {table}")
        connection.execute("update guard.user set active = true")


def state(desk: psycopg.Connection, key: str) -> str:
    row = desk.execute("select state from desk.outbox where key = %s", [key]).fetchone()
    assert row
    return str(row[0])


def test_what_could_not_be_sent_is_tried_again_or_dropped(page_as: Callable[..., Page], desk: psycopg.Connection) -> None:
    desk.execute(IN_FORCE, ['{"on": true, "why": "look-alike"}'])
    desk.execute(ROW, ["action", "first", "failed", "TOPdesk refused this (400): *changing* a call."])
    desk.execute(ROW, ["photo", "second", "failed", "TOPdesk's login has no right for this."])
    page = page_as("admin", "/admin")
    expect(page.get_by_text("2 could not be sent")).to_be_visible()
    expect(page.get_by_text("TOPdesk refused this (400): *changing* a call.")).to_be_visible()
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_role("button", name="Try again")).to_have_count(1)
    assert (state(desk, "first"), state(desk, "second")) == ("waiting", "failed")
    page.get_by_role("button", name="Drop").click()
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    assert state(desk, "second") == "dropped"
    expect(page.get_by_text("1 not sent yet")).to_be_visible()


def test_the_switch_asks_what_becomes_of_what_is_held(page_as: Callable[..., Page], desk: psycopg.Connection) -> None:
    desk.execute(IN_FORCE, ['{"on": true, "why": "look-alike"}'])
    desk.execute(ROW, ["action", "waits", "waiting", None])
    page = page_as("admin", "/admin")
    page.get_by_role("button", name="Switch writing off").click()
    expect(page.get_by_text("Off: only read")).to_be_visible()
    assert state(desk, "waits") == "held"
    desk.execute(IN_FORCE, ['{"on": true, "why": "environment"}'])
    page.reload()
    page.get_by_role("button", name="Decide on what is held").click()
    sure = page.get_by_role("button", name="Go ahead")
    expect(sure).to_be_disabled()
    page.get_by_text("Send them now").click()
    expect(sure).to_be_enabled()
    sure.click()
    expect(page.get_by_role("button", name="Decide on what is held")).to_have_count(0)
    assert state(desk, "waits") == "waiting"
    acts = desk.execute("select what from guard.audit where what like '%%writing%%' or what like 'held%%' order by id").fetchall()
    assert acts[-2:] == [("writing to TOPdesk switched off",), ("held reports sent",)]


def test_every_part_is_drawn_when_all_is_well_and_when_nothing_is(page_as: Callable[..., Page], desk: psycopg.Connection) -> None:
    page = page_as("admin", "/admin")
    expect(page.get_by_text("Nothing waits", exact=True)).to_be_visible()
    desk.execute("insert into desk.bad_row (source, batch, row_number, reason) values ('boston', '311.csv', 7, 'No date')")
    desk.execute("insert into desk.twin (external_id, ticket_id, external_number) select 'x', min(id), 'I 2611 007' from desk.ticket")
    page.reload()
    expect(page.get_by_text("Came twice")).to_be_visible()
    for part, sign in (("Copy", "1 row could not be read"), ("Accounts", "Refused at sign-in"), ("Who saw what", "What administrators did")):
        page.get_by_role("tab", name=part).click()
        expect(page.get_by_text(sign)).to_be_visible()
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
