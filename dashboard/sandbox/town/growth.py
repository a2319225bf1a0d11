"""The town grows: every face of the plan is filled in the manner of its quarter."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import shapely
from shapely.geometry import Polygon
from shapely.ops import polygonize

from dashboard.sandbox.town.curves import Pt
from dashboard.sandbox.town.fill import Filler
from dashboard.sandbox.town.hamlets import lay_hamlets
from dashboard.sandbox.town.plan import CROSS, VILLAGES, Plan
from dashboard.sandbox.town.quarters import quarter_at
from dashboard.sandbox.town.styles import STYLES

# how the quarters of the town are built: within the first cross road, then within the second
MANNER = {
    "Centrum": ("old", "old"), "Stationswijk": ("grid", "grid"), "Spoorhoek": ("quarter", "suburb"), "Kapelveld": ("quarter", "suburb"),
    "Bloemenwijk": ("quarter", "suburb"), "Terlaken": ("leafy", "leafy"), "Lindeveld": ("quarter", "suburb"),
    "Begijnenkwartier": ("belt", "suburb"), "Grootveld": ("works", "works"), "Molenveld": ("quarter", "suburb"),
    "Vogelwijk": ("suburb", "suburb"),
}


def grow(plan: Plan, random: Random) -> Filler:
    """All streets of the city, not yet joined, with the parks and what else stays green. Metres."""
    lay_hamlets(plan, random)
    barriers = shapely.union_all([plan.rail, plan.brook])
    # on a grid of 1 cm, so that a road that ends on another one meets it
    skeleton = shapely.union_all([shapely.LineString(way.line) for way in plan.ways], grid_size=0.01)
    lines = shapely.union_all([skeleton, barriers, plan.boundary.exterior], grid_size=0.01)
    filler = Filler(random, barriers, plan.boundary.exterior, _joints(skeleton))
    faces = sorted(polygonize(lines), key=lambda face: face.bounds)
    inside, squares = plan.boundary.buffer(5), shapely.union_all(plan.squares).buffer(1)
    shapely.prepare([inside, squares])
    for face in faces:
        if not inside.contains(face) or squares.contains(face):
            continue
        style = _style(plan, face, random)
        if style:
            filler.fill(face, STYLES[style])
    return filler


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
    if face.area < 3000 or face.buffer(-26).is_empty:
        return ""
    if plan.walls.contains(middle):
        return "old"
    for name, centre in plan.centres.items():
        if math.dist(p, centre) < 330 + 300 * VILLAGES[name][1] and face.area < 260_000:
            return "village"
    radius = math.hypot(*p)
    if radius < 2250 and face.area < 1_600_000:
        inner, outer = MANNER[quarter_at(plan, p)]
        near = next((radii for a, b, radii in CROSS if (math.degrees(math.atan2(p[1], p[0])) - a) % 360 < b - a), (900, 1500))
        if radius < near[0]:
            return inner
        if radius < near[1] or inner == "works":
            return outer
        return "fringe"
    return "fields" if face.area > 500_000 else ""
