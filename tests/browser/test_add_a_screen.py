"""docs/add-a-screen.md, built as it stands there."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import City, sign_in
from tests.conftest import drop_database, make_database

ROOT = Path(__file__).parents[2]


def test_the_example_works_as_written(browser: Browser, server_url: str, tmp_path: Path) -> None:
    for part in ("dashboard", "pages", "queries", ".streamlit"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    guide = (ROOT / "docs/add-a-screen.md").read_text(encoding="utf-8")
    sql, page, line = (body for _, body in re.findall(r"```(sql|python)\n(.*?)```", guide, re.S))
    assert len((sql + page + line).splitlines()) <= 17
    (tmp_path / "queries/channels").mkdir()
    (tmp_path / "queries/channels/recent.sql").write_text(sql)
    (tmp_path / "pages/channels.py").write_text(page)
    house = tmp_path / "dashboard/screen/house.py"
    house.write_text(house.read_text().replace("SCREENS = (\n", "SCREENS = (\n" + line))

    name = f"guichet_a{secrets.token_hex(4)}"
    city = City(make_database(server_url, name), tmp_path, cwd=tmp_path)
    try:
        opened = browser.new_page(locale="en-GB")
        sign_in(opened, city.url + "/channels", "manager")
        expect(opened.get_by_role("heading", name="Channels")).to_be_visible()
        expect(opened.locator("[data-testid=stVegaLiteChart]")).to_be_visible()
        opened.context.close()
        other = browser.new_page(locale="en-GB")
        sign_in(other, city.url + "/channels", "patrol")
        assert other.get_by_role("heading", name="Channels").count() == 0
        other.context.close()
    finally:
        city.stop()
        drop_database(server_url, name)
