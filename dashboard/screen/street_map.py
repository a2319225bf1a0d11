"""The street map: the city's own geometry on a plain canvas.

Lines come once a browser over /ground/streets.json; a redraw sends one digit a street. (pydeck was tried: without a graphics card
one pick took 350 to 900 ms, more than its click allows, so a click on a street did nothing.)

    street_map(ground, box, steps={12: 5}, chosen="street-12")     # a pick goes to ?place= or ?ticket= in the address
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
import streamlit.components.v2 as components

from dashboard.city.ground import Box, Ground
from dashboard.screen import settings
from dashboard.screen.theme import FAINT, INK, PAPER, RAMP, mode, topic_colour
from dashboard.screen.words import _

ASSETS = Path(__file__).parent / "assets"
KEY = "street-map"
BACKDROP = {
    "light": {"boundary": "#F5F1E8", "built": "#EEE8DB", "park": "#E1EAD6", "water": "#CFE0E7", "rail": "#A9A294", "quarter": "#E2DCCF"},
    "dark": {"boundary": "#161F23", "built": "#1C272B", "park": "#1B2B22", "water": "#15323D", "rail": "#55646B", "quarter": "#26343A"},
}
_HTML = """
<div class="map">
  <canvas tabindex="0" role="img"></canvas><div class="tip" hidden></div><div class="failed" hidden></div>
  <div class="buttons">
    <button data-do="in">add</button><button data-do="out">remove</button><button data-do="whole">fit_screen</button>
  </div>
</div>"""


@cache
def _component() -> Any:
    css, *js = ((ASSETS / name).read_text(encoding="utf-8") for name in ("street_map.css", "ground.js", "street_map.js"))
    return components.component("guichet_street_map", html=_HTML, css=css, js="\n".join(js))


def colours(theme: str) -> dict[str, Any]:
    """What a canvas needs to know of the theme ("light" or "dark")."""
    return {"ramp": RAMP[theme], "ink": INK[theme], "faint": FAINT[theme], "paper": PAPER[theme], "backdrop": BACKDROP[theme]}


def digits(ground: Ground, steps: Mapping[int, int]) -> str:
    """The step of every street (by id, 0 to 5) as one digit, in the order of streets.json."""
    return "".join(str(steps.get(street.id, 0)) for street in ground.streets)


def fly(box: Box) -> None:
    """The next drawing goes there."""
    flights = st.session_state.get("_map_fly", {"id": 0})["id"]
    st.session_state["_map_fly"] = {"id": flights + 1, "box": box}


def street_map(
    ground: Ground,
    box: Box,
    *,
    steps: Mapping[int, int],
    values: Mapping[int, str],
    chosen: str,
    cells: Sequence[Mapping[str, Any]] = (),
    points: pd.DataFrame | None = None,
    selected: int | None = None,
) -> None:
    """Draw the map; `box` is what it shows at first. View and selection are the browser's own and outlast every redraw.

    steps: 1 to 5 a street id; values: what its tip says; chosen: the marked place; cells: hexagons of {place, name, step, ring};
    points: tickets as of map/tickets, `selected` one of them.
    """
    numbers = {street.id: n for n, street in enumerate(ground.streets)}
    _component()(
        key=KEY,
        data={
            "version": ground.version,
            "box": box,
            "steps": digits(ground, steps),
            "values": {numbers[street]: words for street, words in values.items() if street in numbers},
            "chosen": chosen,
            "cells": list(cells),
            "points": [] if points is None else _points(points, selected),
            "labels": ground.quarters,
            "fly": st.session_state.get("_map_fly"),
            "tiles": settings().toml.map.tiles,
            "colours": colours(mode()),
            "words": {
                "label": _("Map of what is open; the list beside it says the same"),
                "in": _("Closer"),
                "out": _("Further away"),
                "whole": _("The whole city"),
                "failed": _("The map could not be fetched. The list works; reload the page to try again."),
            },
        },
        on_pick_change=_picked,
    )


def _points(tickets: pd.DataFrame, selected: int | None) -> list[dict[str, Any]]:
    return [
        {
            "ticket": int(row.id),
            "name": f"{row.number} {row.title}",
            "at": [round(row.lon, 5), round(row.lat, 5)],
            "colour": topic_colour(int(row.colour) if row.colour == row.colour and row.colour else 8),
            "selected": row.id == selected,
        }
        for row in tickets[tickets.lat.notna()].itertuples()
    ]


def _picked() -> None:
    found = st.session_state[KEY].pick
    if not found:
        return
    if found.get("ticket"):
        st.query_params["ticket"] = str(int(found["ticket"]))
    else:
        st.query_params["place"] = str(found["place"])
        st.query_params.pop("ticket", None)
