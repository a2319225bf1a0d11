"""Signing in and out, in the browser."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.guard import users
from dashboard.screen.house import SCREENS, may_open
from dashboard.store.who import PEOPLE_ROLES
from tests.browser.conftest import PASSWORD, City, sign_in


def test_a_deep_link_survives_signing_in_and_the_cookie_is_out_of_reach(browser: Browser, city: City) -> None:
    users.add(city.store, users.ADMIN, "deep", "admin", "Deep", PASSWORD, language="en")  # of its own: signing out ends all its sessions
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, city.url + "/admin?x=7", "deep")
    expect(page.get_by_role("heading", name="Administration")).to_be_visible()
    assert page.url.endswith("/admin?x=7")
    cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "guichet")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    assert "guichet" not in page.evaluate("document.cookie")
    page.reload()
    expect(page.get_by_role("heading", name="Administration")).to_be_visible()

    other = context.new_page()
    other.goto(city.url + "/admin")
    expect(other.get_by_role("heading", name="Administration")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Account")).to_be_visible()
    other.reload()
    expect(other.get_by_label("Account")).to_be_visible()
    context.close()
    stolen = httpx.get(city.url + "/events", cookies={"guichet": cookie["value"]})
    assert stolen.status_code == 401


def test_a_wrong_password_and_an_unknown_account_look_alike(browser: Browser, city: City) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    for login in ("manager", "nobody-here"):
        page.goto(city.url)
        page.get_by_label("Account").fill(login)
        page.get_by_label("Password").first.fill("wrong wrong wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Account or password is wrong.")).to_be_visible()
    context.close()


def test_after_many_wrong_passwords_even_the_right_one_waits(browser: Browser, city: City) -> None:
    users.add(city.store, users.ADMIN, "forgetful", "manager", "F", PASSWORD, language="en")
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(city.url)
    for _ in range(6):
        page.get_by_label("Account").fill("forgetful")
        page.get_by_label("Password").first.fill("wrong wrong wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Account or password is wrong.")).to_be_visible()
        page.reload()
    for password in (PASSWORD, "nobody's password"):  # the second one once opened whatever had to wait
        page.get_by_label("Account").fill("forgetful")
        page.get_by_label("Password").first.fill(password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Too many wrong passwords.")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Account")).to_be_visible()
    context.close()


def test_a_disabled_account_is_out_at_its_next_step(browser: Browser, city: City) -> None:
    users.add(city.store, users.ADMIN, "leaver", "admin", "L", PASSWORD, language="en")
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, city.url + "/admin", "leaver")
    expect(page.get_by_role("heading", name="Administration")).to_be_visible()
    users.disable(city.store, users.ADMIN, "leaver")
    page.reload()
    expect(page.get_by_label("Account")).to_be_visible()
    context.close()


@pytest.mark.parametrize("role", PEOPLE_ROLES)
def test_a_role_has_its_screens_in_the_menu_and_no_others_by_address(role: str, page_as: Callable[..., Page]) -> None:
    page = page_as(role, "/map" if role == "patrol" else "/")  # "/" leads a patrol to its form, which has no menu
    page.get_by_role("button", name="Sign out").wait_for(state="attached")
    links = page.locator("[data-testid=stSidebarNavLink]")
    expected = {screen.name for screen in SCREENS if role in screen.roles and screen.in_menu}
    expect(links).to_have_count(len(expected))
    assert {(link.get_attribute("href") or "").rsplit("/", 1)[-1] for link in links.all()} == expected
    for screen in SCREENS:
        if not may_open(role, screen.name):
            page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/" + screen.name)
            expect(page.get_by_text("This screen is not part of your role.")).to_be_visible()


def test_the_chosen_language_stays(city: City, browser: Browser) -> None:
    users.add(city.store, users.ADMIN, "talker", "manager", "T", PASSWORD, language="en")
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, city.url + "/reports", "talker")
    page.get_by_role("radio", name="FR").click()
    page.get_by_role("button", name="Se déconnecter").wait_for()
    page.reload()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    context.close()
