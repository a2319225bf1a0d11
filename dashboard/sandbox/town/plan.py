"""The plan of Sint-Odilia: what a town grows around. Everything here is hand drawn, then shaken a little by the seed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, Point, Polygon

from dashboard.sandbox.town.curves import Path, Pt, oval, polar, spline, winding

TOWN = "Sint-Odilia"


@dataclass(frozen=True, slots=True)
class Radial:
    """A road to a neighbouring town: `inner` within the walls, `outer` beyond; `via` are villages on its way."""

    inner: str
    outer: str
    angle: float
    via: tuple[str, ...]
    end: float  # direction in which it leaves the municipality


RADIALS = (
    Radial("Tongersestraat", "Tongersesteenweg", 4, ("Bernem",), 8),
    Radial("Luikerstraat", "Luikersteenweg", -36, ("Wolfershoven",), -38),
    Radial("Borgwormsestraat", "Borgwormsesteenweg", -77, ("Ralderen",), -80),
    Radial("Naamsestraat", "Naamsesteenweg", -119, ("Gorvelingen",), -122),
    Radial("Tiensestraat", "Tiensesteenweg", -160, ("Zeldermaal",), -168),
    Radial("Diesterstraat", "Diestersteenweg", 127, ("Ingelsem",), 125),
    Radial("Hasseltsestraat", "Hasseltsesteenweg", 57, ("Mettelen",), 57),
)

# name: centre, size (1 = a large village), inhabitants
VILLAGES: dict[str, tuple[Pt, float, int]] = {
    "Bernem": ((3650, 480), 1.0, 2480),
    "Wolfershoven": ((3150, -2350), 0.75, 1390),
    "Sassem": ((2350, -4150), 0.5, 520),
    "Ralderen": ((850, -3500), 0.8, 1610),
    "Gorvelingen": ((-1950, -3450), 0.7, 1180),
    "Dormelen": ((-3900, -2750), 0.5, 560),
    "Zeldermaal": ((-3850, -900), 0.85, 1750),
    "Oudermaal": ((-3350, 1150), 0.55, 640),
    "Ingelsem": ((-2250, 3050), 0.9, 2020),
    "Opwinderen": ((150, 3950), 0.6, 760),
    "Mettelen": ((2150, 3250), 0.7, 1240),
    "Kruishoven": ((3900, 2350), 0.5, 470),
}
LINKS = (
    ("Bernem", "Wolfershoven"), ("Wolfershoven", "Sassem"), ("Sassem", "Ralderen"), ("Ralderen", "Gorvelingen"), ("Gorvelingen", "Dormelen"),
    ("Dormelen", "Zeldermaal"), ("Zeldermaal", "Oudermaal"), ("Oudermaal", "Ingelsem"), ("Ingelsem", "Opwinderen"), ("Opwinderen", "Mettelen"),
    ("Mettelen", "Kruishoven"), ("Kruishoven", "Bernem"),
)
# villages beside the radials: where their road reaches the town, and its name there
LANES: dict[str, tuple[Pt, str]] = {
    "Oudermaal": ((-640, 260), "Oudermaalweg"), "Opwinderen": ((120, 460), "Opwinderenstraat"), "Kruishoven": ((1000, 620), "Kruishovenweg"),
    "Sassem": ((470, -1010), "Sassemweg"), "Dormelen": ((-1000, -760), "Dormelenstraat"),
}
# sectors beyond the walls, between radials, from Tongersesteenweg on to the left: (from, to, radii of its cross roads)
CROSS = ((4, 57, (900, 1400)), (57, 127, (880, 1500)), (127, 200, (1050, 1650)), (200, 241, (860, 1500)),
         (241, 283, (900, 1550)), (283, 324, (980, 1600)), (324, 364, (900, 1480)))


@dataclass
class Way:
    """A drawn line before it has met the others."""

    line: Path
    kind: str
    name: str = ""
    style: str = ""


@dataclass
class Plan:
    """`ways` are streets; the rest is what streets keep away from or what is drawn under them. Metres."""

    boundary: Polygon
    ways: list[Way] = field(default_factory=list)
    walls: Polygon = field(default_factory=Polygon)
    limit: Polygon = field(default_factory=Polygon)  # of the town proper
    inner: Polygon = field(default_factory=Polygon)  # within the first cross roads
    rail: LineString = field(default_factory=LineString)
    brook: LineString = field(default_factory=LineString)
    squares: list[Polygon] = field(default_factory=list)
    centres: dict[str, Pt] = field(default_factory=dict)  # of villages
    radials: dict[str, LineString] = field(default_factory=dict)
    crossroads: list[LineString] = field(default_factory=list)
    station: Pt = (-745.0, 40.0)

    def lay(self, line: Any, kind: str, name: str = "", style: str = "") -> None:
        """Add a street; its parts on a square are left out."""
        shape = LineString(line).difference(shapely.union_all(self.squares))
        for part in getattr(shape, "geoms", [shape]):
            if part.length > 8:
                self.ways.append(Way(list(part.coords), kind, name, style))


def make_plan(random: Random) -> Plan:
    shake = lambda p, by: (p[0] + random.uniform(-by, by), p[1] + random.uniform(-by, by))  # noqa: E731
    centres = {name: shake(centre, 110) for name, (centre, _, _) in VILLAGES.items()}
    plan = Plan(_boundary(centres, random), centres=centres)
    ring = [polar(a, 430 * (1 + 0.07 * math.cos(math.radians(2 * a - 50)) + random.uniform(-0.05, 0.05))) for a in range(0, 360, 24)]
    plan.walls = Polygon(spline(ring, 24, closed=True))
    plan.limit = Polygon(spline([polar(a, random.uniform(2080, 2330)) for a in range(0, 360, 20)], 60, closed=True))
    plan.rail = LineString(spline([(-7500, -5300), (-5200, -3900), (-2900, -2250), (-1450, -980), (-860, -240), (-640, 330), (-180, 900),
                                   (620, 1400), (1900, 2050), (3800, 3300), (6500, 5600)], 60))
    plan.brook = LineString(winding([(1650, -6500), (1250, -4700), (1500, -3300), (900, -2000), (980, -1250), (700, -500), (760, 150),
                                     (1120, 800), (900, 1900), (1150, 3000), (900, 4300), (1200, 6500)], 70, random))
    _squares(plan, random)
    plan.lay(plan.walls.exterior.coords, "ring", "Vest")
    _radials(plan, random)
    _station(plan)
    _bypass(plan, random)
    _cross(plan, random)
    _country(plan, random)
    return plan


def _boundary(centres: dict[str, Pt], random: Random) -> Polygon:
    blob = shapely.union_all([Point(p).buffer(random.uniform(1150, 1600)) for p in centres.values()] + [Point(0, 0).buffer(3600)])
    blob = blob.buffer(900).buffer(-1500).buffer(600)
    ring = shapely.segmentize(blob.exterior.simplify(60), 420).coords[:-1]
    return Polygon(spline([(x + random.uniform(-90, 90), y + random.uniform(-90, 90)) for x, y in ring], 120, closed=True))


def _squares(plan: Plan, random: Random) -> None:
    market = Polygon([(-62, -34), (58, -46), (70, 30), (4, 44), (-58, 36)])
    plan.squares.append(market)
    plan.ways.append(Way(list(market.exterior.coords), "square", "Grote Markt"))
    for name, centre in plan.centres.items():
        size = VILLAGES[name][1]
        ring = oval(centre, 34 + 22 * size, 24 + 10 * size, random.uniform(0, 180), random, 0.14, 6)
        plan.squares.append(Polygon(ring))
        plan.ways.append(Way(ring, "square", "Kerkplein"))


def _radials(plan: Plan, random: Random) -> None:
    for radial in RADIALS:
        gate = plan.walls.exterior.intersection(LineString([(0, 0), polar(radial.angle, 900)]))
        gate = (gate.x, gate.y)
        inside = [(0.0, 0.0), polar(radial.angle + random.uniform(-9, 9), 230), gate]
        plan.lay(spline(inside, 20), "radial", radial.inner)
        out = [gate, polar(radial.angle + random.uniform(-2, 2), 900), polar(radial.angle + random.uniform(-4, 4), 1700)]
        last = plan.centres[radial.via[-1]]
        end = (last[0] + polar(radial.end, 1)[0] * 4200, last[1] + polar(radial.end, 1)[1] * 4200)
        line = LineString(winding([*out, last, end], 60, random)).intersection(plan.boundary.buffer(3))
        line = max(getattr(line, "geoms", [line]), key=lambda part: part.length)
        plan.radials[radial.outer] = line
        plan.lay(line.coords, "radial", radial.outer)


def _station(plan: Plan) -> None:
    x, y = plan.station
    square = Polygon([(x + 12, y - 38), (x + 70, y - 30), (x + 66, y + 34), (x + 24, y + 40)])
    plan.squares.append(square)
    plan.ways.append(Way(list(square.exterior.coords), "square", "Stationsplein"))
    plan.lay(spline([(x + 60, y), (-430, 24), (-210, -8), (-50, 0)], 22), "radial", "Stationsstraat")


def _bypass(plan: Plan, random: Random) -> None:
    ends = []
    for road in ("Luikersteenweg", "Diestersteenweg"):
        hits = plan.radials[road].intersection(Point(0, 0).buffer(2080).exterior)
        hit = getattr(hits, "geoms", [hits])[0]
        ends.append((hit.x, hit.y))
    points = [ends[0], *(polar(a, random.uniform(2010, 2160)) for a in range(-16, 115, 20)), ends[1]]
    plan.lay(spline(points, 45), "ring", "Oosterring")


def _cross(plan: Plan, random: Random) -> None:
    lines = {round(r.angle) % 360: plan.radials[r.outer] for r in RADIALS}
    belt: Path = []
    for start, stop, radii in CROSS:
        for radius in radii:
            ends = []
            for side, angle in ((1, start), (-1, stop)):
                line = lines[angle % 360]
                far = radius * random.uniform(0.92, 1.08)
                hits = line.intersection(Point(0, 0).buffer(far).exterior)
                hit = getattr(hits, "geoms", [hits])[0]
                ends.append((hit.x, hit.y))
            turn = (stop - start) / 4
            inner = [polar(start + turn * k + random.uniform(-2, 2), radius * random.uniform(0.92, 1.1)) for k in (1, 2, 3)]
            line = spline([ends[0], *inner, ends[1]], 26)
            plan.crossroads.append(LineString(line))
            belt += line if radius == radii[0] else []
            plan.lay(line, "residential", style="cross")
    plan.inner = Polygon(belt).buffer(0)


def _country(plan: Plan, random: Random) -> None:
    for a, b in LINKS:
        plan.lay(winding([plan.centres[a], plan.centres[b]], 130, random), "country")
    town = shapely.union_all([*plan.crossroads, plan.walls.exterior])
    for name, (aim, street) in LANES.items():
        gate = town.interpolate(town.project(Point(aim)))
        gate = (gate.x, gate.y)
        plan.lay(winding([plan.centres[name], gate], 90, random), "country", street)
    for x, y in plan.centres.values():
        angle = math.degrees(math.atan2(y, x)) + random.uniform(20, 45) * random.choice((-1, 1))
        out = polar(angle, 3000)
        line = LineString(winding([(x, y), (x + out[0], y + out[1])], 110, random)).intersection(plan.boundary.buffer(3))
        plan.lay(getattr(line, "geoms", [line])[0].coords, "country")
