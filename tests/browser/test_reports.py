"""Reports in a real browser: a coordinator says what comes and to whom, looks at it, and everyone with the page opens the files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from dashboard.mailings import editions
from dashboard.settings import Settings
from dashboard.store import SERVICE
from tests.browser.conftest import City


@pytest.fixture
def shelf(city: City) -> City:
    city.run("truncate post.subscription, post.subscriber, post.edition, post.letter, people.reader")
    return city


def work(city: City) -> None:
    """What the worker does within a minute."""
    settings, now = Settings(guichet_home=city.home), datetime.now(UTC)
    editions.note_due(city.store, settings, now)
    with city.store.transaction(SERVICE) as connection:
        noted = connection.execute(text("select id from post.edition where state = 'making'")).scalars().all()
    for one in noted:
        editions.make_noted(city.store, settings, one, now)


def test_from_a_wish_to_a_report_in_hand(page_as: Callable[..., Page], shelf: City) -> None:
    page = page_as("coordinator", "/reports")
    expect(page.get_by_text("The first reports appear here by themselves")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Add a report").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Mail addresses, one a line").fill("maria@stad.be\nno address")
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog.get_by_text("This is no mail address")).to_be_visible()
    dialog.get_by_label("Mail addresses, one a line").fill("maria@stad.be")
    dialog.get_by_role("button", name="Look at it now").click()
    expect(dialog.locator("img").first).to_be_visible(timeout=60_000)
    dialog.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Every Monday at 7:00 · 1 reader")).to_be_visible()
    shelf.run("update post.subscription set created_at = now() - interval '30 days'")
    work(shelf)
    page.reload()
    cover = page.locator("[data-edition]")
    expect(cover.locator("img")).to_have_js_property("complete", True, timeout=30_000)
    assert cover.locator("img").evaluate("image => image.naturalWidth") > 300
    pdf = cover.get_by_role("link", name=re.compile("^PDF: The city"))
    got = page.request.get(shelf.url + str(pdf.get_attribute("href")))
    assert got.headers["content-type"] == "application/pdf"
    words = "".join(one.extract_text() for one in PdfReader(io.BytesIO(got.body())).pages)
    book = page.request.get(shelf.url + str(cover.get_by_role("link", name=re.compile("^XLSX")).get_attribute("href")))
    figures = CalamineWorkbook.from_filelike(io.BytesIO(book.body())).get_sheet_by_index(0).to_python()
    assert f"{figures[1][2]:,.0f}" in words
    cover.get_by_role("link", name="The city", exact=True).click()
    expect(page.get_by_role("dialog").get_by_text("maria@stad.be")).to_be_visible()

    door = shelf.url + str(pdf.get_attribute("href"))
    presenter = page_as("presenter", "/reports")
    expect(presenter.locator("[data-edition] img")).to_be_visible(timeout=30_000)
    assert presenter.get_by_role("button", name="Add a report").count() == 0
    assert presenter.request.get(door).status == 200
    patrol = page_as("patrol", "/map")
    assert patrol.request.get(door).status == 403
    assert page.context.browser is not None
    stranger = page.context.browser.new_context()
    assert stranger.request.get(door).status == 401
    stranger.close()
    assert page.request.get(shelf.url + "/edition/999999.pdf").status == 404
    assert page.request.get(shelf.url + "/edition/1.exe").status == 404
