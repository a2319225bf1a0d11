"""A street's file in the browser: found from the map's list, its figures open their tickets, a coordinator has the last word on publications."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.screen.house import may_open
from dashboard.store import Who
from tests.browser.conftest import City

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def street(city: City) -> int:
    """The street with most tickets, and what the city published about it."""
    row = city.store.ask(Who("manager"), "street/busiest", most=1).iloc[0]
    id, name = int(row.id), str(row["name"])
    for guid, title, works in (("w", f"Werken in {name}", True), ("f", f"<img src=x onerror=alert(1)> Feest in {name}", False)):
        city.run(
            "insert into city.publication (feed, guid, title, text, link, published_at, expires_on, works) values ('https://example.org/rss', %s, %s,"
            " 'Tekst', 'https://example.org/' || %s, now(), current_date + 9, %s) on conflict do nothing", guid, title, guid, works,
        )  # fmt: skip
        city.run(
            "insert into city.mention (publication_id, street_id, words) select id, %s, %s from city.publication where guid = %s"
            " on conflict do nothing", id, name, guid,
        )  # fmt: skip
    return id


@pytest.mark.parametrize("role", ["patrol", "coordinator", "admin"])
def test_the_file_is_whole_for_each_role(page_as: OpenPage, street: int, role: str) -> None:
    assert may_open(role, "street") and not may_open("presenter", "street")
    page = page_as(role, f"/street?street={street}", width=390 if role == "patrol" else 1440)
    for heading in ("What comes back here", "Problem areas", "Open now", "Works", "Publications"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible(timeout=20_000)
    expect(page.locator(".card")).to_have_count(4)
    expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("article a.out").first).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_role("button", name="Not about this place")).to_have_count(2 if role == "coordinator" else 0)
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_figure_opens_its_tickets_and_a_neighbour_its_file(page_as: OpenPage, street: int) -> None:
    page = page_as("manager", f"/street?street={street}")
    new = page.locator("[data-figure=new]")
    n = re.search(r"\d+", new.locator(".value").inner_text(timeout=20_000))
    new.locator("a").click()
    expect(page.get_by_role("dialog").get_by_text(f"{n[0] if n else '?'} of {n[0] if n else '?'} tickets")).to_be_visible(timeout=15_000)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.locator(".months a").first.click()
    expect(page.get_by_role("dialog").get_by_text(re.compile(r"^\d+ of \d+ tickets"))).to_be_visible(timeout=15_000)
    page.keyboard.press("Escape")
    near = page.locator(".nears a").first
    name = near.inner_text()
    near.click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=15_000)


def test_the_map_leads_to_the_file_and_an_unknown_street_says_so(page_as: OpenPage, street: int) -> None:
    page = page_as("patrol", f"/map?place=street-{street}")
    page.get_by_text("File of this street").click()
    expect(page.get_by_role("heading", name="What comes back here")).to_be_visible(timeout=20_000)
    page = page_as("team", "/street?street=99999999")
    expect(page.get_by_text("is not known here")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="Where most is open")).to_be_visible()


def test_a_coordinator_pastes_refuses_and_takes_back(page_as: OpenPage, street: int) -> None:
    page = page_as("coordinator", f"/street?street={street}")
    name = page.get_by_role("heading", level=1).inner_text(timeout=20_000)
    page.get_by_text("Add a publication").click()
    page.get_by_label("Title").fill(f"Rommelmarkt in {name}")
    page.get_by_role("button", name="Add", exact=True).click()
    pasted = page.locator("article", has_text="Rommelmarkt")
    expect(pasted).to_be_visible(timeout=15_000)
    pasted.get_by_role("button", name="Take back").click()
    expect(pasted).to_have_count(0, timeout=15_000)
    feast = page.locator("article", has_text="Feest in")
    feast.get_by_role("button", name="Not about this place").click()
    expect(feast).to_have_count(0, timeout=15_000)
