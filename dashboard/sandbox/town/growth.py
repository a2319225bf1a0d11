"""The town grows: every face of the plan is filled in the manner of its quarter."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import shapely
from shapely.geometry import Point, Polygon
from shapely.ops import polygonize

from dashboard.sandbox.town.curves import Pt, bezier, polar
from dashboard.sandbox.town.fill import STYLES, Filler
from dashboard.sandbox.town.plan import CROSS, VILLAGES, Plan, Way
from dashboard.sandbox.town.quarters import quarter_at

# how the quarters of the town are built: within the first cross road, then within the second
MANNER = {
    "Centrum": ("old", "old"), "Stationswijk": ("grid", "grid"), "Spoorhoek": ("quarter", "suburb"), "Kapelveld": ("quarter", "suburb"),
    "Bloemenwijk": ("quarter", "suburb"), "Terlaken": ("leafy", "leafy"), "Lindeveld": ("quarter", "suburb"),
    "Begijnenkwartier": ("quarter", "suburb"), "Grootveld": ("works", "works"), "Molenveld": ("quarter", "suburb"), "Vogelwijk": ("suburb", "suburb"),
}


def grow(plan: Plan, random: Random) -> tuple[list[Way], list[Polygon]]:
    """All streets of the city, not yet joined, and the faces that stay green. Metres."""
    _hamlets(plan, random)
    barriers = shapely.union_all([plan.rail, plan.brook])
    skeleton = shapely.union_all([shapely.LineString(way.line) for way in plan.ways])
    lines = shapely.union_all([skeleton, barriers, plan.boundary.exterior])
    filler = Filler(random, barriers, plan.boundary.exterior, _joints(skeleton))
    faces = sorted(polygonize(lines), key=lambda face: face.bounds)
    for face in faces:
        if not plan.boundary.buffer(5).contains(face) or any(face.within(square.buffer(1)) for square in plan.squares):
            continue
        style = _style(plan, face, random)
        if style:
            filler.fill(face, STYLES[style])
    return [*plan.ways, *filler.ways], filler.green


def _joints(lines: Any) -> list[Pt]:
    """Points where three lines or more meet."""
    seen: dict[Pt, int] = {}
    for line in lines.geoms:
        for p in (line.coords[0], line.coords[-1]):
            seen[p] = seen.get(p, 0) + 1
    return [p for p, count in seen.items() if count > 2]


def _style(plan: Plan, face: Polygon, random: Random) -> str:
    middle = face.representative_point()
    p = (middle.x, middle.y)
    if face.area < 3000:
        return ""
    if plan.walls.contains(middle):
        return "old"
    for name, centre in plan.centres.items():
        if math.dist(p, centre) < 260 + 260 * VILLAGES[name][1] and face.area < 320_000:
            return "village"
    radius = math.hypot(*p)
    if radius < 2250 and face.area < 1_600_000:
        inner, outer = MANNER[quarter_at(plan, p)]
        near = next((radii for a, b, radii in CROSS if (math.degrees(math.atan2(p[1], p[0])) - a) % 360 < b - a), (900, 1500))
        if radius < near[0]:
            return inner
        if radius < near[1] or inner == "works":
            return outer
        return ""
    return "fields" if face.area > 500_000 else ""


def _hamlets(plan: Plan, random: Random) -> None:
    """Back lanes around each village church, from road to road."""
    roads = shapely.union_all([shapely.LineString(way.line) for way in plan.ways])
    for name, centre in plan.centres.items():
        size = VILLAGES[name][1]
        for radius in (130 + 60 * size, 270 + 190 * size)[: 1 if size < 0.6 else 2]:
            circle = Point(centre).buffer(radius * random.uniform(0.9, 1.1), 32).exterior
            hits = circle.intersection(roads)
            points = sorted(((p.x, p.y) for p in getattr(hits, "geoms", [hits])), key=lambda p: math.atan2(p[1] - centre[1], p[0] - centre[0]))
            for p, q in zip(points, points[1:] + points[:1], strict=True):
                a = math.degrees(math.atan2(p[1] - centre[1], p[0] - centre[0]))
                b = math.degrees(math.atan2(q[1] - centre[1], q[0] - centre[0]))
                gap = (b - a) % 360
                if not 28 < gap < 190 or (gap > 120 and random.random() < 0.4) or random.random() < 0.12:
                    continue
                far = radius * (1 + gap / 420) * random.uniform(0.85, 1.25)
                u, v = polar(a + gap * 0.3, far), polar(a + gap * 0.7, far * random.uniform(0.85, 1.15))
                line = bezier(p, (centre[0] + u[0], centre[1] + u[1]), (centre[0] + v[0], centre[1] + v[1]), q)
                plan.lay(line, "residential", style="village")
