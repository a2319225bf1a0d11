"""Neighbourhoods coloured by a figure, without a base map: nothing is asked of anybody outside."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pydeck
import shapely
import streamlit as st
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from dashboard.city import ground
from dashboard.screen import ask, me, store
from dashboard.screen.ramp import step
from dashboard.screen.theme import FAINT, INK, PAPER, TINT, mode, rgb

#: What all outlines may weigh; coarser until they fit.
MOST_BYTES = 30_000
#: The drawing fits into so many pixels: a phone's width, and the height that the page keeps free.
WIDTH, HEIGHT = 340, 360
STRIPES = 40
#: deck.gl keeps every touch to itself; here a finger moves the page.
SCROLLS = "<style>.stDeckGlJsonChart div { touch-action: pan-y !important; }</style>"

Drawn = tuple[BaseGeometry, dict[str, Any]]  # a shape and its properties


@st.cache_resource(show_spinner=False, max_entries=2)
def _outlines(version: str) -> dict[int, BaseGeometry]:
    """The neighbourhoods of one version of the city's geometry, as coarse as a small map allows."""
    rows = ask("engagement/outlines")
    return coarse({int(row.id): shape(row.rings) for row in rows.itertuples()})


def shape(rings: Any) -> BaseGeometry:
    """Polygons as city.neighbourhood keeps them."""
    return shapely.make_valid(shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in rings]))


def coarse(shapes: Mapping[int, BaseGeometry]) -> dict[int, BaseGeometry]:
    """Simplified, at first by what a small map cannot show, until all together weigh MOST_BYTES at most."""
    if not shapes:
        return {}
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    tolerance = max(east - west, north - south) / 2 / WIDTH
    while True:
        found = {key: one.simplify(tolerance) for key, one in shapes.items()}
        if len(json.dumps([_drawn(one) for one in found.values()], separators=(",", ":"))) <= MOST_BYTES:
            return found
        tolerance *= 1.5


def _drawn(shape: BaseGeometry) -> Any:
    """GeoJSON with four decimals: about ten metres."""
    return mapping(shapely.transform(shape, lambda points: points.round(4)))


def _around(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """The outline of all; the slivers between neighbours that simplifying leaves are closed."""
    city = shapely.union_all(list(shapes))
    sliver = max(city.bounds[2] - city.bounds[0], city.bounds[3] - city.bounds[1]) / 100
    return city.buffer(sliver, join_style="mitre").buffer(-sliver, join_style="mitre")


def _stripes(shape: BaseGeometry, size: float) -> BaseGeometry:
    """Diagonal lines within a shape, so that grey alone does not have to say it; `size` = of the whole city, in degrees."""
    west, south, east, north = shape.bounds
    gap, height = size / STRIPES, north - south
    starts = [west - height + n * gap for n in range(math.ceil((east - west + height) / gap))]
    return shape.intersection(shapely.MultiLineString([[(x, south), (x + height, north)] for x in starts]))


def _view(bounds: tuple[float, ...]) -> pydeck.ViewState:
    """Where all of `bounds` fits into WIDTH x HEIGHT."""
    west, south, east, north = bounds
    up = [math.asinh(math.tan(math.radians(lat))) / (2 * math.pi) for lat in (south, north)]
    zoom = math.log2(min(WIDTH * 360 / (east - west), HEIGHT / (up[1] - up[0])) / 512)
    return pydeck.ViewState(longitude=(west + east) / 2, latitude=math.degrees(math.atan(math.sinh(math.pi * sum(up)))), zoom=zoom - 0.05)


class _Compact(pydeck.Deck):  # type: ignore[misc]
    """pydeck writes every number on a line of its own, which takes five times the room."""

    def to_json(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"))


def _layer(key: str, features: list[Drawn], **style: Any) -> pydeck.Layer:
    data = [{"type": "Feature", "geometry": _drawn(one), "properties": properties} for one, properties in features]
    return pydeck.Layer("GeoJsonLayer", {"type": "FeatureCollection", "features": data}, id=key, line_width_units="'pixels'", **style)


def deck(shapes: Mapping[int, BaseGeometry], places: pd.DataFrame, begins: tuple[float, ...]) -> pydeck.Deck:
    """`places`: id, name, value (NaN = not shown: striped grey), words (what the pointer is told besides the name)."""
    rows = [row for row in places.itertuples() if int(row.id) in shapes]
    colours = [rgb(colour) for colour in TINT[mode()]]
    ink, paper = rgb(INK[mode()]), rgb(PAPER[mode()])
    city = _around(shapes.values())
    size = max(city.bounds[2] - city.bounds[0], city.bounds[3] - city.bounds[1])
    quarters = [
        (shapes[int(row.id)],
         {"name": row.name, "words": row.words, "fill": colours[0 if pd.isna(row.value) else step(row.value, begins)]})
        for row in rows
    ]  # fmt: skip
    hidden: list[Drawn] = [(_stripes(shapes[int(row.id)], size), {}) for row in rows if pd.isna(row.value)]
    layers = [
        _layer("quarters", quarters, get_fill_color="properties.fill", get_line_color=paper, get_line_width=1.5, pickable=True,
               auto_highlight=True, highlight_color=[*ink, 40]),
        _layer("stripes", hidden, get_line_color=rgb(FAINT[mode()]), get_line_width=1),
        _layer("city", [(city, {})], filled=False, get_line_color=rgb(FAINT[mode()]), get_line_width=1),
    ]  # fmt: skip
    told = {"text": "{name}\n{words}", "style": {"background": INK[mode()], "color": PAPER[mode()], "borderRadius": "0.25rem"}}
    still = [pydeck.View("MapView", controller=False)]
    return _Compact(layers, still, initial_view_state=_view(city.bounds), map_provider=None, tooltip=told)


def quarter_map(places: pd.DataFrame, begins: tuple[float, ...], alt: str) -> None:
    """Draw the city's neighbourhoods in the colours of their `value`; see `deck` for the columns of `places`. Nothing without outlines."""
    shapes = _outlines(ground.current(store(), me()).version)
    if not shapes:
        return
    st.html(SCROLLS)
    st.pydeck_chart(deck(shapes, places, begins), height=HEIGHT + 20, key="quarters", alt=alt)
