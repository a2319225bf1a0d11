"""The roads that a town grows around: walls, roads to other towns, bypass, cross roads, country roads; the plan, shaken by a seed."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import substring

from dashboard.sandbox.town.curves import Path, Pt, between, first_point, oval, points_of, polar, rounded, spline, winding
from dashboard.sandbox.town.plan import BROOK, CROSS, LANES, LINKS, MARKETS, RADIALS, RAIL, TOWN, VILLAGES, Plan


def make_plan(random: Random) -> Plan:
    centres = {name: (x + random.uniform(-110, 110), y + random.uniform(-110, 110)) for name, ((x, y), _, _) in VILLAGES.items()}
    plan = Plan(_boundary(centres, random), centres=centres)
    corners = [polar(a + random.uniform(-9, 9), 480 * (1 + 0.13 * math.cos(math.radians(2 * a - 70)) + random.uniform(-0.06, 0.06)))
               for a in range(0, 360, 36)]
    plan.walls = Polygon(rounded(corners))
    plan.limit = Polygon(spline([polar(a, random.uniform(2180, 2430)) for a in range(0, 360, 20)], 60, closed=True))
    plan.rail = LineString(spline(RAIL, 60))
    plan.station = first_point(plan.rail.intersection(LineString([(-2000, 40), (0, 40)])))
    plan.brook = LineString(winding(BROOK, 70, random))
    _squares(plan, random)
    plan.lay(points_of(plan.walls.exterior), "ring", "Vest")
    lines = _radial_lines(plan, random)
    bypass = _bypass_line(plan, random)
    town: Any = shapely.union_all([plan.limit, Polygon([*bypass, (0, 0)]).buffer(90)])
    plan.limit = town
    for road, line in plan.radials.items():
        if not (meet := line.intersection(LineString(bypass))).is_empty:
            plan.square(rounded([_moved(first_point(meet), polar(a, 27)) for a in range(0, 360, 60)]), road, "radial")
    for path, name in lines:
        plan.lay(path, "radial", name)
    plan.lay(bypass, "ring", "Oosterring")
    _station(plan)
    _cross(plan, random)
    _country(plan, random)
    return plan


def _moved(p: Pt, by: Pt, times: float = 1) -> Pt:
    return p[0] + by[0] * times, p[1] + by[1] * times


def _boundary(centres: dict[str, Pt], random: Random) -> Polygon:
    blob = shapely.union_all([Point(p).buffer(random.uniform(1150, 1600)) for p in centres.values()] + [Point(0, 0).buffer(3600)])
    blob = blob.buffer(900).buffer(-1500).buffer(600)
    ring = shapely.segmentize(blob.exterior.simplify(60), 420).coords[:-1]
    return Polygon(spline([(x + random.uniform(-90, 90), y + random.uniform(-90, 90)) for x, y in ring], 120, closed=True))


def _squares(plan: Plan, random: Random) -> None:
    plan.square([(-62, -34), (58, -46), (70, 30), (4, 44), (-58, 36)], "Grote Markt")
    x, y = plan.station
    plan.square([(x + 14, y - 38), (x + 74, y - 30), (x + 70, y + 34), (x + 26, y + 40)], "Stationsplein")
    for name, centre in plan.centres.items():
        size = VILLAGES[name][1]
        plan.square(oval(centre, 34 + 22 * size, 24 + 10 * size, random.uniform(0, 180), random, 0.14, 6), "Kerkplein")


def _radial_lines(plan: Plan, random: Random) -> list[tuple[Path, str]]:
    """The roads to other towns within and beyond the walls; some widen into a square on their way."""
    lines = []
    for radial in RADIALS:
        gate = first_point(plan.walls.exterior.intersection(LineString([(0, 0), polar(radial.angle, 900)])))
        bends = [polar(radial.angle + random.uniform(-13, 13), 170), polar(radial.angle + random.uniform(-8, 8), 320)]
        inside = spline([(0.0, 0.0), *bends, gate], 20)
        lines.append((inside, radial.inner))
        if radial.inner in MARKETS:
            middle = LineString(inside).interpolate(random.uniform(170, 260))
            turn = radial.angle + random.uniform(-15, 15)
            corners = [(34, 13), (26, -17), (-30, -12), (-22, 16)]
            plan.square([_moved(_moved((middle.x, middle.y), polar(turn, 1), u), polar(turn + 90, 1), v) for u, v in corners],
                        MARKETS[radial.inner])
        out = [gate, polar(radial.angle + random.uniform(-3, 3), 900), polar(radial.angle + random.uniform(-5, 5), 1700)]
        last = plan.centres[radial.via]
        line = LineString(winding([*out, last, _moved(last, polar(radial.end, 1), 4200)], 24, random)).intersection(plan.boundary.buffer(3))
        plan.radials[radial.outer] = max(getattr(line, "geoms", [line]), key=lambda part: part.length)
        lines.append((points_of(plan.radials[radial.outer]), radial.outer))
    return lines


def _station(plan: Plan) -> None:
    """The way from the station to the market, and a street on either side of the railway."""
    x, y = plan.station
    plan.lay(spline([(x + 60, y), (-430, 24), (-210, -8), (-50, 0)], 22), "radial", "Stationsstraat")
    ends = [plan.radials[road] for road in ("Tiensesteenweg", "Diestersteenweg")]
    for side, name in ((-34, "Spoorwegstraat"), (34, "")):
        along: Any = plan.rail.offset_curve(side)
        start, stop = sorted(along.project(Point(first_point(along.intersection(end)))) for end in ends)
        plan.lay(points_of(substring(along, start, stop)), "residential", name, "cross")


def _bypass_line(plan: Plan, random: Random) -> Path:
    circle = Point(0, 0).buffer(2120).exterior
    ends = [first_point(plan.radials[road].intersection(circle)) for road in ("Luikersteenweg", "Diestersteenweg")]
    return spline([ends[0], *(polar(a, random.uniform(2020, 2230)) for a in range(-14, 112, 21)), ends[1]], 45)


def _cross(plan: Plan, random: Random) -> None:
    """Roads from radial to radial, between a chord and an arc, that meet the radials at other places on either side."""
    lines = {round(radial.angle) % 360: plan.radials[radial.outer] for radial in RADIALS}
    belt: Path = []
    for start, stop, radii in CROSS:
        for radius in radii:
            ends = []
            for angle in (start, stop):
                circle = Point(0, 0).buffer(radius * random.uniform(0.84, 1.1)).exterior
                ends.append(first_point(lines[angle % 360].intersection(circle)))
            far = [math.hypot(*end) for end in ends]
            middle = []
            for k in (1, 2, 3):
                chord = between(ends[0], ends[1], k / 4)
                arc = polar(start + (stop - start) * k / 4, far[0] + (far[1] - far[0]) * k / 4)
                middle.append(between(chord, arc, random.uniform(0.1, 0.95)))
            line = spline([ends[0], *middle, ends[1]], 26)
            plan.crossroads.append(LineString(line))
            belt += line if radius == radii[0] else []
            plan.lay(line, "residential", style="cross")
    shape = Polygon(belt).buffer(0)
    plan.inner = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)


def _country(plan: Plan, random: Random) -> None:
    roads = {
        name: [_angle(centre, p) for road in plan.radials.values() for p in _crossing(road, centre)]
        for name, centre in plan.centres.items()
    }
    for a, b in LINKS:
        p, q = plan.centres[a], plan.centres[b]
        way = [p, _way_out(roads[a], p, q), _way_out(roads[b], q, p), q]
        plan.lay(winding(way, 120, random), "country", f"{a}|{b}")
    town = shapely.union_all([*plan.crossroads, plan.walls.exterior])
    for name, aim in LANES.items():
        p, gate = plan.centres[name], town.interpolate(town.project(Point(aim)))
        plan.lay(winding([p, _way_out(roads[name], p, (gate.x, gate.y)), (gate.x, gate.y)], 90, random), "country", f"{name}|{TOWN}")
    for name, p in plan.centres.items():
        away = _moved(p, polar(_angle((0, 0), p) + random.uniform(20, 45) * random.choice((-1, 1)), 3000))
        line = LineString(winding([p, _way_out(roads[name], p, away), away], 110, random)).intersection(plan.boundary.buffer(3))
        plan.lay(points_of(getattr(line, "geoms", [line])[0]), "country")


def _angle(p: Pt, q: Pt) -> float:
    return math.degrees(math.atan2(q[1] - p[1], q[0] - p[0]))


def _crossing(road: LineString, centre: Pt) -> Path:
    hits = road.intersection(Point(centre).buffer(260).exterior)
    return [] if hits.is_empty else [(point.x, point.y) for point in getattr(hits, "geoms", [hits])]


def _way_out(taken: list[float], centre: Pt, towards: Pt) -> Pt:
    """A point near a village where the road `towards` passes, well aside from roads that leave already (`taken`, degrees)."""
    wish = _angle(centre, towards)
    free = [wish + turn for turn in range(-80, 81, 5) if all(abs((wish + turn - other + 180) % 360 - 180) >= 38 for other in taken)]
    angle = min(free, key=lambda turn: abs(turn - wish), default=wish)
    taken.append(angle)
    return _moved(centre, polar(angle, 260))
