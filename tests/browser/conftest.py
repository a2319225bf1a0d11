"""The real app in a real browser, on a filled database, with an account of every role."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.fill import fill
from dashboard.guard import users
from dashboard.store import Store
from dashboard.store.migrations import migrate
from dashboard.store.who import PEOPLE_ROLES
from tests.conftest import APP_PASSWORD, app_url, drop_database, make_database

PASSWORD = "the tests' password"


class City:
    """A running app on a filled database of its own."""

    def __init__(self, owner_url: str, home: Path, tickets: int = 2_000, cwd: Path | None = None, **env: str) -> None:
        self.owner_url, self.home, self._cwd = owner_url, home, cwd
        migrate(owner_url, APP_PASSWORD)
        with psycopg.connect(owner_url, autocommit=True) as connection:
            if tickets:
                fill(connection, tickets)
        self.store = Store(app_url(owner_url))
        for role in PEOPLE_ROLES:
            users.add(self.store, users.ADMIN, role, role, role.title(), PASSWORD, language="en")
        if tickets:
            users.join_team(self.store, users.ADMIN, "team", "Green")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://localhost:{port}"
        known = {name: value for name, value in os.environ.items() if name != "GUICHET_CONFIG"}
        self._env = known | {
            "DATABASE_URL": owner_url,
            "GUICHET_APP_PASSWORD": APP_PASSWORD,
            "GUICHET_HOME": str(home),
            "PORT": str(port),
        } | env
        self.log = home / "serve.log"
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "dashboard", "serve"], env=self._env, cwd=self._cwd, stdout=log, stderr=log)
        until = time.monotonic() + 40
        while time.monotonic() < until:
            try:
                if httpx.get(self.url + "/healthz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        pytest.fail("the app does not answer: " + self.log.read_text())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.store.close()

    def run(self, statement: str, *values: object) -> None:
        """As the owner, to let something happen."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            connection.execute(statement, values)


@pytest.fixture(scope="session")
def city(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    name = f"guichet_b{secrets.token_hex(4)}"
    running = City(make_database(server_url, name), tmp_path_factory.mktemp("home"))
    try:
        yield running
    finally:
        running.stop()
        drop_database(server_url, name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    there = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=there, args=["--enable-unsafe-swiftshader"])
        yield running
        running.close()


def sign_in(page: Page, url: str, login: str, password: str = PASSWORD) -> None:
    """Through the form, as a person does; returns once the session's cookie is there."""
    page.goto(url)
    page.get_by_label("Account").fill(login)
    page.get_by_label("Password").first.fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for(timeout=30_000, state="attached")


@pytest.fixture(scope="session")
def _states() -> dict[str, object]:
    return {}


@pytest.fixture
def page_as(browser: Browser, city: City, _states: dict[str, object]) -> Iterator[Callable[..., Page]]:
    """`page_as("manager", "/map", width=1440)`: a signed-in page; the test fails on any page error or request to the outside."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(role: str, path: str = "/", width: int = 1440, height: int = 900, **options: object) -> Page:
        if role not in _states:
            first = browser.new_context(locale="en-GB")
            sign_in(first.new_page(), city.url, role)
            _states[role] = first.storage_state()
            first.close()
        options = {"locale": "en-GB"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, storage_state=_states[role], **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"{path}: {error}"))
        page.on(
            "request",
            lambda request: request.url.startswith((city.url, "data:", "blob:")) or troubles.append("to the outside: " + request.url),
        )
        page.goto(city.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []
    assert "Traceback" not in city.log.read_text()
