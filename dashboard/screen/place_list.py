"""The same as the map, as a sorted list: the sure way to a street."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v2 as components

from dashboard.screen.words import _

ASSETS = Path(__file__).parent / "assets"
KEY = "places"


@cache
def _component() -> Any:
    css, js = ((ASSETS / f"place_list.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return components.component("guichet_places", html='<div class="places" role="group"></div>', css=css, js=js)


def place_list(rows: list[dict[str, Any]], on_pick: Callable[[str], None]) -> None:
    """Draw rows of {place, name, where, value, share (0 to 1), colour}; `on_pick` gets the place of the clicked one."""

    def picked() -> None:
        place = st.session_state[KEY].pick
        if place is not None:
            on_pick(str(place))

    _component()(key=KEY, data={"rows": rows, "label": _("Streets")}, on_pick_change=picked)
