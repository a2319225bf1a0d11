"""Streamlit's entry: sign in, then the screens that this role may open.

Every address is declared before sign-in, so that a link to an inner screen survives it; a screen that the role may
not open is neither in the menu nor run.
"""

from __future__ import annotations

import gc
import time
from typing import Any, Literal

import streamlit as st

from dashboard.errors import DatabaseDown
from dashboard.screen import settings, signed_in
from dashboard.screen.head import house_style
from dashboard.screen.house import FIRST, SCREENS
from dashboard.screen.sign_in import account_menu, sign_in
from dashboard.screen.trouble import in_words
from dashboard.screen.words import _
from dashboard.store import Who

ICON = "dashboard/screen/assets/guichet.svg"
WORDMARK = "dashboard/screen/assets/wordmark.svg"


@st.cache_resource(show_spinner=False)
def _last_collection() -> list[float]:
    return [time.monotonic()]


def main() -> None:
    """One run of the app."""
    st.set_page_config(page_title=settings().toml.city.name, page_icon=ICON, layout="wide", initial_sidebar_state=232)
    st.logo(WORDMARK, size="large", icon_image=ICON)
    house_style()
    who: Who | None = None
    with in_words():
        try:
            who = signed_in()
        except DatabaseDown:
            st.navigation([st.Page(_start, title="Guichet")], position="hidden")
            raise
        chosen = _navigation(who)
        if who is None:
            sign_in()
            return
        account_menu()
        st.set_page_config(page_title=f"{chosen.title} \N{MIDDLE DOT} {settings().toml.city.name}")  # tabs that can be told apart
        name = chosen.url_path
        if name and name not in _allowed(who):
            st.warning(_("This screen is not part of your role. Ask the administrator if you need it."), icon=":material/lock:")
            return
        chosen.run()
    _collect()


def _allowed(who: Who) -> list[str]:
    return [screen.name for screen in SCREENS if who.role in screen.roles]


def _navigation(who: Who | None) -> Any:
    allowed = _allowed(who) if who else []
    pages = [st.Page(_start, title="Guichet", default=True, visibility="hidden")]
    for screen in SCREENS:
        shown: Literal["visible", "hidden"] = "visible" if screen.name in allowed and screen.in_menu else "hidden"
        icon = f":material/{screen.icon}:"
        pages.append(st.Page(screen.path, title=_(screen.title), icon=icon, url_path=screen.name, visibility=shown))
    return st.navigation(pages, position="sidebar" if who else "hidden")


def _start() -> None:
    """The bare address leads each role to its first screen."""
    from dashboard.screen import me

    first = FIRST[me().role]
    st.switch_page(next(screen.path for screen in SCREENS if screen.name == first))


def _collect() -> None:
    """A full collection once a minute, instead of after each run (runner.postScriptGC)."""
    last = _last_collection()
    if time.monotonic() - last[0] > 60:
        last[0] = time.monotonic()
        gc.collect()


main()
