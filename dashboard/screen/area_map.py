"""Problem areas on the street map: their outlines in the colour of how many times the usual."""

from __future__ import annotations

import math
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.city.ground import Box
from dashboard.screen.areas import key, sentence, where
from dashboard.screen.ramp import step
from dashboard.screen.theme import RAMP, mode
from dashboard.screen.words import _, number, topic_name

#: Times the usual: where the steps of the ramp begin.
TIMES = (1.0, 2.0, 4.0, 8.0, 16.0)
#: What is large lies under what is small, and lets the streets shine through; what is small has a wide edge, to be seen from afar.
ALPHA = {"neighbourhood": 0.35, "hexagon": 0.6, "segment": 0.95}
EDGE = {"neighbourhood": 1.5, "hexagon": 3, "segment": 5}


def times(row: Any) -> int:
    """The step of the ramp for so many times the usual."""
    return max(1, step(row.observed / max(row.expected, 0.1), TIMES))


def cells(found: pd.DataFrame) -> list[dict[str, Any]]:
    """The findings as street_map draws them, the large ones first."""
    drawn = [
        {"place": key(row), "name": sentence(row), "step": times(row), "ring": polygon[0],
         "alpha": ALPHA[row.place_kind], "edge": EDGE[row.place_kind]}
        for row in found.itertuples()
        for polygon in row.outline
    ]  # fmt: skip
    return sorted(drawn, key=lambda cell: cell["alpha"])


def planned(acts: pd.DataFrame) -> list[dict[str, Any]]:
    """What people decided, as small areas around its places."""
    return [
        {"place": key(act), "name": f"{topic_name(act)}, {where(act)}", "step": 3, "alpha": 0.9, "edge": 5, "ring": _corners(act)}
        for act in acts.itertuples()
    ]


def _corners(row: Any) -> list[list[float]]:
    west, south, east, north = near(row, 0.0006)
    return [[west, row.lat], [row.lon, north], [east, row.lat], [row.lon, south]]


def near(row: Any, degrees: float = 0.003) -> Box:
    """The surroundings of a place that is known by its point."""
    wide = degrees / math.cos(math.radians(row.lat))
    return row.lon - wide, row.lat - degrees, row.lon + wide, row.lat + degrees


def box(row: Any) -> Box:
    """Where to fly for a finding: its outline with something around it."""
    xs, ys = zip(*(point for polygon in row.outline for point in polygon[0]), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    return min(xs) - wide / 2, min(ys) - high / 2, max(xs) + wide / 2, max(ys) + high / 2


def legend() -> str:
    """How many times the usual, as HTML for `panel`."""
    ends = [number(limit) for limit in TIMES]
    words = [*(f"{low}\N{EN DASH}{high}" for low, high in pairwise(ends)), _("{n} and more", n=ends[-1])]
    drawn = "".join(
        f'<span><i class="key" style="background:{colour}"></i>{escape(text)}</span>'
        for colour, text in zip(RAMP[mode()][1:], words, strict=True)
    )
    return f'<div class="legend" style="margin-left:0"><b>{escape(_("Times the usual"))}</b>{drawn}</div>'
