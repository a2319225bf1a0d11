"""Explore in the browser: boxes write the address, a figure opens its tickets, and what is downloaded is what was on screen."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


def shown(page: Page) -> list[list[str]]:
    """The table's cells, header and total included."""
    page.locator(".cross tbody tr").first.wait_for(timeout=20_000)
    return page.locator(".cross tr").evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.innerText.trim()))")


def saved(page: Page, button: str, path: Path) -> list[list[str]]:
    page.get_by_role("button", name="Download").click()
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name=re.compile(button)).click()
    download.value.save_as(path)
    expect(page.get_by_text("The CSV file is being saved.")).to_be_visible()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_table_its_tickets_and_its_files(page_as: OpenPage, tmp_path: Path) -> None:
    page = page_as("manager", "/explore?columns=weekday&period=all")
    cells = shown(page)
    assert cells[0][:3] == ["Topic", "Monday", "Tuesday"] and cells[-1][0] == "All"
    on_screen = [[cell.replace(",", "") for cell in row] for row in cells[1:]]
    assert saved(page, "The table: CSV", tmp_path / "table.csv")[1:] == on_screen
    assert len(saved(page, "tickets behind it: CSV", tmp_path / "tickets.csv")) - 1 == int(on_screen[-1][-1])

    n = cells[1][1]
    page.locator(".cross tbody td a").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f"of {n} tickets")).to_be_visible(timeout=20_000)
    expect(page).to_have_url(re.compile(r"columns=weekday.*tickets=n.*row=\d+.*column=1"))
    page.reload()
    expect(dialog.get_by_text(f"of {n} tickets")).to_be_visible(timeout=20_000)
    page.keyboard.press("Escape")

    page.get_by_role("radio", name="Open now").click()
    expect(page).to_have_url(re.compile("basis=open"))
    expect(page.get_by_text(re.compile(r"[\d,]+ tickets are open now\."))).to_be_visible(timeout=20_000)
    page.get_by_role("radio", name="Chart").click()
    expect(page.locator(".cross.chart td[style*=background]").first).to_be_visible(timeout=20_000)


def test_a_download_can_be_cancelled_and_an_empty_period_says_so(page_as: OpenPage) -> None:
    page = page_as("team", "/explore?period=all&team=all")
    shown(page)
    held: list[object] = []
    page.route("**/download?*", lambda route: held.append(route))  # a file that takes its time
    page.get_by_role("button", name="Download").click()
    page.get_by_role("button", name=re.compile("tickets behind it: Excel")).click()
    expect(page.get_by_text("Making the file")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled. Nothing was kept.")).to_be_visible()
    assert len(held) == 1
    page.unroute_all(behavior="ignoreErrors")
    page.goto(page.url.split("?")[0] + "?period=own&from=1999-01-01&to=1999-01-31&team=all")
    expect(page.get_by_text("No ticket fits")).to_be_visible(timeout=20_000)
