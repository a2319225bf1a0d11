"""Overview and involvement in the browser: every figure opens its tickets, follows what happens, and keeps names to the coordinator."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect

from dashboard.screen.house import may_open
from dashboard.store.who import PEOPLE_ROLES
from tests.browser.conftest import City

OpenPage = Callable[..., Page]


def figure(page: Page, key: str) -> int:
    """The number on a card, once it is drawn."""
    text = page.locator(f"[data-figure={key}] .value").inner_text(timeout=15_000)
    return int(re.match(r"[\d,]+", text)[0].replace(",", ""))  # type: ignore[index]


@pytest.mark.parametrize("role", [role for role in PEOPLE_ROLES if may_open(role, "overview")])
def test_the_overview_is_whole_for_each_role(page_as: OpenPage, role: str) -> None:
    page = page_as(role, "/overview")
    for heading in ("Overview", "Stock and flow", "Teams", "Open by age", "How it went", "On time by topic", "How these figures count"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=15_000)
    heights = page.locator(".card").evaluate_all("cards => cards.map(card => Math.round(card.getBoundingClientRect().height))")
    assert len(heights) == 5 and len(set(heights)) == 1
    hours = page.locator("[data-testid=stVegaLiteChart][aria-label^='When reports come in. Most come on']")
    expect(hours.locator("svg")).to_be_visible(timeout=15_000)
    expect(page.get_by_test_id("stAlert").get_by_text("could not be drawn")).to_have_count(0)


def test_a_figure_opens_its_queue_with_the_same_count(page_as: OpenPage) -> None:
    page = page_as("manager", "/overview")
    late, every = figure(page, "overdue"), figure(page, "open")
    page.locator("[data-figure=overdue] a").click()
    expect(page.get_by_role("heading", name="Queues")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("radio", name=f"Overdue {late:,}", checked=True)).to_be_visible(timeout=15_000)
    expect(page.get_by_role("radio", name=f"All open {every:,}")).to_be_visible()


def test_a_figure_opens_its_list_and_a_line_its_ticket(page_as: OpenPage, city: City) -> None:
    city.run(
        "insert into desk.ticket (source, external_id, title, status, opened_at, modified_at)"
        " values ('topdesk', 'figures-2', '<img src=\"http://outside.example/x\">', 'new', current_date - interval '3 hours', now())"
    )
    page = page_as("manager", "/overview")
    n = figure(page, "new")
    page.locator("[data-figure=new] a").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f"{min(n, 200):,} of {n:,} tickets")).to_be_visible(timeout=15_000)
    page.reload()
    expect(dialog.get_by_text(f"of {n:,} tickets")).to_be_visible(timeout=15_000)
    expect(dialog.get_by_text("<img src=", exact=False)).to_be_visible()
    line = dialog.locator("a.line").first
    number = line.locator("span").first.inner_text()
    line.click()
    expect(page.get_by_role("heading", name="Queues")).to_be_visible(timeout=15_000)
    expect(page.locator(".st-key-ticket").get_by_text(number)).to_be_visible(timeout=15_000)


def test_a_teams_line_opens_that_teams_tickets(page_as: OpenPage) -> None:
    page = page_as("manager", "/overview")
    overdue = page.locator("a.measure[aria-label*=overdue]").first
    label = overdue.get_attribute("aria-label", timeout=15_000) or ""
    n = label.split(": ")[1].split(" ")[0]
    overdue.click()
    expect(page.get_by_role("radio", name=f"Overdue {n}", checked=True)).to_be_visible(timeout=15_000)


def test_the_hall_sees_no_words_of_citizens_and_no_queue(page_as: OpenPage) -> None:
    page = page_as("presenter", "/overview")
    page.locator("[data-figure=overdue] a").click(timeout=15_000)
    expect(page.get_by_role("dialog").locator("div.line")).not_to_have_count(0, timeout=15_000)
    expect(page.get_by_role("dialog").locator("a.line")).to_have_count(0)
    expect(page.get_by_text("Zwerfvuil")).to_have_count(0)


def test_a_period_a_topic_and_a_past_day_live_in_the_address(page_as: OpenPage) -> None:
    page = page_as("manager", "/overview")
    month = figure(page, "new")
    page.get_by_text("12 months", exact=True).click()
    expect(page.locator("[data-figure=new] .label")).to_have_text("New in 12 months", timeout=15_000)
    assert figure(page, "new") > month
    assert "period=12m" in page.url
    page.goto(page.url.split("?")[0] + "?period=7d&topic=1&on=2026-03-01&neighbourhood=x")
    expect(page.get_by_role("button", name=re.compile("As on "))).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Reconstructed from the dates of opening, solving and closing")).to_be_visible()
    told = page.locator(".sum").inner_text()
    start, new, back, solved, end = (int(n.replace(",", "")) for n in re.findall(r"([\d,]+) (?:open|new|solved)", told.split(":")[1]))
    assert start + new + back - solved == end == figure(page, "open")
    page.locator(".sum a").last.click()
    expect(page.get_by_role("dialog").get_by_text(f"of {end:,} tickets")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("dialog").get_by_text(re.compile("Open at the end of "))).to_be_visible()
    assert "on=2026-03-01" in page.url and "topic=1" in page.url


def test_the_overview_fits_a_phone(page_as: OpenPage) -> None:
    page = page_as("manager", "/overview", width=390, height=844)
    expect(page.get_by_role("heading", name="How these figures count")).to_be_visible(timeout=20_000)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_how_it_is_counted_is_one_click_away_and_stays_while_tickets_change(page_as: OpenPage, city: City) -> None:
    page = page_as("manager", "/overview")
    n = figure(page, "open")
    page.locator("[data-figure=open] .how").click()
    told = page.get_by_text("Neither solved, closed nor cancelled.")
    expect(told).to_be_visible()
    city.run("insert into desk.ticket (source, external_id, status, opened_at, modified_at) values ('topdesk', 'figures-1', 'new', now(), now())")
    page.wait_for_timeout(2_000)
    expect(told).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-figure=open] .value")).to_have_text(re.compile(rf"^{n + 1:,}"), timeout=10_000)
    city.run("update desk.ticket set gone = true where external_id = 'figures-1'")
    expect(page.locator("[data-figure=open] .value")).to_have_text(re.compile(rf"^{n:,}"), timeout=10_000)


def test_the_map_tells_what_the_dots_tell_and_no_more(page_as: OpenPage) -> None:
    page = page_as("manager", "/engagement")
    picture = page.get_by_role("figure", name=re.compile("Where they live, on the map. From "))
    expect(picture.locator("canvas").first).to_be_visible(timeout=15_000)
    lines = page.locator(".dots .row:not(.head)")
    dots = dict(lines.evaluate_all("lines => lines.map(line => [line.firstChild.innerText, line.lastChild.innerText])"))
    told, seen = picture.locator(".deck-tooltip"), {}
    for y in (60, 147, 233, 320) * 10:  # until the picture is drawn
        if len(seen) == 4:
            break
        for shake in (0, 1):  # a pointer that comes from nowhere has not moved
            picture.hover(position={"x": 190 + shake, "y": y})
        page.wait_for_timeout(150)
        if told.count() and told.is_visible():
            name, words = told.inner_text().split("\n")
            seen[name] = words
    assert len(seen) == 4 and any(name in dots for name in seen)
    for name, words in seen.items():
        assert words == (f"{dots[name]} per 1,000 inhabitants" if name in dots else "Not shown: too few people")


@pytest.mark.parametrize("role", [role for role in PEOPLE_ROLES if may_open(role, "engagement")])
def test_only_the_coordinator_may_ask_for_names(page_as: OpenPage, role: str) -> None:
    page = page_as(role, "/engagement")
    expect(page.get_by_role("heading", name="How many matters")).to_be_visible(timeout=15_000)
    expect(page.get_by_text(re.compile(r"of [\d,]+ reports"))).to_be_visible()
    expect(page.get_by_role("button", name="Show names")).to_have_count(int(role == "coordinator"))
    expect(page.get_by_text(re.compile(r"Citizen p-"))).to_have_count(0)


def test_names_are_shown_on_request_and_noted_once(page_as: OpenPage, city: City) -> None:
    city.run("truncate guard.access_log")
    page = page_as("coordinator", "/engagement")
    page.get_by_role("button", name="Show names").click(timeout=15_000)
    expect(page.get_by_text(re.compile(r"Citizen p-\d+")).first).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Show contact").first.click()
    expect(page.get_by_text("@example.org")).to_be_visible(timeout=15_000)
    page.get_by_test_id("stSidebar").get_by_text("NL").click()
    expect(page.get_by_text("@example.org")).to_be_visible(timeout=15_000)
    page.wait_for_timeout(500)
    city.run("update guard.user set language = 'en' where login = 'coordinator'")  # a choice stays, and others share the account
    with psycopg.connect(city.owner_url) as owner:
        noted = owner.execute("select what, cardinality(caller_ids) from guard.access_log order by id").fetchall()
    assert noted == [("involvement, across topics: invite", 25), ("involvement, across topics: invite, contact", 1)]
