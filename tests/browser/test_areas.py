"""Problem areas in the browser: the sentence, its tickets, the map, and acts with their way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from dashboard.areas.run import run
from tests.browser.conftest import City

OpenPage = Callable[..., Page]
SENTENCE = "around Street 211"


@pytest.fixture(scope="module")
def found(city: City) -> Iterator[City]:
    """Thirty reports about litter, closed by now, that came to one street in the last three weeks; and a run that sees them."""
    city.run("""
        insert into desk.ticket (source, external_id, title, topic_id, caller_id, status, street_id, neighbourhood_id, lat, lon, placed_by,
            opened_at, solved_at, closed_at, modified_at)
        select 'areas', 'area-' || n, 'Rommel <b>' || n || '</b>', o.id, c.id, 'closed', s.id, s.neighbourhood_id,
            s.min_lat + 0.0003, s.min_lon + 0.001, 'coordinates', t.at, t.at + interval '1 hour', t.at + interval '1 hour', t.at
        from generate_series(1, 30) n
        cross join lateral (select now() - make_interval(hours => 12 + n * 16) as at) t
        join city.street s on s.name = 'Street 211' join city.topic o on o.key = 'litter'
        join desk.caller c on c.external_id = 'p-' || n""")
    assert run(city.store, ZoneInfo("Europe/Brussels"))
    yield city
    city.run("delete from desk.ticket where source = 'areas'")
    city.run("truncate desk.area_run, desk.area_act cascade")


def opened(page: Page) -> None:
    page.locator(".area", has_text=SENTENCE).first.click()
    expect(page.get_by_role("heading", name="Around Street 211")).to_be_visible(timeout=20_000)


def test_a_sentence_opens_its_calendar_and_exactly_its_tickets(found: City, page_as: OpenPage) -> None:
    page = page_as("manager", "/areas")
    line = page.locator(".area", has_text=SENTENCE).first
    expect(line).to_contain_text("30 reports about litter in", timeout=20_000)
    opened(page)
    expect(page.get_by_text("30 of 30 tickets")).to_be_visible(timeout=15_000)
    expect(page.locator("[data-testid=stVegaLiteChart][aria-label^='Week by week'] svg")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Reports are not need")).to_have_count(2)
    page.get_by_text("Rommel <b>", exact=False).first.click()
    expect(page.get_by_role("button", name="Back to the problem area")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("heading", name="Rommel <b>")).to_be_visible(timeout=15_000)
    page.reload()
    expect(page.get_by_role("heading", name="Rommel <b>")).to_be_visible(timeout=20_000)


def test_acts_are_shown_where_they_count_and_taken_back(found: City, page_as: OpenPage) -> None:
    page = page_as("manager", "/areas")
    opened(page)
    page.get_by_role("button", name="Plan a round").click()
    page.get_by_label("What to look for").fill("achter de kerk *")
    page.get_by_role("button", name="Plan the round").click()
    expect(page.get_by_text("achter de kerk *")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Watch").click()
    expect(page.get_by_role("button", name="Stop watching")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("radio", name="Planned 1")).to_be_visible()
    expect(page.get_by_role("radio", name="Watched 1")).to_be_visible()
    patrol = page_as("patrol", "/report", width=390, height=844)
    expect(patrol.locator("#rounds")).to_contain_text("Street 211", timeout=15_000)
    patrol.locator("#rounds a").click()
    patrol.get_by_role("button", name="Done").click(timeout=20_000)
    expect(patrol.get_by_text("Round made")).to_be_visible(timeout=15_000)
    assert patrol.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs off the phone's edge"
    patrol.get_by_role("button", name="Undo").click()
    expect(patrol.get_by_role("button", name="Done")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Stop watching").click()
    expect(page.get_by_role("button", name="Watch", exact=True)).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("achter de kerk *")).to_have_count(0, timeout=15_000)


def test_a_follow_up_ticket_is_in_the_queue_at_once(found: City, page_as: OpenPage) -> None:
    page = page_as("coordinator", "/areas")
    opened(page)
    page.get_by_role("button", name="Follow up").click()
    page.get_by_text("Open a ticket").click()
    page.get_by_role("button", name="Open the ticket").click()
    expect(page.get_by_text("opened").first).to_be_visible(timeout=15_000)
    expect(page.get_by_role("radio", name="Planned 1")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("radio", name="Planned 0")).to_be_visible(timeout=15_000)


def test_the_method_is_told_to_everyone_and_before_a_run_the_page_says_so(found: City, page_as: OpenPage) -> None:
    for role in ("presenter", "manager"):
        page = page_as(role, "/method")
        expect(page.get_by_role("heading", name="4. What the list is not")).to_be_visible(timeout=20_000)
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
    found.run("truncate desk.area_run, desk.area_act cascade")
    page = page_as("team", "/areas")
    expect(page.get_by_text("Nobody has looked yet")).to_be_visible(timeout=20_000)
