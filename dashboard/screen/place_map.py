"""A ticket's place on a small map: the streets around it and a pin, drawn from our own geometry."""

from __future__ import annotations

import math
from html import escape
from itertools import pairwise
from typing import Any

import streamlit as st

from dashboard.screen import ask
from dashboard.screen.theme import ACT, FAINT, INK, LINE, PAPER, mode

WIDTH, HEIGHT, HALF_M = 480, 200, 260.0  # pixels of the drawing; metres from the pin to the left and right edge


def place_map(lat: float, lon: float, label: str) -> None:
    """Draw the surroundings of a point; nothing where the city has no streets there."""
    dlon = HALF_M / (111_320 * math.cos(math.radians(lat)))
    dlat = HALF_M * HEIGHT / WIDTH / 110_574
    streets = ask("ticket/around", lat=lat, lon=lon, dlat=dlat, dlon=dlon)
    if streets.empty:
        return

    def at(point: Any) -> str:
        return f"{(point[0] - lon) / dlon * WIDTH / 2 + WIDTH / 2:.1f},{HEIGHT / 2 - (point[1] - lat) / dlat * HEIGHT / 2:.1f}"

    line, ink = LINE[mode()], FAINT[mode()]
    lines, names = [], []
    for street in streets.itertuples():
        for way in street.lines:
            lines.append(f'<polyline points="{" ".join(map(at, way))}"/>')
        names.append(_name(street, lat, lon, dlat, dlon))
    st.image(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif"><title>{escape(label)}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER[mode()]}"/>'
        f'<g fill="none" stroke="{line}" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">{"".join(lines)}</g>'
        f'<g fill="{ink}" font-size="11" text-anchor="middle" stroke="{PAPER[mode()]}" stroke-width="3" paint-order="stroke">'
        f'{"".join(names)}</g>'
        f'<circle cx="{WIDTH / 2}" cy="{HEIGHT / 2}" r="8" fill="{ACT[mode()]}" stroke="{INK[mode()]}" stroke-width="1.5"/></svg>',
        width="stretch",
    )


def _name(street: Any, lat: float, lon: float, dlat: float, dlon: float) -> str:
    """The street's name along its longest straight piece inside the picture; empty where there is no room."""
    best = (60.0, "")
    for way in street.lines:
        for start, end in pairwise(way):
            x, y = ((start[0] + end[0]) / 2 - lon) / dlon, ((start[1] + end[1]) / 2 - lat) / dlat
            dx, dy = (end[0] - start[0]) / dlon * WIDTH / 2, (start[1] - end[1]) / dlat * HEIGHT / 2
            length = math.hypot(dx, dy)
            near_pin = abs(x) < 0.1 and abs(y) < 0.2
            if length > max(best[0], 5.2 * len(street.name)) and abs(x) < 0.75 and abs(y) < 0.85 and not near_pin:
                angle = math.degrees(math.atan2(dy, dx))
                angle -= 180 if angle > 90 else -180 if angle < -90 else 0
                px, py = x * WIDTH / 2 + WIDTH / 2, HEIGHT / 2 - y * HEIGHT / 2
                turn = f'transform="rotate({angle:.0f} {px:.0f} {py:.0f})"'
                best = (length, f'<text x="{px:.0f}" y="{py + 4:.0f}" {turn}>{escape(street.name)}</text>')
    return best[1]
