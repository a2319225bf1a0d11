"""Villages: back lanes around a church, from road to road."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import shapely
from shapely.geometry import Point

from dashboard.sandbox.town.curves import Path, Pt, between, bezier
from dashboard.sandbox.town.plan import VILLAGES, Plan


def lay_hamlets(plan: Plan, random: Random) -> None:
    """Back lanes around each village church, from road to road; a village reaches further along one road than along another."""
    roads = shapely.union_all([shapely.LineString(way.line) for way in plan.ways])
    for name, centre in plan.centres.items():
        size = VILLAGES[name][1]
        near = Point(centre).buffer(110).exterior.intersection(roads)
        turns = sorted(_turn(centre, (p.x, p.y)) for p in getattr(near, "geoms", [near]))
        reach = [(200 + 300 * size) * random.uniform(0.6, 1.3) for _ in turns]
        for k, turn in enumerate(turns):
            m = (k + 1) % len(turns)
            gap = (turns[m] - turn) % 360 or 360
            for share in (1.0, 0.5) if size > 0.65 else (1.0,):
                if not 26 < gap < 185 or random.random() < (0.1 if share == 1 else 0.5):
                    continue
                p = _on(roads, centre, turn, reach[k] * share * random.uniform(0.85, 1.1))
                q = _on(roads, centre, turns[m], reach[m] * share * random.uniform(0.85, 1.1))
                if p and q:
                    plan.lay(_lane(centre, p, q, random), "residential", style="village")


def _lane(centre: Pt, p: Pt, q: Pt, random: Random) -> Path:
    """Leaves and meets the roads nearly at right angles."""
    reach = math.dist(p, q) * random.uniform(0.25, 0.4)
    ends = []
    for a, b, side in ((p, q, 1), (q, p, -1)):
        out = math.dist(centre, a) or 1.0
        round_ = (-(a[1] - centre[1]) / out * side, (a[0] - centre[0]) / out * side)
        share = random.uniform(0.3, 0.75)
        ahead = between(((b[0] - a[0]) / math.dist(a, b), (b[1] - a[1]) / math.dist(a, b)), round_, share)
        ends.append((a[0] + ahead[0] * reach, a[1] + ahead[1] * reach))
    return bezier(p, ends[0], ends[1], q)


def _turn(centre: Pt, p: Pt) -> float:
    return math.degrees(math.atan2(p[1] - centre[1], p[0] - centre[0])) % 360


def _on(roads: Any, centre: Pt, turn: float, radius: float) -> Pt | None:
    """Where the road that leaves `centre` towards `turn` is `radius` away."""
    hits = Point(centre).buffer(radius, 32).exterior.intersection(roads)
    points = [(p.x, p.y) for p in getattr(hits, "geoms", [hits]) if not p.is_empty]
    off = [abs((_turn(centre, p) - turn + 180) % 360 - 180) for p in points]
    return points[off.index(min(off))] if off and min(off) < 40 else None
