"""What a person waits for, measured on a running demo: `make demo` in one terminal, then

    python -m bench.measure [GUICHET_HOME]          # prints a table for bench/RESULTS.md

Screens are timed in Chromium from the address to the last thing that the screen is for; changes are timed from the far side's answer to the
moment in which an open queue shows them.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dashboard.guard import sessions
from dashboard.settings import load
from dashboard.store import Store

#: screen -> (role, address, what has to be seen)
SCREENS = {
    "queues": ("coordinator", "/queues", "[role=option]"),
    "map": ("manager", "/map", "[role=listbox] [role=option], .place-list .row, canvas"),
    "overview": ("manager", "/overview", "text=/\\d+/ >> nth=3"),
    "engagement": ("coordinator", "/engagement", "h1"),
    "wall": ("presenter", "/wall", ".slide, dialog"),
    "admin": ("admin", "/admin", "[role=tab]"),
    "report": ("patrol", "/report", "button"),
}
ROUNDS = 5


class Demo:
    """The running demo and a browser on it."""

    def __init__(self, home: Path, browser: Browser) -> None:
        self.known = json.loads((home / "demo.json").read_text(encoding="utf-8"))
        os.environ |= {"GUICHET_HOME": str(home), "DATABASE_URL": self.known["database_url"]}
        self.store, self.url, self._browser = Store(load().app_url), self.known["url"], browser
        far = self.known["topdesk"]
        self.topdesk = httpx.Client(base_url=far["url"] + "/tas/api", auth=(far["user"], far["password"]), timeout=30)

    def cookie(self, role: str) -> str:
        """A session of that role, as the sign-in form opens one."""
        ticket = sessions.issue_ticket(self.store, self.known["accounts"][role]["user"])
        key = sessions.open_session(self.store, ticket, 1)
        assert key
        return key

    @contextmanager
    def page(self, role: str) -> Iterator[Page]:
        context: BrowserContext = self._browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        context.add_cookies([{"name": sessions.COOKIE, "value": self.cookie(role), "url": self.url}])
        yield context.new_page()
        context.close()


def ms(values: list[float]) -> str:
    """Median and largest, milliseconds."""
    return f"{statistics.median(values) * 1000:,.0f} | {max(values) * 1000:,.0f}"


def screens(demo: Demo) -> Iterator[tuple[str, list[float]]]:
    for name, (role, path, sign) in SCREENS.items():
        with demo.page(role) as page:
            page.goto(demo.url + path)
            page.locator(sign).first.wait_for(timeout=60_000)
            took = []
            for _ in range(ROUNDS):
                started = time.perf_counter()
                page.goto(demo.url + path)
                page.locator(sign).first.wait_for(timeout=60_000)
                took.append(time.perf_counter() - started)
        yield f"screen {name}, from its address", took


def filters(demo: Demo) -> tuple[str, list[float]]:
    took = []
    with demo.page("coordinator") as page:
        page.goto(demo.url + "/queues")
        page.locator("[role=option]").first.wait_for(timeout=60_000)
        for words in ("lamp", "put", "straat", "afval", "boom"):
            box = page.locator("input[type=search], input[placeholder*=Street], input[placeholder*=Straat]").first
            before = page.get_by_role("radio").last.inner_text()
            started = time.perf_counter()
            box.fill(words)
            box.press("Enter")
            page.wait_for_function("was => [...document.querySelectorAll('[role=radio]')].at(-1).innerText !== was", arg=before, timeout=30_000)
            took.append(time.perf_counter() - started)
    return "filter of the queue by words", took


def map_bytes(demo: Demo) -> tuple[int, int]:
    """(over the websocket, by the geometry's door as sent), bytes of a first visit to the map."""
    wire, ground = [0], [0]

    def count(payload: str | bytes) -> None:
        wire[0] += len(payload)

    with demo.page("manager") as page:
        page.on("websocket", lambda socket: socket.on("framereceived", count))
        page.on("requestfinished", lambda request: "/ground/" in request.url and ground.append(request.sizes()["responseBodySize"]))
        page.goto(demo.url + "/map")
        page.wait_for_timeout(8_000)
    return wire[0], sum(ground)


def until(page: Page, words: str) -> float:
    page.get_by_text(words).first.wait_for(timeout=60_000)
    return time.perf_counter()


def news(demo: Demo, act: Callable[[str], None]) -> list[float]:
    took = []
    with demo.page("coordinator") as page:
        for n in range(ROUNDS):
            mark = f"Meting {uuid.uuid4().hex[:8]}"
            page.goto(demo.url + f"/queues?text={mark.replace(' ', '+')}")
            page.get_by_role("radio").last.wait_for(timeout=60_000)
            page.wait_for_timeout(2_500 + 400 * n)  # anywhere within the poll interval
            started = time.perf_counter()
            act(mark)
            took.append(until(page, mark) - started)
    return took


def main() -> None:
    home = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("GUICHET_HOME", ".guichet")).resolve()
    chromium = next((path for path in map(which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--enable-unsafe-swiftshader"])
        demo = Demo(home, browser)
        print("| what | median ms | worst ms |\n|---|---|---|")
        for what, took in screens(demo):
            print(f"| {what} | {ms(took)} |", flush=True)
        what, took = filters(demo)
        print(f"| {what} | {ms(took)} |", flush=True)

        def at_topdesk(mark: str) -> None:
            demo.topdesk.post("/incidents", json={"briefDescription": mark, "request": "zwerfvuil"}).raise_for_status()

        print(f"| a new incident at TOPdesk, until an open queue shows it | {ms(news(demo, at_topdesk))} |", flush=True)
        with httpx.Client(base_url=demo.url, cookies={sessions.COOKIE: demo.cookie("patrol")}, headers={"x-guichet": "1"}) as phone:

            def by_patrol(mark: str) -> None:
                topic = demo.store.ask(_who(demo), "report/tiles")["key"].iloc[0]
                draft = {"id": str(uuid.uuid4()), "topic": topic, "words": mark, "how": "coordinates", "lat": 50.8150, "lon": 5.1900}
                phone.post("/report", files={"report": (None, json.dumps(draft))}).raise_for_status()

            print(f"| a patrol's report, until an open queue shows it | {ms(news(demo, by_patrol))} |", flush=True)
        wire, ground = map_bytes(demo)
        print(f"\nMap, first visit: {wire:,} bytes over the websocket, {ground:,} bytes of geometry.")
        browser.close()


def _who(demo: Demo) -> sessions.Who:
    who = sessions.person(demo.store, demo.cookie("patrol"))
    assert who
    return who


if __name__ == "__main__":
    main()
