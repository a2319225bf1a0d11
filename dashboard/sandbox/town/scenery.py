"""What is drawn under the streets: boundary, built-up areas, parks, water, railway."""

from __future__ import annotations

from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, Point, Polygon

from dashboard.sandbox.town.curves import degrees_shape, grid_shape, oval, polar
from dashboard.sandbox.town.fill import Filler
from dashboard.sandbox.town.model import Backdrop
from dashboard.sandbox.town.plan import PARKS, PONDS, TOWN, VILLAGES, Plan


def backdrop(plan: Plan, grown: Filler, random: Random) -> list[Backdrop]:
    """In the order in which it is drawn."""
    scenes = [Backdrop("boundary", TOWN, _geometry(plan.boundary))]
    scenes += [Backdrop("built", "", _geometry(area)) for area in _built(plan, grown)]
    ponds = []
    for name, face in grown.parks.items():
        scenes.append(Backdrop("park", name, _geometry(face.buffer(-8).simplify(2.5))))
        if PARKS[name][2]:
            ponds.append((f"Vijver {name}", _pond(face, random)))
    for part in grown.green:
        lawn = part.buffer(-9).simplify(3)
        if lawn.geom_type == "Polygon" and 3000 < lawn.area < 42_000 and random.random() < 0.6:
            scenes.append(Backdrop("park", "", _geometry(lawn)))
    for n, ((x, y), long, wide) in enumerate(PONDS):
        ring = oval((x + random.uniform(-60, 60), y), long, wide, random.uniform(40, 110), random, 0.22, 9)
        ponds.append((f"Wijer {n + 1}", Polygon(ring)))
    bed = plan.brook.intersection(plan.boundary).simplify(2)
    scenes.append(Backdrop("water", "Odilebeek", _geometry(bed.buffer(4, quad_segs=1, cap_style="flat"))))
    scenes += [Backdrop("water", name, _geometry(pond)) for name, pond in ponds]
    return [*scenes, Backdrop("rail", "Spoorlijn", _geometry(plan.rail.intersection(plan.boundary)))]


def _built(plan: Plan, grown: Filler) -> list[Polygon]:
    """Around the streets where people live or work, with ribbons along the roads; gaps closed, parks left out."""
    lived = [way for way in grown.ways if way.kind not in ("country", "path")]
    reach = [125 if way.kind == "industrial" else 70 for way in lived]
    area = shapely.union_all([plan.walls, *grown.blocks, *shapely.buffer([LineString(way.line) for way in lived], reach, quad_segs=2)])
    near = [Point(p).buffer(300 + 450 * VILLAGES[name][1]) for name, p in plan.centres.items()] + [plan.limit]
    roads = shapely.union_all([LineString(way.line) for way in plan.ways if way.kind in ("radial", "country")])
    ribbons = roads.intersection(shapely.union_all(near)).buffer(88, quad_segs=2)
    area = shapely.union_all([area.buffer(60, quad_segs=2).buffer(-88, quad_segs=2), ribbons.buffer(-46, quad_segs=2)])
    area = area.difference(shapely.union_all([*grown.parks.values(), *grown.green])).buffer(-9).buffer(9, quad_segs=2).simplify(6)
    parts = [part for part in getattr(area, "geoms", [area]) if part.area > 30_000]
    return [Polygon(part.exterior, [ring for ring in part.interiors if Polygon(ring).area > 12_000]) for part in parts]


def _pond(park: Any, random: Random) -> Any:
    """Water in the widest part of a park."""
    middle = shapely.maximum_inscribed_circle(park, tolerance=4)
    radius = middle.length * random.uniform(0.42, 0.55)
    x, y = polar(random.uniform(0, 360), radius * 0.15)
    ring = oval((middle.coords[0][0] + x, middle.coords[0][1] + y), radius * 1.15, radius * 0.7, random.uniform(0, 180), random, 0.2, 9)
    return Polygon(ring).intersection(park.buffer(-12))


def _geometry(shape: Any) -> dict[str, Any]:
    return degrees_shape(shapely.set_precision(grid_shape(shape), 1))
