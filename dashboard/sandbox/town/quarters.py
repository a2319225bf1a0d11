"""Quarters of the town and villages: areas that tile the municipality."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.ops import polygonize

from dashboard.sandbox.town.curves import Pt, first_point, grid_shape, points_of, to_degrees, to_metres
from dashboard.sandbox.town.model import Neighbourhood, Street
from dashboard.sandbox.town.plan import TOWN, VILLAGES, Plan

PEOPLE = 40_200
QUARTERS = (
    "Centrum", "Stationswijk", "Spoorhoek", "Kapelveld", "Bloemenwijk", "Terlaken", "Lindeveld", "Begijnenkwartier", "Grootveld",
    "Molenveld", "Vogelwijk",
)
# how many live along a metre of street: by kind, and by quarter
_HOMES = {"centre": 1.5, "residential": 1.0, "square": 1.0, "radial": 0.6, "ring": 0.3, "country": 0.1, "industrial": 0.04, "path": 0.0}
_CROWD = {"Stationswijk": 1.8, "Begijnenkwartier": 1.5, "Kapelveld": 1.2, "Terlaken": 0.7, "Grootveld": 0.3} | dict.fromkeys(VILLAGES, 0.72)
SECTORS = (
    ("Tongersesteenweg", "Begijnenkwartier"), ("Hasseltsesteenweg", "Molenveld"), ("Diestersteenweg", "Stationswijk"),
    ("Tiensesteenweg", "Kapelveld"), ("Naamsesteenweg", "Bloemenwijk"), ("Borgwormsesteenweg", "Terlaken"), ("Luikersteenweg", "Lindeveld"),
)


def quarter_at(plan: Plan, p: Pt) -> str:
    """The quarter of the town in which a point within its limit lies."""
    point = Point(p)
    if plan.walls.contains(point):
        return "Centrum"
    turn = _turn(p)
    circle = Point(0, 0).buffer(math.hypot(*p), 32).exterior
    starts = [(_turn(_at(plan.radials[road], circle)), name) for road, name in SECTORS]
    name = min(starts, key=lambda start: (turn - start[0]) % 360)[1]
    beyond = _beyond_rail(plan, p)
    if name in ("Stationswijk", "Kapelveld") and beyond:
        return "Spoorhoek"
    if name == "Molenveld" and beyond:
        return "Vogelwijk"
    if name == "Begijnenkwartier" and not plan.inner.contains(point):
        return "Grootveld"
    return name


def _turn(p: Pt) -> float:
    return math.degrees(math.atan2(p[1], p[0])) % 360


def _at(road: LineString, circle: Any) -> Pt:
    """Where a radial road crosses a circle around the market; where it starts when that is further out."""
    hits = road.intersection(circle)
    return points_of(road)[0] if hits.is_empty else first_point(hits)


def _beyond_rail(plan: Plan, p: Pt) -> bool:
    """On the far side of the railway, seen from the market."""
    return bool(plan.rail.intersects(LineString([(0, 0), p])))


def neighbourhoods(plan: Plan, random: Random) -> list[Neighbourhood]:
    """All quarters and villages, still without inhabitants; their borders lie on the 1e-5 degree grid and are shared to the digit."""
    lines: list[Any] = [area.exterior for area in (plan.boundary, plan.limit, plan.walls, plan.inner)]
    lines += [road.intersection(plan.limit) for road in plan.radials.values()]
    lines += [plan.rail.intersection(plan.limit), *_village_borders(plan, random)]
    grid = [grid_shape(line) for line in lines if not line.is_empty]
    faces = list(polygonize(shapely.union_all(shapely.node(shapely.GeometryCollection(grid)), grid_size=1)))
    outside = grid_shape(plan.boundary).buffer(2)
    parts: dict[str, list[Polygon]] = {}
    for face in faces:
        middle = face.representative_point()
        if outside.contains(middle):
            p = to_metres((middle.x, middle.y))
            name = quarter_at(plan, p) if plan.limit.contains(Point(p)) else _village_at(plan, p)
            parts.setdefault(name, []).append(face)
    return [_quarter(name, parts[name]) for name in [*QUARTERS, *VILLAGES]]


def _quarter(name: str, faces: list[Any]) -> Neighbourhood:
    shape: Any = shapely.union_all(faces, grid_size=1)
    shape = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    inside = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    rings = [[to_degrees(p) for p in ring.coords] for ring in (shape.exterior, *shape.interiors)]
    return Neighbourhood(name, name if name in VILLAGES else TOWN, 0, rings, to_degrees((inside.x, inside.y)))


def settled(quarters: list[Neighbourhood], streets: list[Street]) -> list[Neighbourhood]:
    """With the inhabitants that live along their streets."""
    homes = {quarter.name: 0.0 for quarter in quarters}
    for street in streets:
        homes[street.neighbourhood] += street.length_m * _HOMES[street.kind] * _CROWD.get(street.neighbourhood, 1.0)
    share = PEOPLE / sum(homes.values())
    return [replace(quarter, inhabitants=round(homes[quarter.name] * share)) for quarter in quarters]


def _village_at(plan: Plan, p: Pt) -> str:
    return min(plan.centres, key=lambda name: math.dist(p, plan.centres[name]) - 350 * VILLAGES[name][1])


def _village_borders(plan: Plan, random: Random) -> list[LineString]:
    """Borders between villages: fields that belong to the nearest church, in steps as fields are."""
    x0, y0, x1, y1 = plan.boundary.bounds
    step = 260
    points = [(x + random.uniform(-100, 100), y + random.uniform(-100, 100))
              for x in range(int(x0) - step, int(x1) + step, step) for y in range(int(y0) - step, int(y1) + step, step)]
    cells = shapely.voronoi_polygons(MultiPoint(points), ordered=True).geoms
    named: dict[str, list[Polygon]] = {}
    for point, cell in zip(points, cells, strict=True):
        named.setdefault(_village_at(plan, point), []).append(cell)
    areas = shapely.coverage_simplify([shapely.union_all(cells) for cells in named.values()], 110)
    outer = plan.boundary.difference(plan.limit)
    return [line for area in areas for line in _lines(area.boundary.intersection(outer))]


def _lines(shape: shapely.Geometry) -> list[LineString]:
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "LineString"]
