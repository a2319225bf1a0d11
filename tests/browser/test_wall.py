"""The wall in a browser: readable from ten metres, turning by itself, live, and without a word about anybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
from playwright.sync_api import Page, expect

from tests.browser.conftest import City

SIZES = """() => [...document.querySelectorAll('*')].flatMap(function all(element) {
    return element.shadowRoot ? [...element.shadowRoot.querySelectorAll('*')].flatMap(all).concat([element]) : [element];
}).filter((element) => element.closest('.slide, .foot') && !element.closest('.icon') && [...element.childNodes].some(
    (node) => node.nodeType === 3 && node.textContent.trim())
).map((element) => [element.className, parseFloat(getComputedStyle(element).fontSize), element.textContent.trim()])"""


def wall(page_as: Callable[..., Page], role: str = "presenter") -> Page:
    page = page_as(role, "/wall", 1920, 1080)
    page.locator(".slide.figures .figure").first.wait_for()
    return page


def test_every_word_can_be_read_from_the_back_row(page_as: Callable[..., Page]) -> None:
    page = wall(page_as)
    found = page.evaluate(SIZES)
    assert {name for name, _size, _text in found} >= {"sentence", "figure", "label", "name", "n", "rank", "source"}
    least = {"sentence": 72, "figure": 160, "figure long": 160}
    small = [(name, size, text) for name, size, text in found if size < least.get(name, 36)]
    assert small == []
    for slide in page.locator(".slide").all():
        assert len(re.findall(r"[^\W\d_]+", slide.text_content() or "")) <= 25
    box = page.locator(".wall").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1920, "height": 1080}
    for name in ("figures", "map", "topics"):
        over = page.locator(f".slide.{name}").evaluate("(slide) => slide.scrollWidth > slide.clientWidth || slide.scrollHeight > slide.clientHeight")
        assert not over, f"{name} is cut off"


def test_slides_turn_by_themselves_and_by_the_keyboard(page_as: Callable[..., Page]) -> None:
    page = wall(page_as)
    page.clock.install()
    page.reload()
    expect(page.locator(".slide.figures")).to_have_class("slide figures now")
    page.clock.fast_forward(25_000)
    expect(page.locator(".slide.map")).to_have_class("slide map now")
    page.keyboard.press("Space")
    page.clock.fast_forward(60_000)
    expect(page.locator(".slide.map")).to_have_class("slide map now")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slide.topics")).to_have_class("slide topics now")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".slide.figures")).to_have_class("slide figures now")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Show the wall")).to_be_visible()
    expect(page.locator(".wall")).to_be_hidden()


def test_it_counts_live_and_shows_nobody(city: City, page_as: Callable[..., Page]) -> None:
    page = wall(page_as)
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    page.reload()

    def shown() -> int:
        return int(re.sub(r"\D", "", page.locator(".slide.figures .figure").first.inner_text()))

    with psycopg.connect(city.owner_url) as connection:
        row = connection.execute("select count(*) from desk.ticket where is_open and not restricted").fetchone()
    page.locator(".slide.figures .figure").first.wait_for()
    assert row and shown() == row[0]
    page.keyboard.press("ArrowRight")
    city.run("""insert into desk.ticket (source, external_id, title, status, opened_at, modified_at)
                values ('topdesk', 'on-the-wall', 'Madam Peeters fell', 'new', now(), now())""")
    expect(page.locator(".slide.figures .figure").first).to_have_text(re.compile(str(row[0] + 1)), timeout=5_000)
    expect(page.locator(".slide.map")).to_have_class("slide map now")
    everything = page.content() + "".join(heard)
    for word in ("Peeters", "glasbol", "Citizen", "Colleague", "example.org"):
        assert word not in everything


def test_a_copy_that_stands_still_is_said(city: City, page_as: Callable[..., Page]) -> None:
    page = wall(page_as)
    expect(page.locator(".source")).to_have_text(re.compile("copy of TOPdesk$"))
    city.run("update desk.stream set ok_at = now() - interval '2 hours'")
    try:
        city.run("update desk.ticket set priority = priority where id = 1")
        expect(page.locator(".stale")).to_have_text(re.compile("The copy stands still since"), timeout=20_000)
    finally:
        city.run("update desk.stream set ok_at = now()")
