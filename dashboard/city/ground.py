"""The city's geometry as a browser gets it: compact JSON, made once for everybody and fetched once a browser.

    ground = current(store, who)
    ground.streets[7].name       # position 7 is n = 7 in streets.json
    ground.files["streets"]      # gzipped JSON for /ground/streets.json
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.store import Store, Who

#: A change of the geometry (an import) is seen after so many seconds.
LOOK_EVERY_SECONDS = 60.0

Box = tuple[float, float, float, float]  # min lon, min lat, max lon, max lat


@dataclass(frozen=True, slots=True)
class DrawnStreet:
    """One street; `name` carries the village where the city has two of that name; `middle` is a point (lon, lat) on it."""

    id: int
    name: str
    neighbourhood: str
    length_m: float
    box: Box
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """All geometry of one moment. `quarters` is (name, lon, lat) for labels, the largest first; `box` is None without any."""

    version: str
    streets: tuple[DrawnStreet, ...]
    quarters: tuple[tuple[str, float, float], ...]
    box: Box | None
    files: dict[str, bytes]


_kept: dict[str, tuple[float, Ground]] = {}
_lock = threading.Lock()


def current(store: Store, who: Who) -> Ground:
    """The geometry now, read again only when it changed; the same for every role."""
    with _lock:
        found = _kept.get(store.url)
        if found and time.monotonic() - found[0] < LOOK_EVERY_SECONDS:
            return found[1]
        version = str(store.ask(who, "map/ground_version").version[0])
        ground = found[1] if found and found[1].version == version else load(store, who, version)
        _kept[store.url] = (time.monotonic(), ground)
        return ground


def load(store: Store, who: Who, version: str) -> Ground:
    """Read everything and pack it."""
    rows = list(store.ask(who, "map/ground_streets").itertuples())
    quarters = list(store.ask(who, "map/ground_quarters").itertuples())
    backdrop = list(store.ask(who, "map/ground_backdrop").itertuples())
    streets = tuple(
        DrawnStreet(
            int(row.id),
            f"{row.name} ({row.village})" if row.twin and row.village else str(row.name),
            "" if pd.isna(row.neighbourhood) else str(row.neighbourhood),
            float(row.length_m),
            (row.min_lon, row.min_lat, row.max_lon, row.max_lat),
            _middle(row.lines),
        )
        for row in rows
    )
    lines = [
        {"n": n, "place": f"street-{street.id}", "name": street.name, "path": _rounded(line)}
        for n, (street, row) in enumerate(zip(streets, rows, strict=True))
        for line in row.lines
    ]
    shapes = [_feature(row.kind, row.geometry) for row in backdrop]
    shapes += [_feature("quarter", {"type": "MultiPolygon", "coordinates": row.rings}) for row in quarters]
    return Ground(
        version,
        streets,
        tuple((str(row.name), float(row.lon), float(row.lat)) for row in quarters),
        _box(streets, quarters),
        {"streets": _packed(lines), "backdrop": _packed({"type": "FeatureCollection", "features": shapes})},
    )


def _middle(lines: list[Any]) -> tuple[float, float]:
    longest = max(lines, key=len)
    lon, lat = longest[len(longest) // 2]
    return lon, lat


def _rounded(coordinates: Any) -> Any:
    """Five decimals are about a metre."""
    if coordinates and isinstance(coordinates[0], int | float):
        return [round(coordinates[0], 5), round(coordinates[1], 5)]
    return [_rounded(part) for part in coordinates]


def _feature(kind: str, geometry: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}
    return {"type": "Feature", "properties": {"kind": kind}, "geometry": shape}


def _packed(content: Any) -> bytes:
    return gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def _box(streets: tuple[DrawnStreet, ...], quarters: list[Any]) -> Box | None:
    boxes = [street.box for street in streets]
    if not boxes:
        for quarter in quarters:
            outside = quarter.rings[0][0]
            boxes.append((
                min(x for x, _ in outside), min(y for _, y in outside), max(x for x, _ in outside), max(y for _, y in outside),
            ))
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
