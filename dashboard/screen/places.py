"""What the street map shows: streets, or hexagons where a city has none, and what lies in neither.

A place has a name in the address: street-12, cell-4-10, beside, outside, unneeded, nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from dashboard.city.ground import Box, DrawnStreet, Ground
from dashboard.city.hexagons import Grid
from dashboard.screen import ask
from dashboard.screen.live import ask_shared
from dashboard.screen.ramp import Measure, in_words, limits, step
from dashboard.screen.theme import RAMP, mode
from dashboard.screen.words import _, ngettext

#: Where no source knows what is open, the newest days are shown instead.
NEWEST_DAYS = 28
MOST_ROWS = 300
MOST_TICKETS = 300
MOST_POINTS = 3000
REST = ("nowhere", "outside", "beside", "unneeded")


def parse(place: str) -> tuple[str, list[int]] | None:
    """"cell-4--10" -> ("cell", [4, -10]); None for what is no place."""
    found = re.fullmatch(r"(street)-(\d{1,9})|(cell)-(-?\d{1,7})-(-?\d{1,7})|(" + "|".join(REST) + ")", place)
    if found is None:
        return None
    kind, *numbers = (part for part in found.groups() if part is not None)
    return kind, [int(part) for part in numbers]


def since() -> datetime | None:
    """None where sources say what is open; else (nothing is, or nothing ever ended in more than a year) where the newest days begin."""
    row = ask_shared("map/newest").iloc[0]
    if pd.isna(row.newest_at):
        return None
    endless = not row.ends_known and row.newest_at - row.oldest_open_at > timedelta(days=365)
    if endless or pd.isna(row.oldest_open_at):
        begin: datetime = row.newest_at - timedelta(days=NEWEST_DAYS)
        return begin
    return None


def extent(ground: Ground, asked: Mapping[str, Any]) -> Box | None:
    """The box to show: that of the streets, else that of the tickets."""
    if ground.streets:
        return ground.box
    row = ask_shared("map/extent", since=asked["since"]).iloc[0]
    if pd.isna(row.min_lon):
        return ground.box
    return float(row.min_lon), float(row.min_lat), float(row.max_lon), float(row.max_lat)


def measured(ground: Ground, grid: Grid, asked: Mapping[str, Any]) -> pd.DataFrame:
    """One row a place with something open: place, name, where, n, oldest_days, median_days, per_100_m, and street_id or ring."""
    if not ground.streets:
        found = ask("map/cells", dx=grid.dx, dy=grid.dy, **asked)
        found["place"] = [f"cell-{i}-{j}" for i, j in zip(found.i, found.j, strict=True)]
        found["name"] = [ngettext("{n} ticket", "{n} tickets", n) for n in found.n]
        found["where"] = ""
        found["ring"] = [grid.ring(i, j) for i, j in zip(found.i, found.j, strict=True)]
        return found
    known = {street.id: street for street in ground.streets}
    found = ask("map/streets", **asked)
    found = found[found.street_id.isin(known)].copy()
    streets = [known[id] for id in found.street_id]
    found["place"] = [f"street-{street.id}" for street in streets]
    found["name"] = [street.name for street in streets]
    found["where"] = [street.neighbourhood for street in streets]
    found["per_100_m"] = found.n / [max(street.length_m, 100.0) / 100 for street in streets]
    return found


def ranked(found: pd.DataFrame, measure: Measure) -> tuple[pd.DataFrame, tuple[float, ...]]:
    """The most first, with the step of the ramp; and where the steps begin."""
    begins = limits(measure, found[measure.column])
    found = found.sort_values([measure.column, "n", "name"], ascending=[False, False, True])
    return found.assign(step=[step(value, begins) for value in found[measure.column]]), begins


def drawn(found: pd.DataFrame, measure: Measure, ground: Ground) -> dict[str, Any]:
    """The same for the map: steps and values a street, or cells."""
    words = [in_words(measure, value) for value in found[measure.column]]
    if ground.streets:
        return {"steps": dict(zip(found.street_id, found.step, strict=True)), "values": dict(zip(found.street_id, words, strict=True))}
    columns = found[["place", "step", "ring"]].assign(name=words)
    return {"steps": {}, "values": {}, "cells": columns.to_dict("records")}


def rows(found: pd.DataFrame, measure: Measure) -> list[dict[str, Any]]:
    """What the list beside the map draws."""
    most = found[measure.column].max() if len(found) else 1
    ramp = RAMP[mode()]
    return [
        {
            "place": row["place"], "name": row["name"], "value": in_words(measure, row[measure.column]),
            "where": "" if row["name"].endswith(f"({row['where']})") else row["where"],  # "Kerkstraat (Bernem)" says it already
            "share": round(float(row[measure.column] / most), 3) if most else 0, "colour": ramp[row["step"]],
        }
        for row in found.head(MOST_ROWS).to_dict("records")
    ]


def tickets(place: tuple[str, list[int]], grid: Grid, asked: Mapping[str, Any], most: int = MOST_TICKETS) -> pd.DataFrame:
    """The tickets of one place, as queue_list takes them."""
    kind, numbers = place
    at = numbers[0] if kind == "street" else None
    i, j = numbers if kind == "cell" else (None, None)
    return ask("map/tickets", place=kind, at=at, i=i, j=j, dx=grid.dx, dy=grid.dy, most=most, **asked)


def boxes(found: pd.DataFrame, ground: Ground) -> dict[str, Box]:
    """Where to fly for each place: to a street, or to a hexagon with the neighbours of its neighbours."""
    known = {f"street-{street.id}": street.box for street in ground.streets}
    for row in found.itertuples() if "ring" in found else ():
        xs, ys = zip(*row.ring, strict=True)
        wide, high = 2 * (max(xs) - min(xs)), 2 * (max(ys) - min(ys))
        known[row.place] = (min(xs) - wide, min(ys) - high, max(xs) + wide, max(ys) + high)
    return known


def street_of(place: tuple[str, list[int]] | None, ground: Ground) -> DrawnStreet | None:
    if place is None or place[0] != "street":
        return None
    return next((street for street in ground.streets if street.id == place[1][0]), None)


def title(place: tuple[str, list[int]], ground: Ground) -> str:
    """A place's heading."""
    street = street_of(place, ground)
    if street:
        return street.name
    return {
        "street": _("Unknown street"),
        "cell": _("This area"),
        "beside": _("Beside the streets"),
        "outside": _("Outside the city"),
        "unneeded": _("No place needed"),
        "nowhere": _("Without a place"),
    }[place[0]]


def rest_in_words(kind: str, n: int) -> str:
    """A bucket's button."""
    return {
        "nowhere": ngettext("{n} without a place", "{n} without a place", n),
        "outside": ngettext("{n} outside the city", "{n} outside the city", n),
        "beside": ngettext("{n} beside the streets", "{n} beside the streets", n),
        "unneeded": ngettext("{n} that needs no place", "{n} that need no place", n),
    }[kind]
