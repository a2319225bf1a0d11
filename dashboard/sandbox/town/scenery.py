"""What is drawn under the streets, and the landmarks that people name."""

from __future__ import annotations

from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, Point, Polygon, mapping
from shapely.ops import transform

from dashboard.sandbox.town.curves import LAT0, LON0, to_degrees, to_grid, to_metres
from dashboard.sandbox.town.model import Backdrop, Point as Degrees, Street
from dashboard.sandbox.town.plan import TOWN, Plan

PARKS = ("Stadspark", "Park Terlaken", "Sint-Annapark", "Lindeveldpark", "Beekpark", "Speelbos")


def backdrop(plan: Plan, streets: list[Street], green: list[Polygon], random: Random) -> list[Backdrop]:
    """Boundary, built-up areas, parks, water and railway, in the order in which they are drawn."""
    scenes = [Backdrop("boundary", TOWN, _geometry(plan.boundary))]
    lines = shapely.MultiLineString([[to_metres(((x - LON0) * 1e5, (y - LAT0) * 1e5)) for x, y in line]
                                     for street in streets if street.kind not in ("country", "radial") for line in street.lines])
    built = lines.buffer(62, quad_segs=2).buffer(55, quad_segs=2).buffer(-75, quad_segs=2).simplify(9)
    for part in sorted(getattr(built, "geoms", [built]), key=lambda part: -part.area):
        if part.area > 40_000:
            holes = [ring for ring in part.interiors if Polygon(ring).area > 40_000]
            scenes.append(Backdrop("built", "", _geometry(Polygon(part.exterior, holes))))
    largest = sorted(green, key=lambda part: -part.area)[:12]
    for n, part in enumerate(largest):
        park = part.buffer(-9).simplify(3)
        if park.geom_type == "Polygon":
            scenes.append(Backdrop("park", PARKS[n] if n < len(PARKS) else "", _geometry(park)))
    brook = plan.brook.intersection(plan.boundary).simplify(2).buffer(4, quad_segs=1, cap_style="flat")
    scenes.append(Backdrop("water", "Odilebeek", _geometry(brook)))
    scenes.append(Backdrop("rail", "Spoorlijn", _geometry(plan.rail.intersection(plan.boundary))))
    return scenes


def landmarks(plan: Plan, streets: list[Street], scenes: list[Backdrop]) -> dict[str, Degrees]:
    """Landmarks by name."""
    places = {"Stadhuis": to_degrees(to_grid((20.0, 36.0))), "Station": to_degrees(to_grid(plan.station))}
    for village, centre in plan.centres.items():
        places[f"Kerk {village}"] = to_degrees(to_grid(centre))
    return places


def _geometry(shape: Any) -> dict[str, Any]:
    """GeoJSON in degrees with 5 decimals."""
    shape = transform(lambda x, y: to_grid((x, y)), shape)
    shape = shapely.set_precision(shape, 1)
    return _plain(mapping(transform(lambda x, y: to_degrees((x, y)), shape)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value
