"""Neighbourhoods of a city whose map we do not have: drawn around the points that a file puts in them."""

from __future__ import annotations

import json

import numpy as np
import shapely
from sqlalchemy import Connection, text

FEWEST = 5  # points without which a neighbourhood has no shape
INNER_SHARE = 0.98  # a few points of each are always in the wrong place


def draw(connection: Connection, points: dict[str, list[tuple[float, float]]]) -> int:
    """Add a neighbourhood for each name with its (lon, lat) points, if the city has none at all; how many were added."""
    if connection.execute(text("select exists (select 1 from city.neighbourhood)")).scalar_one():
        return 0
    rows = [_row(name, np.asarray(where)) for name, where in points.items() if len(set(where)) >= FEWEST]
    if rows:
        connection.execute(
            text("insert into city.neighbourhood (name, rings, lat, lon) values (:name, cast(:rings as jsonb), :lat, :lon)"), rows
        )
    return len(rows)


def _row(name: str, where: np.ndarray) -> dict[str, object]:
    away = np.hypot(*(where - np.median(where, axis=0)).T)
    # a little air, so that points in a row have an area too
    hull = shapely.convex_hull(shapely.multipoints(where[away <= np.quantile(away, INNER_SHARE)])).buffer(0.0005, quad_segs=2)
    ring = [[round(lon, 5), round(lat, 5)] for lon, lat in hull.exterior.coords]
    label = hull.representative_point()
    return {"name": name, "rings": json.dumps([[ring]]), "lat": label.y, "lon": label.x}
