"""`make screenshots`: every screen of a running demo as a picture.

    python docs/screenshots/take.py                 # the README's pictures
    python docs/screenshots/take.py --all FOLDER    # each screen, light and dark, at 1440, 390 and 1920x1080

Reads address and accounts from $GUICHET_HOME/demo.json.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
SCREENS = {
    "queues": ("coordinator", "/queues"),
    "map": ("manager", "/map"),
    "overview": ("manager", "/overview"),
    "areas": ("coordinator", "/areas"),
    "street": ("coordinator", "/street?neighbourhood=1"),
    "explore": ("manager", "/explore"),
    "reports": ("manager", "/reports"),
    "engagement": ("coordinator", "/engagement"),
    "report": ("patrol", "/report"),
    "wall": ("presenter", "/wall"),
    "admin": ("admin", "/admin"),
}
SIZES = {"1440": (1440, 900), "390": (390, 844), "1920": (1920, 1080)}


def demo() -> dict:
    return json.loads((Path(os.environ.get("GUICHET_HOME", ".guichet")) / "demo.json").read_text(encoding="utf-8"))


def sign_in(browser: Browser, where: dict, role: str) -> dict:
    """Storage state of a signed-in browser."""
    page = browser.new_page()
    page.goto(where["url"])
    account = where["accounts"][role]
    page.locator("input[type=text]").first.fill(account["user"])
    page.locator("input[type=password]").first.fill(account["password"])
    page.locator("input[type=password]").first.press("Enter")
    page.locator("[data-testid=stSidebar], [data-testid=stHeader] nav, #tiles").first.wait_for(state="attached", timeout=30_000)
    page.wait_for_timeout(1500)
    state = page.context.storage_state()
    page.context.close()
    return state


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3500)


def shoot(browser: Browser, where: dict, state: dict, path: str, file: Path, size: tuple[int, int], scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, storage_state=state, is_mobile=size[0] < 500, locale="nl-BE"
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    inside = (where["url"], "blob:", "data:")
    page.on("request", lambda request: request.url.startswith(inside) or troubles.append("outside: " + request.url[:80]))
    page.goto(where["url"] + path)
    try:
        settle(page)
    except Exception as error:  # an event stream keeps the network busy
        del error
        page.wait_for_timeout(3000)
    page.screenshot(path=file)
    for trouble in dict.fromkeys(troubles):
        print(file.name, trouble)
    context.close()


def main() -> None:
    where = demo()
    everything = Path(sys.argv[2]) if sys.argv[1:2] == ["--all"] else None
    only = sys.argv[3:] if everything else []
    chromium = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--enable-unsafe-swiftshader"])
        states: dict[str, dict] = {}
        for name, (role, path) in SCREENS.items():
            if only and name not in only:
                continue
            state = states.setdefault(role, sign_in(browser, where, role))
            if everything is None:
                shoot(browser, where, state, path, HERE / f"{name}.png", SIZES["390" if name == "report" else "1440"], "light")
                continue
            everything.mkdir(parents=True, exist_ok=True)
            for label, size in SIZES.items():
                for scheme in ("light", "dark"):
                    shoot(browser, where, state, path, everything / f"{name}-{label}-{scheme}.png", size, scheme)
        browser.close()


main()
