"""Quarters of the town and villages: areas that tile the municipality."""

from __future__ import annotations

import math
from random import Random

import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.ops import polygonize, transform

from dashboard.sandbox.town.curves import Pt, to_degrees, to_grid, to_metres
from dashboard.sandbox.town.model import Neighbourhood
from dashboard.sandbox.town.plan import TOWN, VILLAGES, Plan

INHABITANTS = {
    "Centrum": 4120, "Stationswijk": 2870, "Spoorhoek": 1940, "Kapelveld": 2510, "Bloemenwijk": 2760, "Terlaken": 1680,
    "Lindeveld": 3150, "Begijnenkwartier": 2290, "Grootveld": 310, "Molenveld": 2230, "Vogelwijk": 1720,
}
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
    starts = [(_turn(_at(plan.radials[road], math.hypot(*p))), name) for road, name in SECTORS]
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


def _at(road: LineString, radius: float) -> Pt:
    """Where a radial road crosses a circle around the market."""
    hits = road.intersection(Point(0, 0).buffer(radius, 32).exterior)
    first = getattr(hits, "geoms", [hits])[0] if not hits.is_empty else Point(road.coords[0])
    return first.x, first.y


def _beyond_rail(plan: Plan, p: Pt) -> bool:
    """On the far side of the railway, seen from the market."""
    return bool(plan.rail.intersects(LineString([(0, 0), p])))


def neighbourhoods(plan: Plan, random: Random) -> list[Neighbourhood]:
    """All quarters and villages; their borders lie on the 1e-5 degree grid and are shared to the digit."""
    lines = [plan.boundary.exterior, plan.limit.exterior, plan.walls.exterior, plan.inner.exterior]
    lines += [road.intersection(plan.limit) for road in plan.radials.values()]
    lines += [plan.rail.intersection(plan.limit), *_village_borders(plan, random)]
    grid = [transform(lambda x, y: to_grid((x, y)), line) for line in lines if not line.is_empty]
    faces = list(polygonize(shapely.union_all(shapely.node(shapely.GeometryCollection(grid)), grid_size=1)))
    outside = transform(lambda x, y: to_grid((x, y)), plan.boundary).buffer(2)
    parts: dict[str, list[Polygon]] = {}
    for face in faces:
        middle = face.representative_point()
        if outside.contains(middle):
            p = to_metres((middle.x, middle.y))
            name = quarter_at(plan, p) if plan.limit.contains(Point(p)) else _village_at(plan, p)
            parts.setdefault(name, []).append(face)
    return [_quarter(name, parts[name]) for name in [*INHABITANTS, *VILLAGES]]


def _quarter(name: str, faces: list[Polygon]) -> Neighbourhood:
    shape = shapely.union_all(faces, grid_size=1)
    shape = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    inside = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    rings = [[to_degrees(p) for p in ring.coords] for ring in (shape.exterior, *shape.interiors)]
    village = name if name in VILLAGES else TOWN
    people = VILLAGES[name][2] if name in VILLAGES else INHABITANTS[name]
    return Neighbourhood(name, village, people, rings, to_degrees((inside.x, inside.y)))


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
