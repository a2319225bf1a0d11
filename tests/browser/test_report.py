"""The patrol's form on a phone: few taps, nothing lost, nothing twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import psycopg
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from dashboard.guard import users
from tests.browser.conftest import PASSWORD, City, sign_in

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
HERE = {"geolocation": {"latitude": 50.7901, "longitude": 5.1501, "accuracy": 8}, "permissions": ["geolocation"]}
Open = Callable[..., Page]


def form(page_as: Open, **options: Any) -> Page:
    page = page_as("patrol", "/report", **(PHONE | HERE | options))
    page.locator(".tile").first.wait_for()
    return page


def tile(page: Page, name: str) -> Locator:
    return page.locator(".tile", has_text=name)


def street(page: Page) -> Locator:
    return page.locator("#street")


def photo(size: tuple[int, int] = (4000, 3000)) -> dict[str, Any]:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def tickets(city: City, words: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(city.owner_url) as connection:
        return connection.execute(
            "select t.number, t.placed_by, s.name, t.house_number,"
            " (select count(*) from desk.attachment a where a.ticket_id = t.id), (select count(*) from desk.outbox b where b.ticket_id = t.id)"
            " from desk.ticket t left join city.street s on s.id = t.street_id where t.title like '%%' || %s",
            [words],
        ).fetchall()


def test_two_taps_make_a_report_and_the_coordinator_sees_it_at_once(page_as: Open, city: City) -> None:
    coordinator = page_as("coordinator", "/queues?bucket=unassigned")
    coordinator.get_by_text("Zwerfvuil").first.wait_for()
    page = form(page_as)
    expect(page.locator("#city")).to_have_text("Street 0")
    tile(page, "Noise").tap()
    page.locator("#send").tap()
    number = page.locator("#done .number")
    expect(number).to_contain_text("G-")
    assert number.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 56
    expect(page.locator("#done")).to_contain_text("Not sent to TOPdesk yet")
    expect(coordinator.get_by_text("Noise, Street 0").first).to_be_visible(timeout=5_000)
    city.run("update desk.ticket set external_number = 'I 2611 123' where number = %s", number.inner_text())
    expect(page.locator("#done")).to_contain_text("TOPdesk I 2611 123", timeout=10_000)
    page.get_by_role("button", name="Same again").tap()
    expect(page.locator("#chosen")).to_contain_text("Noise")
    expect(street(page)).to_have_text("Street 0")


def test_a_double_tap_is_one_ticket_and_does_not_press_what_comes_after(page_as: Open, city: City) -> None:
    page = form(page_as)
    tile(page, "Light").tap()
    page.locator("#words").fill("dubbel getikt")
    page.locator("#send").dblclick()
    expect(page.locator("#done .number")).to_contain_text("G-")
    assert page.locator("body").get_attribute("data-step") == "done"
    assert len(tickets(city, "dubbel getikt")) == 1


def test_a_reload_keeps_what_was_typed_photographed_and_placed(page_as: Open, city: City) -> None:
    page = form(page_as)
    tile(page, "Litter").tap()
    page.locator("#change").tap()
    page.locator("#search").fill("street 25")
    page.locator("#found button", has_text="Street 25").first.tap()
    page.get_by_role("button", name="Use this place").tap()
    page.locator("#number").fill("7b")
    page.locator("#words").fill("na het herladen")
    page.locator("#photo").set_input_files(photo())
    page.locator("#photos img").wait_for()
    page.reload()
    expect(page.locator("#chosen")).to_contain_text("Litter")
    expect(street(page)).to_have_text("Street 25")
    expect(page.locator("#words")).to_have_value("na het herladen")
    page.locator("#photos img").wait_for()
    page.locator("#send").tap()
    expect(page.locator("#done .number")).to_contain_text("G-")
    assert [row[1:] for row in tickets(city, "na het herladen")] == [("street", "Street 25", "7b", 1, 2)]
    page.reload()
    expect(page.locator("#mine")).to_contain_text(tickets(city, "na het herladen")[0][0])


def test_a_phone_that_is_full_still_sends_the_report(page_as: Open, city: City) -> None:
    page = form(page_as)
    page.evaluate("""() => {
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (item) {
            if (this.name === "waiting") throw new DOMException("full", "QuotaExceededError");
            return put.call(this, item);
        };
    }""")
    tile(page, "Litter").tap()
    page.locator("#words").fill("volle telefoon")
    page.locator("#send").tap()
    expect(page.locator("#done .number")).to_contain_text("G-")
    assert len(tickets(city, "volle telefoon")) == 1


def test_without_network_the_form_opens_keeps_the_report_and_sends_it_once(page_as: Open, city: City) -> None:
    page = form(page_as)
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.reload()
    tile(page, "Road").tap()
    expect(street(page)).to_have_text("Street 0")
    page.locator("#words").fill("zonder netwerk")
    page.locator("#photo").set_input_files(photo((900, 700)))
    page.locator("#photos img").wait_for()
    page.locator("#send").tap()
    expect(page.locator("#done")).to_contain_text("Waiting on this phone (1)")
    page.reload()
    expect(page.locator("#notices")).to_contain_text("Waiting on this phone (1)")
    assert tickets(city, "zonder netwerk") == []
    page.context.set_offline(False)
    expect(page.locator("#mine")).to_contain_text("G-")
    expect(page.locator("#notices")).to_be_empty()
    assert [row[1:] for row in tickets(city, "zonder netwerk")] == [("coordinates", "Street 0", None, 1, 2)]


def test_an_answer_that_got_lost_makes_no_second_ticket(page_as: Open, city: City) -> None:
    page = form(page_as)
    lost: list[int] = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/report", lose)
    tile(page, "Green").tap()
    page.locator("#words").fill("antwoord kwijt")
    page.locator("#send").tap()
    expect(page.locator("#done")).to_contain_text("Waiting on this phone (1)")
    expect(page.locator("#done .number")).to_contain_text("G-", timeout=10_000)
    assert lost == [200] and len(tickets(city, "antwoord kwijt")) == 1


def test_where_the_position_is_refused_a_street_or_a_tap_on_the_map_says_it(page_as: Open, city: City) -> None:
    page = form(page_as, geolocation=None, permissions=[])
    tile(page, "Pavement").tap()
    expect(page.locator("#where")).to_contain_text("Your position is not shared. Choose the street.")
    page.locator("#send").tap()
    expect(page.locator("#bar")).to_contain_text("Say where it is")
    page.locator("#search").fill("nowhere")
    expect(page.locator("#found")).to_contain_text("No street of that name.")
    page.locator("#search").fill("")
    page.locator("#map").tap(position={"x": 180, "y": 260})
    expect(page.locator("#use")).to_be_enabled()
    page.locator("#use").tap()
    expect(page.locator("#exact")).to_contain_text("set on the map")
    page.locator("#words").fill("met de hand")
    page.locator("#send").tap()
    expect(page.locator("#done .number")).to_contain_text("G-")
    assert [row[1] for row in tickets(city, "met de hand")] == ["hand"]


def test_a_known_ticket_nearby_takes_the_addition(page_as: Open, city: City) -> None:
    page = form(page_as, geolocation={"latitude": 50.8201, "longitude": 5.1901, "accuracy": 5})
    city.run("update desk.ticket set closed_at = now(), status = 'closed' where lat between 50.819 and 50.822")
    tile(page, "Parking").tap()
    page.locator("#words").fill("bekend wrak")
    page.locator("#send").tap()
    number = page.locator("#done .number")
    expect(number).to_contain_text("G-")
    known = number.inner_text()
    page.wait_for_timeout(1_000)  # what comes after "Send" is deaf for a second
    page.get_by_role("button", name="Same again").tap()
    page.get_by_role("button", name="bekend wrak").tap()
    page.get_by_role("button", name=f"Add to {known}").tap()
    expect(page.locator("#done")).to_contain_text("Added")
    expect(number).to_have_text(known)
    [row] = tickets(city, "bekend wrak")
    assert row[-1] == 2  # the report and the addition


def test_whoever_was_signed_out_signs_in_and_what_waited_is_sent(page_as: Open, browser: Any, city: City) -> None:
    users.add(city.store, users.ADMIN, "patrol-2", "patrol", "P", PASSWORD, language="en")
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", **HERE)
    page = context.new_page()
    sign_in(page, city.url, "patrol-2")
    expect(page).to_have_url(city.url + "/report")
    expect(page.locator("#city")).to_have_text("Street 0")
    tile(page, "Traffic").click()
    page.locator("#words").fill("na aanmelden")
    city.run("delete from guard.session where user_id = (select id from guard.user where login = 'patrol-2')")
    page.wait_for_timeout(2_100)  # who holds a session is read every two seconds
    page.locator("#send").click()
    expect(page.locator("#notices")).to_contain_text("You are signed out.")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Account").fill("patrol-2")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#mine")).to_contain_text("G-", timeout=20_000)
    assert len(tickets(city, "na aanmelden")) == 1
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Account")).to_be_visible(timeout=20_000)
    context.close()


def test_on_a_shared_phone_a_waiting_report_goes_out_under_no_other_name_by_itself(page_as: Open, city: City) -> None:
    page = form(page_as)
    expect(page.locator("#city")).to_have_text("Street 0")
    page.context.set_offline(True)
    tile(page, "Traffic").tap()
    page.locator("#words").fill("van hand tot hand")
    page.locator("#send").tap()
    expect(page.locator("#done")).to_contain_text("no connection")
    other = page_as("coordinator", "/report").context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies(other)
    page.context.set_offline(False)
    page.goto(city.url + "/report")
    expect(page.locator("#notices")).to_contain_text("Made by Patrol, waiting here: 1.")
    assert tickets(city, "van hand tot hand") == []
    page.get_by_role("button", name="Send as mine").tap()
    expect(page.locator("#mine")).to_contain_text("G-", timeout=20_000)
    assert len(tickets(city, "van hand tot hand")) == 1


def test_the_form_is_light_fits_a_small_phone_and_can_be_hit_with_a_cold_thumb(page_as: Open, city: City) -> None:
    page = form(page_as, width=360)
    weight: dict[str, int] = {}
    page.on("response", lambda answer: weight.update({answer.url: int(answer.headers.get("content-length", 0))}))
    page.reload()
    tile(page, "Dumping").tap()
    page.locator("#change").wait_for()
    page.wait_for_load_state("networkidle")
    assert sum(size for url, size in weight.items() if "/report/assets/" in url or url.endswith("/report")) < 30_000
    assert sum(weight.values()) < 60_000
    small = """[...document.querySelectorAll("button, a, input, textarea, select")].filter((node) => node.offsetParent !== null)
        .map((node) => [node.id || node.className || node.textContent, node.getBoundingClientRect()])
        .filter(([, box]) => box.width < 48 || box.height < 48).map(([name]) => name)"""
    letters = """Math.min(...[...document.querySelectorAll("body *")].filter((node) => node.offsetParent !== null && node.childNodes.length
        && [...node.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim())).map((node) => parseFloat(getComputedStyle(node).fontSize)))"""
    for open_step in (lambda: None, lambda: page.locator("#change").tap()):
        open_step()
        assert page.evaluate(small) == []
        assert page.evaluate(letters) >= 17
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_others_are_led_to_the_form_and_back_to_it_after_signing_in(page_as: Open, city: City) -> None:
    page = page_as("coordinator", "/patrol", **HERE)
    expect(page.get_by_role("link", name="Open the form")).to_have_attribute("href", "/report")
    page.goto(city.url + "/patrol?form=1")
    expect(page).to_have_url(city.url + "/report", timeout=15_000)
    tile(page, "Dumping").click()
    expect(street(page)).to_have_text("Street 0")
