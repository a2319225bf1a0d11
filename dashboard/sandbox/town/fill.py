"""Blocks: a face of the network is cut by streets until its blocks are as small as that part of town has them."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random
from typing import Any

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import substring

from dashboard.sandbox.town.closes import dead_end, loop
from dashboard.sandbox.town.curves import Path, Pt, between, bezier, points_of, winding
from dashboard.sandbox.town.faces import Joints, corners_between, frame, inward, measure, ring_of, squareness, unit, ways_out
from dashboard.sandbox.town.plan import PARKS, Way
from dashboard.sandbox.town.styles import STYLES, Style

_TRIES = 14
_GAP = 28.0  # m that a street ends before a rail or brook


class Filler:
    """Cuts faces; `ways` are the new streets, `blocks` what is built on, `green` the blocks left open, `parks` those by name."""

    def __init__(self, random: Random, barriers: Any, edge: Any, joints: list[Pt]) -> None:
        """Streets end before `barriers` (rail, brook), may run out over `edge` (the municipality's) and start at neither."""
        self.ways: list[Way] = []
        self.blocks: list[Any] = []
        self.green: list[Any] = []
        self.parks: dict[str, Any] = {}
        self._random = random
        self._barriers = barriers
        self._off_limits = shapely.union_all([barriers, edge])
        self._joints = Joints(joints)
        shapely.prepare([self._barriers, self._off_limits])

    def fill(self, face: Any, style: Style) -> None:
        """Cut `face` down to the blocks of `style`."""
        todo: list[tuple[Any, Style, float | None]] = [(shapely.orient_polygons(face), style, None)]
        while todo:
            part, style, axis = todo.pop()
            if self._park(part):
                continue
            spread = (0.5, 2.2) if style.kind == "country" else (0.8, 1.5)
            done = part.area < style.block * self._random.uniform(*spread)
            halves = None if done else self._cut(part, style, axis)
            if not done and not halves and part.area > 1.7 * style.block:
                halves = self._cut(part, replace(style, along=0, snap=0, least=style.least * 0.7, square=0.8, skew=35), None)
            if halves:
                todo += [(half, style, axis) for half in halves]
            elif self._random.random() < style.open and part.area > 9000:
                self.green.append(part)
            elif style.parts:
                todo.append((part, STYLES[self._random.choice(style.parts)], frame(part)[0]))
            else:
                self._finish(part, style)

    def _park(self, part: Any) -> bool:
        """Leave the face open when it has become as small as the park that is planned there."""
        for name, (point, size, _) in PARKS.items():
            if name not in self.parks and part.area < size and part.contains(Point(point)):
                self.parks[name] = part
                return True
        return False

    def _finish(self, block: Any, style: Style) -> None:
        if style.kind != "country":
            self.blocks.append(block)
        if self._random.random() > style.ends or block.area < style.block * 0.55:
            return
        ways: list[Way] = []
        if style.kind == "residential" and block.area > 19_000 and self._random.random() < 0.45:
            ways = loop(block, style, self._joints, self._off_limits, self._random)
        self.ways += ways or dead_end(block, style, self._joints, self._off_limits, self._random)

    def _cut(self, face: Any, style: Style, axis: float | None) -> list[Any] | None:
        """Two halves with a street between them, or None when no street fits."""
        turn, long, wide, centre = frame(face)
        if axis is not None and style.along:  # an estate keeps its direction
            turn, long, wide = measure(face, axis)
        lengthwise = bool(style.along) and (wide > style.along or long < wide * 1.3)
        direction, reach = (turn, wide) if lengthwise else (turn + math.pi / 2, long)
        for attempt in range(_TRIES):
            if attempt == 9:
                direction, reach = direction + math.pi / 2, long + wide - reach
            off = self._random.uniform(-0.14, 0.14) * reach * (1 + attempt / 9)
            if lengthwise and wide > 2 * style.along and attempt < 5:  # the next street beside those that are there
                off = self._random.choice((-1, 1)) * (0.5 - style.along * self._random.uniform(0.55, 0.7) / wide) * wide
            skew = math.radians(self._random.gauss(0, style.skew * (1 + attempt / 5)))
            through = (centre[0] - math.sin(direction) * off, centre[1] + math.cos(direction) * off)
            halves = self._across(face, through, direction + skew, style)
            if halves:
                return halves
        return None

    def _across(self, face: Any, through: Pt, direction: float, style: Style) -> list[Any] | None:
        """The face cut by a street that runs about straight through a point."""
        ring = ring_of(face)
        ends = ways_out(ring, through, direction)
        feet = [self._foot(ring, p, i, style) for p, i in ends] if ends else [None]
        if not ends or None in feet or ends[0][1] == ends[1][1]:
            return None
        (p, q), (i, j) = (foot for foot in feet if foot), (ends[0][1], ends[1][1])
        stopped = [bool(self._barriers.dwithin(Point(end), 1)) for end in (p, q)]
        if math.dist(p, q) < max(90 if any(stopped) else 40, style.least) or all(stopped):
            return None
        curve = self._curve(p, q, inward(ring, i), inward(ring, j), style)
        if not self._fits(face, curve, (inward(ring, i), inward(ring, j)), style):
            return None
        sides = Polygon([*curve[::-1], *corners_between(ring, i, j)]), Polygon([*curve, *corners_between(ring, j, i)])
        if min(side.area for side in sides) < 0.18 * face.area or not all(side.is_valid for side in sides):
            return None
        line = LineString(curve)
        if any(stopped):
            line = substring(line, _GAP if stopped[0] else 0, line.length - (_GAP if stopped[1] else 0))  # type: ignore[assignment]
        for end, stop in zip((p, q), stopped, strict=True):
            if not stop:
                self._joints.add(end)
        self.ways.append(Way(points_of(line), style.kind, style=style.name))
        return [shapely.orient_polygons(side) for side in sides]

    def _foot(self, ring: Any, p: Pt, i: int, style: Style) -> Pt | None:
        """Where a cut meets side `i`: moved onto a joint that is near where the style continues streets, refused beside one."""
        a, b = (tuple(map(float, ring[k % len(ring)])) for k in (i, i + 1))
        joint = self._joints.near(p, max(style.snap, style.least))
        if joint and math.dist(p, joint) < style.snap and LineString([a, b]).distance(Point(joint)) < 0.3:
            return joint
        if joint and math.dist(p, joint) < style.least * 0.9:
            return None
        return next(((c[0], c[1]) for c in (a, b) if math.dist(p, c) < 3), p)

    def _curve(self, p: Pt, q: Pt, out: Pt, back: Pt, style: Style) -> Path:
        """From `p` to `q`, leaving them towards `out` and `back` as far as the style likes right angles."""
        if style.kind == "country":
            return winding([p, between(p, q, self._random.uniform(0.35, 0.65)), q], 55, self._random)
        long = math.dist(p, q)
        ahead = unit(q[0] - p[0], q[1] - p[1])
        square = style.square * min(1.0, 160 / long + 0.35)
        u = unit(*between(ahead, out, square))
        v = unit(*between((-ahead[0], -ahead[1]), back, square))
        bow = self._random.gauss(0, style.bow) * long
        other = bow if self._random.random() < 0.75 else -bow * 0.7
        h = long * 0.36
        a = (p[0] + u[0] * h - ahead[1] * bow, p[1] + u[1] * h + ahead[0] * bow)
        b = (q[0] + v[0] * h - ahead[1] * other, q[1] + v[1] * h + ahead[0] * other)
        return bezier(p, a, b, q)

    @staticmethod
    def _fits(face: Any, curve: Path, normals: tuple[Pt, Pt], style: Style) -> bool:
        """Whether a street stays within the face, clear of its rim and without sharp corners."""
        inner = substring(LineString(curve), 0.2, 0.8, normalized=True)
        return bool(
            squareness(curve[0], curve[1], normals[0]) > 0.5
            and squareness(curve[-1], curve[-2], normals[1]) > 0.5
            and face.contains(LineString([*curve[1:-1], between(curve[-2], curve[-1], 0.9)]))
            and face.exterior.distance(inner) > style.least * 0.6
            and face.exterior.distance(inner.interpolate(0.5, normalized=True)) > style.least
        )
