"""What ends within a block: dead ends, their heads, and closes that go round."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import numpy as np
from shapely.geometry import LineString, Point

from dashboard.sandbox.town.curves import Pt, bezier, points_of, rounded
from dashboard.sandbox.town.faces import Joints, frame, inward, ring_of, unit, ways_out
from dashboard.sandbox.town.plan import Way
from dashboard.sandbox.town.styles import DEEPEST, Style

_CLEAR = 24.0  # m that an end keeps from the streets around


def dead_end(block: Any, style: Style, joints: Joints, off_limits: Any, random: Random) -> list[Way]:
    """A street into the middle of a block, perhaps with a head, from a side that is no rail, brook or boundary; or nothing.

    Among fields it is a path.
    """
    ring = ring_of(block)
    reach = np.cumsum(np.hypot(*np.diff(np.vstack([ring, ring[:1]]), axis=0).T))
    for _ in range(5):
        at = random.random() * block.exterior.length
        foot = block.exterior.interpolate(at)
        side = min(int(np.searchsorted(reach, at)), len(ring) - 1)
        p, ahead = (foot.x, foot.y), inward(ring, side)
        if joints.near(p, style.least * 0.9) or off_limits.dwithin(foot, 1):
            continue
        out = ways_out(ring, (p[0] + ahead[0] * 0.5, p[1] + ahead[1] * 0.5), math.atan2(ahead[1], ahead[0]))
        depth = min(math.dist(p, out[1][0]) * random.uniform(0.45, 0.62), DEEPEST[style.kind]) if out else 0.0
        if depth < 48:
            continue
        swing = random.gauss(0, 0.16) * depth
        end = (p[0] + ahead[0] * depth - ahead[1] * swing, p[1] + ahead[1] * depth + ahead[0] * swing)
        knee = (p[0] + ahead[0] * depth * 0.5, p[1] + ahead[1] * depth * 0.5)
        line = bezier(p, knee, knee, end)
        if block.exterior.distance(Point(end)) < _CLEAR or not block.contains(LineString(line[1:])):
            continue
        joints.add(p)
        kind = "path" if style.kind == "country" else style.kind
        head = depth > 80 and kind != "path" and random.random() < 0.5
        return [Way(line, kind, style="close"), *(_arms(block, line, kind, random) if head else [])]
    return []


def _arms(block: Any, stem: list[Pt], kind: str, random: Random) -> list[Way]:
    """To one side or both at the end of a dead end."""
    p = stem[-1]
    ahead = unit(p[0] - stem[-2][0], p[1] - stem[-2][1])
    arms = []
    for side in (1, -1):
        long = random.uniform(40, 75)
        end = (p[0] - ahead[1] * side * long, p[1] + ahead[0] * side * long)
        if block.contains(LineString([p, end])) and block.exterior.distance(Point(end)) > _CLEAR:
            arms.append(Way([p, end], kind, style="close"))
    return arms


def loop(block: Any, style: Style, joints: Joints, off_limits: Any, random: Random) -> list[Way]:
    """A street that goes round within the block, with one or two ways in; or nothing."""
    core = block.buffer(-random.uniform(44, 56), join_style="mitre").simplify(9)
    if core.geom_type != "Polygon" or core.area < 2600 or len(core.exterior.coords) > 9 or frame(core)[2] < 34:
        return []
    ring = rounded(points_of(core.exterior)[:-1], 0.2)
    ways: list[Way] = []
    for _ in range(6):
        start = LineString(ring).interpolate(random.random(), normalized=True)
        foot = block.exterior.interpolate(block.exterior.project(start))
        p = (foot.x, foot.y)
        if joints.near(p, 26) or off_limits.dwithin(foot, 1) or (ways and math.dist(p, ways[0].line[0]) < 110):
            continue
        joints.add(p)
        ways.append(Way([p, (start.x, start.y)], style.kind, style="close"))
        if len(ways) == 2 or random.random() < 0.4:
            break
    return [*ways, Way(ring, style.kind, style="close")] if ways else []
