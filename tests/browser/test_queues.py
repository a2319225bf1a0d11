"""The queues in a browser: filters in the address, a ticket beside the list, news without jumping."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
from playwright.sync_api import Page, expect

from tests.browser.conftest import City

NEW = """
    insert into desk.ticket (source, external_id, title, team_id, status, opened_at, modified_at, target_at)
    select 'topdesk', %s, %s, (select id from desk.team where name = 'Green'), 'new', now(), now(), now() - interval '1 minute'"""


def count(city: City, where: str) -> int:
    with psycopg.connect(city.owner_url) as connection:
        row = connection.execute(f"select count(*) from desk.ticket where is_open and not restricted and {where}").fetchone()
    assert row
    return int(row[0])


def size(page: Page, bucket: str) -> int:
    button = page.get_by_role("radio", name=re.compile(f"^{bucket} "))
    button.wait_for()
    return int(re.sub(r"\D", "", button.inner_text()))


def test_buckets_and_filters_agree_with_the_store_and_live_in_the_address(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("coordinator", "/queues")
    assert size(page, "All open") == count(city, "true")
    assert size(page, "Waiting") == count(city, "status = 'waiting'")
    assert size(page, "Overdue") == count(city, "status <> 'waiting' and target_at < now()")
    page.get_by_role("radio", name=re.compile("^Overdue")).click()
    page.wait_for_url("**bucket=overdue*")
    page.get_by_placeholder("Street, number or words").fill("street 7")
    page.get_by_placeholder("Street, number or words").press("Enter")
    page.wait_for_url("**text=street*")
    street = "street_id in (select id from city.street where name ilike '%street 7%')"
    expect(page.get_by_role("radio", name=re.compile(f"^All open {count(city, street)}$"))).to_be_visible()
    again = page_as("coordinator", page.url.removeprefix(city.url))
    assert size(again, "All open") == count(city, street)
    expect(again.get_by_role("radio", name=re.compile("^Overdue"))).to_be_checked()


def test_a_ticket_opens_beside_the_list_and_news_moves_nothing(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("coordinator", "/queues?bucket=overdue")
    first = page.get_by_role("option").nth(3)
    first.wait_for()
    title, place = first.locator(".title").inner_text(), first.bounding_box()
    first.click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    before = size(page, "Overdue")
    city.run(NEW, "fresh-1", "Newcomer in the queue")
    expect(page.get_by_role("radio", name=f"Overdue {before + 1}")).to_be_visible(timeout=5_000)
    expect(page.get_by_role("button", name=re.compile("1 new"))).to_be_visible()
    assert page.get_by_text("Newcomer in the queue").count() == 0, "the list moved under the reader"
    held = page.get_by_role("option").nth(3)
    assert held.locator(".title").inner_text() == title
    assert held.get_attribute("aria-selected") == "true"
    assert place and held.bounding_box()
    page.get_by_role("button", name=re.compile("1 new")).click()
    expect(page.get_by_text("Newcomer in the queue")).to_be_visible()


def test_filters_that_leave_nothing_say_so_and_can_be_cleared(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("coordinator", "/queues?bucket=overdue&team=all&text=no-such-words&priority=P1")
    expect(page).to_have_title("Queues \N{MIDDLE DOT} Guichet")
    expect(page.get_by_text("Nothing here fits your filters.")).to_be_visible()
    expect(page.get_by_text("Nothing overdue")).to_have_count(0)
    page.get_by_role("button", name="Clear the filters").click()
    page.get_by_role("option").first.wait_for()
    assert "text=" not in page.url and "priority=" not in page.url and "bucket=overdue" in page.url


def test_a_citizens_markup_is_shown_as_text(city: City, page_as: Callable[..., Page]) -> None:
    city.run(NEW, "evil-1", "<img src=x onerror=alert(1)> [x](javascript:alert(1)) :red[y]")
    page = page_as("coordinator", "/queues?text=onerror")
    row = page.get_by_role("option").first
    expect(row.locator(".title")).to_have_text("<img src=x onerror=alert(1)> [x](javascript:alert(1)) :red[y]")
    row.click()
    expect(page.get_by_role("heading", name=re.compile("onerror"))).to_be_visible()
    assert page.locator("img[src=x]").count() == 0


def test_a_point_without_a_street_is_a_place(city: City, page_as: Callable[..., Page]) -> None:
    for name, lat in (("spot-1", 50.8), ("spot-2", None)):
        city.run(NEW, name, f"Pinpoint {name}")
        city.run("update desk.ticket set lat = %s, lon = 5.0 where external_id = %s", lat, name)
    page = page_as("coordinator", "/queues?text=pinpoint")
    rows = page.get_by_role("option")
    expect(rows).to_have_count(2)
    assert {row.locator(".place").inner_text() for row in rows.all()} == {"A point on the map, no street", "No place"}


def test_on_a_phone_there_is_room_for_one_thing(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("team", "/queues", 390, 844)
    page.get_by_role("option").first.click()
    expect(page.get_by_role("button", name="Back to the list")).to_be_visible()
    assert page.get_by_role("option").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_restricted_ticket_is_seen_by_its_team_alone(city: City, page_as: Callable[..., Page]) -> None:
    with psycopg.connect(city.owner_url) as connection:
        row = connection.execute("select id from desk.ticket where restricted and is_open limit 1").fetchone()
    assert row
    page = page_as("manager", f"/queues?ticket={row[0]}")
    expect(page.get_by_text("This ticket is not here, or not for your role.")).to_be_visible()
