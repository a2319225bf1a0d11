"""Blocks: a face of the network is cut by streets until its blocks are as small as that part of town has them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import substring

from dashboard.sandbox.town.curves import Path, Pt, bezier
from dashboard.sandbox.town.plan import Way


@dataclass(frozen=True, slots=True)
class Style:
    """`block` in m2; `along`: width beyond which a face is cut lengthwise; `bow` how far a street swings, `square` how much it leaves
    at right angles, `skew` degrees off, `ends` chance of a dead end in a large block, `open` chance that a part stays green."""

    name: str
    kind: str
    block: float
    along: float = 0
    bow: float = 0.05
    square: float = 0.5
    skew: float = 6
    snap: float = 0
    ends: float = 0
    open: float = 0
    least: float = 28
    parts: tuple[str, ...] = ()  # styles of its estates, once a face is as small as `estate`
    estate: float = 0


STYLES = {
    style.name: style
    for style in (
        Style("old", "centre", 8200, bow=0.10, square=0.45, skew=16, ends=0.35, least=20),
        Style("grid", "residential", 13500, along=120, bow=0.0, square=0.15, skew=2, snap=34, ends=0.05),
        Style("belt", "residential", 14500, along=150, bow=0.03, square=0.5, skew=5, snap=22, ends=0.25, open=0.03),
        Style("garden", "residential", 17000, bow=0.16, square=0.85, skew=10, ends=0.7),
        Style("ladder", "residential", 15000, along=105, bow=0.02, square=0.35, skew=2, ends=0.1),
        Style("closes", "residential", 30000, bow=0.08, square=0.7, skew=8, ends=1.0),
        Style("villa", "residential", 26000, bow=0.2, square=0.8, skew=14, ends=0.6),
        Style("works", "industrial", 62000, along=330, bow=0.01, square=0.4, skew=2, ends=0.5, least=60),
        Style("village", "residential", 21000, bow=0.12, square=0.7, skew=14, ends=0.7, open=0.18),
        Style("fields", "country", 780000, bow=0.10, square=0.5, skew=18, least=120),
        Style("suburb", "residential", 95000, bow=0.12, square=0.7, skew=8, estate=1, open=0.0, parts=("garden", "ladder", "closes", "garden", "ladder")),
        Style("leafy", "residential", 110000, bow=0.16, square=0.7, skew=8, estate=1, open=0.1, parts=("villa", "closes", "garden", "villa")),
        Style("quarter", "residential", 120000, bow=0.05, square=0.5, skew=4, estate=1, open=0.0, parts=("belt", "grid", "belt", "ladder")),
    )
}


class Filler:
    """Cuts faces; `ways` are the new streets, `green` the faces and blocks left open, `joints` where streets meet."""

    def __init__(self, random: Random, barriers: Any, edges: Any, joints: list[Pt]) -> None:
        self.random = random
        self.barriers = barriers  # rail and brook: a street ends before them
        self.edge = edges  # the municipality's boundary: a street may run out there
        self.ways: list[Way] = []
        self.green: list[Polygon] = []
        self._joints: dict[tuple[int, int], list[Pt]] = defaultdict(list)
        for joint in joints:
            self._joint(joint)
        shapely.prepare(self.barriers)

    def fill(self, face: Polygon, style: Style, axis: float | None = None) -> None:
        """Cut `face` down to the blocks of `style`."""
        todo = [(shapely.orient_polygons(face), style, axis)]
        while todo:
            part, style, axis = todo.pop()
            if part.area < style.block * self.random.uniform(0.8, 1.5):
                if style.parts:
                    if self.random.random() < style.open:
                        self.green.append(part)
                        continue
                    sub = STYLES[self.random.choice(style.parts)]
                    todo.append((part, sub, _frame(part)[0]))
                elif self.random.random() < style.open and part.area > 9000:
                    self.green.append(part)
                else:
                    self._close(part, style)
                continue
            halves = self._cut(part, style, axis)
            if halves is None:
                if style.parts:
                    todo.append((part, STYLES[style.parts[0]], None))
                else:
                    self._close(part, style)
                continue
            todo += [(half, style, axis) for half in halves]

    def _joint(self, p: Pt) -> None:
        self._joints[round(p[0] / 40), round(p[1] / 40)].append(p)

    def _near(self, p: Pt, reach: float) -> Pt | None:
        """The joint next to `p` within `reach` (at most 40 m)."""
        i, j = round(p[0] / 40), round(p[1] / 40)
        found = [q for a in (-1, 0, 1) for b in (-1, 0, 1) for q in self._joints.get((i + a, j + b), ())]
        best = min(found, key=lambda q: math.dist(p, q), default=None)
        return best if best is not None and math.dist(p, best) < reach else None

    def _cut(self, face: Polygon, style: Style, axis: float | None) -> tuple[Polygon, Polygon] | None:
        turn, long, wide, centre = _frame(face)
        if axis is not None and style.along:  # an estate keeps its direction
            turn, long, wide = _measure(face, axis)
        lengthwise = style.along and wide > style.along
        direction = turn if lengthwise else turn + math.pi / 2
        reach = wide if lengthwise else long
        if style.along and not lengthwise and long < wide * 1.3:
            direction = turn
        side = direction + math.pi / 2
        for attempt in range(9):
            off = self.random.uniform(-0.16, 0.16) * reach * (1 + attempt / 8)
            if lengthwise and wide > 2 * style.along:
                off = (self.random.choice((-1, 1)) * (0.5 - style.along * 0.62 / wide)) * wide
            skew = math.radians(self.random.gauss(0, style.skew))
            through = (centre[0] + math.cos(side) * off, centre[1] + math.sin(side) * off)
            halves = self._across(face, through, direction + skew, style)
            if halves is not None:
                return halves
        return None

    def _across(self, face: Polygon, through: Pt, direction: float, style: Style) -> tuple[Polygon, Polygon] | None:
        ring = np.asarray(face.exterior.coords)[:-1]
        ends = _hits(ring, through, direction)
        if ends is None:
            return None
        feet = []
        for end in ends:
            foot = self._foot(ring, *end, style)
            if foot is None:
                return None
            feet.append(foot)
        (p, i, np_), (q, j, nq) = feet
        if i == j or math.dist(p, q) < max(40, style.least):
            return None
        stopped = [self.barriers.dwithin(Point(p), 1), self.barriers.dwithin(Point(q), 1)]
        if all(stopped):
            return None
        curve = self._curve(p, q, np_, nq, style)
        inner = LineString(curve[1:-1]) if len(curve) > 3 else LineString([_mix(p, q, 0.2), _mix(p, q, 0.8)])
        if not face.contains(inner) or face.exterior.distance(inner.interpolate(0.5, True)) < style.least:
            return None
        a = [*curve[::-1], *map(tuple, _between(ring, i, j))]
        b = [*curve, *map(tuple, _between(ring, j, i))]
        halves = Polygon(a), Polygon(b)
        if min(half.area for half in halves) < 0.18 * face.area or not all(half.is_valid for half in halves):
            return None
        line = LineString(curve)
        for end, hit in zip((0, 1), stopped, strict=True):
            if hit:
                if line.length < 90:
                    return None
                line = substring(line, 28, line.length) if end == 0 else substring(line, 0, line.length - 28)
            else:
                self._joint((p, q)[end])
        self.ways.append(Way(list(line.coords), style.kind, style=style.name))
        return shapely.orient_polygons(halves[0]), shapely.orient_polygons(halves[1])

    def _foot(self, ring: Any, p: Pt, i: int, style: Style) -> tuple[Pt, int, Pt] | None:
        """Where a cut meets the side `i`: moved onto a joint that is near, refused beside one. With the normal that looks inward."""
        joint = self._near(p, max(style.snap, style.least))
        a, b = ring[i], ring[(i + 1) % len(ring)]
        if joint is not None:
            if style.snap and math.dist(p, joint) < style.snap and _off(a, b, joint) < 0.3:
                p = joint
            elif math.dist(p, joint) < style.least * 0.9:
                return None
        for corner in (a, b):
            if 0 < math.dist(p, corner) < 3:
                p = (float(corner[0]), float(corner[1]))
        long = math.dist(a, b) or 1.0
        return p, i, (-(b[1] - a[1]) / long, (b[0] - a[0]) / long)

    def _curve(self, p: Pt, q: Pt, np_: Pt, nq: Pt, style: Style) -> Path:
        long = math.dist(p, q)
        ahead = ((q[0] - p[0]) / long, (q[1] - p[1]) / long)
        square = style.square * min(1.0, 160 / long + 0.35)
        u = _unit(ahead[0] * (1 - square) + np_[0] * square, ahead[1] * (1 - square) + np_[1] * square)
        v = _unit(-ahead[0] * (1 - square) + nq[0] * square, -ahead[1] * (1 - square) + nq[1] * square)
        bow = self.random.gauss(0, style.bow) * long
        other = bow if self.random.random() < 0.75 else -bow * 0.7
        h = long * 0.36
        a = (p[0] + u[0] * h - ahead[1] * bow, p[1] + u[1] * h + ahead[0] * bow)
        b = (q[0] + v[0] * h - ahead[1] * other, q[1] + v[1] * h + ahead[0] * other)
        return bezier(p, a, b, q)

    def _close(self, block: Polygon, style: Style) -> None:
        """A dead end into a block that is deep enough."""
        if self.random.random() > style.ends or block.area < style.block * 0.55:
            return
        ring = np.asarray(block.exterior.coords)[:-1]
        for _ in range(5):
            at = self.random.random() * block.exterior.length
            p = block.exterior.interpolate(at)
            i = int(np.searchsorted(np.cumsum(np.hypot(*np.diff(np.vstack([ring, ring[:1]]), axis=0).T)), at))
            foot = self._foot(ring, (p.x, p.y), min(i, len(ring) - 1), replace(style, snap=0))
            if foot is None or self.barriers.dwithin(p, 1) or self.edge.dwithin(p, 1):
                continue
            origin, _, normal = foot
            far = _hits(ring, (p.x + normal[0] * 0.5, p.y + normal[1] * 0.5), math.atan2(normal[1], normal[0]))
            if far is None:
                continue
            depth = math.dist(origin, far[1][0]) * self.random.uniform(0.45, 0.62)
            if depth < 42:
                continue
            depth = min(depth, 190)
            swing = self.random.gauss(0, 0.16) * depth
            end = (origin[0] + normal[0] * depth - normal[1] * swing, origin[1] + normal[1] * depth + normal[0] * swing)
            knee = (origin[0] + normal[0] * depth * 0.5, origin[1] + normal[1] * depth * 0.5)
            line = LineString(bezier(origin, knee, knee, end))
            if block.exterior.distance(Point(end)) < 24 or not block.contains(LineString(line.coords[1:])):
                continue
            self._joint(origin)
            self.ways.append(Way(list(line.coords), style.kind, style="close"))
            if depth > 80 and self.random.random() < 0.5:
                self._arm(block, line, style)
            return

    def _arm(self, block: Polygon, stem: LineString, style: Style) -> None:
        p = stem.coords[-1]
        q = stem.coords[-2]
        ahead = _unit(p[0] - q[0], p[1] - q[1])
        for side in (1, -1):
            long = self.random.uniform(40, 75)
            end = (p[0] - ahead[1] * side * long, p[1] + ahead[0] * side * long)
            arm = LineString([p, end])
            if block.contains(arm) and block.exterior.distance(Point(end)) > 22:
                self.ways.append(Way(list(arm.coords), style.kind, style="close"))


def _unit(x: float, y: float) -> Pt:
    long = math.hypot(x, y) or 1.0
    return x / long, y / long


def _mix(p: Pt, q: Pt, t: float) -> Pt:
    return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t


def _off(a: Any, b: Any, p: Pt) -> float:
    return float(LineString([a, b]).distance(Point(p)))


def _frame(face: Polygon) -> tuple[float, float, float, Pt]:
    """Direction of the long axis, length, width and middle of a face."""
    box = np.asarray(face.minimum_rotated_rectangle.exterior.coords)[:4]
    one, two = box[1] - box[0], box[2] - box[1]
    long, wide = float(np.hypot(*one)), float(np.hypot(*two))
    if long < wide:
        one, long, wide = two, wide, long
    middle = face.centroid if face.contains(face.centroid) else face.representative_point()
    return math.atan2(one[1], one[0]), long, wide, (middle.x, middle.y)


def _measure(face: Polygon, axis: float) -> tuple[float, float, float]:
    """Direction, length and width of a face measured along `axis` or across it, whichever is longer."""
    ring = np.asarray(face.exterior.coords)
    c, s = math.cos(axis), math.sin(axis)
    a, b = np.ptp(ring @ (c, s)), np.ptp(ring @ (-s, c))
    return (axis, float(a), float(b)) if a >= b else (axis + math.pi / 2, float(b), float(a))


def _hits(ring: Any, through: Pt, direction: float) -> tuple[tuple[Pt, int], tuple[Pt, int]] | None:
    """Where a straight line through a point inside leaves the ring, backward and forward; with the side's number."""
    d = np.array([math.cos(direction), math.sin(direction)])
    a = ring - through
    e = np.roll(ring, -1, axis=0) - ring
    det = e[:, 0] * d[1] - e[:, 1] * d[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        s = (a[:, 1] * d[0] - a[:, 0] * d[1]) / det
        t = (a[:, 1] * e[:, 0] - a[:, 0] * e[:, 1]) / det
    on = (s >= 0) & (s < 1) & np.isfinite(t)
    back, ahead = np.where(on & (t < 0))[0], np.where(on & (t > 0))[0]
    if not len(back) or not len(ahead):
        return None
    i, j = int(back[np.argmax(t[back])]), int(ahead[np.argmin(t[ahead])])
    at = lambda k: ((through[0] + d[0] * float(t[k]), through[1] + d[1] * float(t[k])), k)  # noqa: E731
    return at(i), at(j)


def _between(ring: Any, i: int, j: int) -> Any:
    """Vertices after side `i` up to side `j`."""
    n = len(ring)
    count = (j - i) % n
    return ring[[(i + 1 + k) % n for k in range(count)]]
