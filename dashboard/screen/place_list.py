"""The same as the map, as a sorted list and a search: the sure way to a street."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v2 as components

from dashboard.city.ground import Box, Ground
from dashboard.screen.street_map import fly
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


def go(place: str | None, box: Box | None = None) -> None:
    """Into the address, and there on the map."""
    st.query_params.pop("ticket", None)
    if place is None:
        st.query_params.pop("place", None)
    else:
        st.query_params["place"] = place
    if box:
        fly(box)


def street_search(ground: Ground) -> None:
    """Every street, by name."""
    boxes = {f"street-{street.id}": street.box for street in ground.streets}
    names = {f"street-{street.id}": street.name for street in ground.streets}

    def found() -> None:
        place = st.session_state.pop("map-search", None)
        if place:
            go(place, boxes[place])

    st.selectbox(
        _("Find a street"), list(names), index=None, format_func=names.__getitem__, key="map-search", on_change=found,
        placeholder=_("Find a street"), label_visibility="collapsed",
    )
