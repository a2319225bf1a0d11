"""The street map in a browser: a click on a line or in the list, news that moves nothing, nothing heavy on the wire."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.browser.conftest import City, sign_in
from tests.conftest import drop_database, make_database

BUSIEST = """select s.id, s.name, count(*) from desk.ticket t join city.street s on s.id = t.street_id
             where t.is_open and not t.restricted group by s.id order by 3 desc, 2 limit 1"""


def one(city: City, statement: str) -> tuple[object, ...]:
    with psycopg.connect(city.owner_url) as connection:
        row = connection.execute(statement).fetchone()
    assert row
    return row


def on_screen(city: City, page: Page, street: int) -> tuple[float, float]:
    """Where the middle of a street of the synthetic city is drawn, worked out apart from the map's own code."""
    west, south, east, north = one(city, "select min(min_lon), min(min_lat), max(max_lon), max(max_lat) from city.street")
    x0, y0, x1, y1 = one(city, f"select min_lon, min_lat, max_lon, max_lat from city.street where id = {street}")
    box = page.locator("canvas").bounding_box()
    assert box

    def north_of(lat: float) -> float:
        return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))

    scale = 0.94 * min(box["width"] / (east - west), box["height"] / (north_of(north) - north_of(south)))  # type: ignore[operator, arg-type]
    middle = north_of((south + north) / 2)  # type: ignore[operator]
    top, bottom = middle - north_of(north), middle - north_of(south)  # type: ignore[arg-type]
    x = ((x0 + x1) - (west + east)) / 2 * scale  # type: ignore[operator]
    y = (middle - north_of((y0 + y1) / 2) - (top + bottom) / 2) * scale  # type: ignore[operator]
    return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y


def test_the_list_and_the_map_lead_to_a_streets_tickets(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("coordinator", "/map")
    street, name, n = one(city, BUSIEST)
    first = page.locator(".places .row").first
    expect(first.locator(".value")).to_have_text(str(n))
    page.locator(".places .row", has_text=re.compile(f"^{name}(Quarter|$)")).first.click()
    page.wait_for_url(f"**place=street-{street}")
    expect(page.get_by_role("heading", name=str(name), exact=True)).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(n)  # type: ignore[arg-type]
    page.get_by_role("option").first.click()
    page.wait_for_url("**ticket=*")
    expect(page.get_by_role("button", name=f"Back to {name}")).to_be_visible()
    page.get_by_role("button", name=f"Back to {name}").click()
    page.get_by_role("button", name="All streets").click()
    expect(first).to_be_visible()
    assert "place" not in page.url


def test_a_click_on_a_line_chooses_it_and_news_moves_nothing(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("manager", "/map")
    fetched: list[str] = []
    page.on("request", lambda request: "/ground/" in request.url and fetched.append(request.url))
    page.reload()
    page.locator(".places .row").first.wait_for()
    street, name, n = one(city, BUSIEST)
    x, y = on_screen(city, page, int(str(street)))
    page.wait_for_function("() => performance.getEntriesByType('resource').filter((one) => one.name.includes('/ground/')).length >= 2")
    page.wait_for_timeout(300)
    page.mouse.move(x, y)
    expect(page.locator(".tip")).to_have_text(f"{name}: {n}")
    page.mouse.click(x, y)
    page.wait_for_url(f"**place=street-{street}")
    expect(page.get_by_role("option")).to_have_count(n)  # type: ignore[arg-type]
    city.run(
        """insert into desk.ticket (source, external_id, title, status, street_id, opened_at, modified_at)
           values ('topdesk', %s, 'Fresh on the map', 'new', %s, now(), now())""",
        secrets.token_hex(6), street,
    )  # fmt: skip
    expect(page.get_by_role("option")).to_have_count(n + 1, timeout=5_000)  # type: ignore[operator]
    assert page.url.endswith(f"place=street-{street}")
    page.mouse.move(x + 60, y + 60)
    page.mouse.move(x, y)
    expect(page.locator(".tip")).to_have_text(f"{name}: {n + 1}")  # type: ignore[operator]
    assert len(fetched) == 2, "the geometry was fetched again"


def test_what_has_no_place_has_its_own_list(city: City, page_as: Callable[..., Page]) -> None:
    city.run(
        """insert into desk.ticket (source, external_id, title, status, opened_at, modified_at)
           select 'topdesk', 'unplaced-' || n, 'Somewhere ' || n, 'new', now(), now() from generate_series(1, 3) n on conflict do nothing"""
    )
    n = one(city, "select count(*) from desk.ticket where is_open and street_id is null and lat is null and placed_by = 'nothing'")[0]
    page = page_as("team", "/map?team=all")
    page.get_by_role("button", name=f"{n} without a place").click()
    expect(page.get_by_text("Somewhere 2", exact=True)).to_be_visible()
    assert page.url.endswith("place=nowhere")


def test_little_goes_over_the_wire(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("manager", "/map")
    page.locator(".places .row").first.wait_for()
    received: list[int] = []

    def count(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", count)
    page.reload()
    page.locator(".places .row").first.wait_for()
    page.get_by_text("Tickets as points").click()
    page.wait_for_timeout(1_000)
    assert received and sum(received) < 1_500_000


def test_on_a_phone_the_map_stands_above_the_list(city: City, page_as: Callable[..., Page]) -> None:
    page = page_as("patrol", "/map", 390, 844)
    page.locator(".places .row").first.wait_for()
    drawn, listed = page.locator(".map").bounding_box(), page.locator(".places").bounding_box()
    assert drawn and listed
    assert drawn["y"] + drawn["height"] <= listed["y"] and drawn["height"] < 0.65 * 844
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture(scope="module")
def bare(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city of which nothing is known but where its tickets are, and not even which of them are open."""
    name = f"guichet_b{secrets.token_hex(4)}"
    city = City(make_database(server_url, name), tmp_path_factory.mktemp("bare"), tickets=0)
    city.run("""
        insert into desk.ticket (source, external_id, title, status, lat, lon, placed_by, opened_at, modified_at)
        select 'file', n::text, 'Request ' || n, 'new', 42.3 + (n %% 37) * 0.002, -71.1 + (n %% 23) * 0.002, 'coordinates', at, at
        from generate_series(1, 800) n, lateral (select timestamptz '2020-01-01' + n * interval '1 day' as at) o""")
    yield city
    city.stop()
    drop_database(server_url, name)


def test_a_city_without_streets_or_status_shows_areas_of_its_newest_days(bare: City, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, bare.url + "/map", "manager")
    expect(page.get_by_text("These sources do not say what is open.")).to_be_visible()
    first = page.locator(".places .row").first
    first.click()
    page.wait_for_url("**place=cell-*")
    expect(page.get_by_role("option").first).to_be_visible()
    page.goto(bare.url + "/wall")
    expect(page.locator(".slide.figures .sentence")).to_have_text("What people reported")
    context.close()
    assert "Traceback" not in bare.log.read_text()
