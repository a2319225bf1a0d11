"""Small maps from our own geometry: a ticket's place with a pin, or a street or neighbourhood with what is open in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.city.ground import Box
from dashboard.screen import ask
from dashboard.screen.street_map import BACKDROP
from dashboard.screen.theme import ACT, FAINT, INK, LINE, PAPER, mode, topic_colour

WIDTH, HEIGHT = 480, 200  # pixels of a pin's drawing
HALF_M = 260.0  # metres from the pin to the left and right edge
FILE_HEIGHT = 280
LEAST_HALF_M = 130.0  # a short street is shown with what is around it
NAMED_HALF_M = 900.0  # further out, names would cover the map


@dataclass(frozen=True, slots=True)
class _View:
    """A middle, half the sides in degrees, and the drawing's height in pixels."""

    lat: float
    lon: float
    dlat: float
    dlon: float
    height: int

    @classmethod
    def around(cls, lat: float, lon: float, half_m: float, height: int) -> _View:
        dlon = half_m / (111_320 * math.cos(math.radians(lat)))
        return cls(lat, lon, half_m * height / WIDTH / 110_574, dlon, height)

    def at(self, point: Any) -> tuple[float, float]:
        """Pixels of [lon, lat]."""
        x = (point[0] - self.lon) / self.dlon * WIDTH / 2 + WIDTH / 2
        return x, self.height / 2 - (point[1] - self.lat) / self.dlat * self.height / 2

    def points(self, line: Any) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.at, line))

    def streets(self) -> pd.DataFrame:
        return ask("ticket/around", lat=self.lat, lon=self.lon, dlat=self.dlat, dlon=self.dlon)


def place_map(lat: float, lon: float, label: str) -> None:
    """Draw the surroundings of a point; nothing where the city has no streets there."""
    view = _View.around(lat, lon, HALF_M, HEIGHT)
    streets = view.streets()
    if streets.empty:
        return
    pin = f'<circle cx="{WIDTH / 2}" cy="{HEIGHT / 2}" r="8" fill="{ACT[mode()]}" stroke="{INK[mode()]}" stroke-width="1.5"/>'
    _draw(view, label, _lines(view, streets, LINE[mode()], 5) + _names(view, streets, pin=True) + pin)


def file_map(box: Box, label: str, street: int | None, rings: Any, points: pd.DataFrame) -> None:
    """Draw a street (by id) or a neighbourhood (its `rings`) within `box`; a dot an open ticket, in its topic's colour."""
    west, south, east, north = box
    lat, lon = (south + north) / 2, (west + east) / 2
    metres = (east - west) * 111_320 * math.cos(math.radians(lat)) / 2, (north - south) * 110_574 / 2 * WIDTH / FILE_HEIGHT
    view = _View.around(lat, lon, max(LEAST_HALF_M, 1.15 * max(metres)), FILE_HEIGHT)
    near = view.streets()
    half_m = view.dlon * 111_320 * math.cos(math.radians(lat))
    drawn = "".join(_ring(view, polygon) for polygon in rings or ())
    drawn += _lines(view, near, LINE[mode()], 5 if half_m < NAMED_HALF_M else 2)
    drawn += _lines(view, near[near.id == street], ACT[mode()], 5)
    drawn += _names(view, near) if half_m < NAMED_HALF_M else ""
    drawn += "".join(_dot(view, row) for row in points.itertuples())
    _draw(view, label, drawn)


def _draw(view: _View, label: str, drawn: str) -> None:
    st.image(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {view.height}" width="{WIDTH}" height="{view.height}" '
        f'font-family="sans-serif"><title>{escape(label)}</title><rect width="{WIDTH}" height="{view.height}" fill="{PAPER[mode()]}"/>'
        f"{drawn}</svg>",
        width="stretch",
    )


def _ring(view: _View, polygon: Sequence[Any]) -> str:
    path = "".join(f"M{view.points(ring)}Z" for ring in polygon)
    return f'<path d="{path}" fill="{BACKDROP[mode()]["built"]}" fill-rule="evenodd" stroke="{ACT[mode()]}" stroke-width="1.5"/>'


def _lines(view: _View, streets: pd.DataFrame, colour: str, width: int) -> str:
    lines = "".join(f'<polyline points="{view.points(way)}"/>' for ways in streets.lines for way in ways)
    return f'<g fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">{lines}</g>'


def _dot(view: _View, row: Any) -> str:
    x, y = view.at((row.lon, row.lat))
    colour = topic_colour(int(row.colour) if row.colour == row.colour and row.colour else 8)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}" stroke="{PAPER[mode()]}" stroke-width="1.5"/>'


def _names(view: _View, streets: pd.DataFrame, pin: bool = False) -> str:
    names = "".join(_name(view, street, pin) for street in streets.itertuples())
    paper = PAPER[mode()]
    return (
        f'<g fill="{FAINT[mode()]}" font-size="11" text-anchor="middle" stroke="{paper}" stroke-width="3" paint-order="stroke">{names}</g>'
    )


def _name(view: _View, street: Any, pin: bool) -> str:
    """The street's name along its longest straight piece inside the picture; empty where there is no room."""
    best = (60.0, "")
    for way in street.lines:
        for start, end in pairwise(map(view.at, way)):
            (x, y), length = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), math.dist(start, end)
            off_x, off_y = abs(2 * x / WIDTH - 1), abs(2 * y / view.height - 1)
            near_pin = pin and off_x < 0.1 and off_y < 0.2
            if length > max(best[0], 5.2 * len(street.name)) and off_x < 0.75 and off_y < 0.85 and not near_pin:
                angle = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
                angle -= 180 if angle > 90 else -180 if angle < -90 else 0
                turn = f'transform="rotate({angle:.0f} {x:.0f} {y:.0f})"'
                best = (length, f'<text x="{x:.0f}" y="{y + 4:.0f}" {turn}>{escape(street.name)}</text>')
    return best[1]
