"""Measuring a face of the network: its axes, where a line leaves it, where streets meet on its rim."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import numpy as np

from dashboard.sandbox.town.curves import Pt

_CELL = 40.0  # m


class Joints:
    """Points where streets meet, found by nearness."""

    def __init__(self, points: list[Pt]) -> None:
        self._cells: dict[tuple[int, int], list[Pt]] = defaultdict(list)
        for point in points:
            self.add(point)

    def add(self, p: Pt) -> None:
        self._cells[round(p[0] / _CELL), round(p[1] / _CELL)].append(p)

    def near(self, p: Pt, reach: float) -> Pt | None:
        """The nearest joint within `reach` (at most 40 m), or None."""
        i, j = round(p[0] / _CELL), round(p[1] / _CELL)
        found = [q for a in (-1, 0, 1) for b in (-1, 0, 1) for q in self._cells.get((i + a, j + b), ())]
        best = min(found, key=lambda q: math.dist(p, q), default=None)
        return best if best is not None and math.dist(p, best) < reach else None


def ring_of(face: Any) -> Any:
    """The corners of a face as an array (n, 2), the first not repeated."""
    return np.asarray(face.exterior.coords)[:-1]


def frame(face: Any) -> tuple[float, float, float, Pt]:
    """Direction of the long axis (radians), length, width and middle."""
    box = np.asarray(face.minimum_rotated_rectangle.exterior.coords)[:4]
    one, two = box[1] - box[0], box[2] - box[1]
    long, wide = float(np.hypot(*one)), float(np.hypot(*two))
    if long < wide:
        one, long, wide = two, wide, long
    middle = face.centroid if face.contains(face.centroid) else face.representative_point()
    return math.atan2(one[1], one[0]), long, wide, (middle.x, middle.y)


def measure(face: Any, axis: float) -> tuple[float, float, float]:
    """Direction, length and width measured along `axis` or across it, whichever is longer."""
    ring = ring_of(face)
    c, s = math.cos(axis), math.sin(axis)
    a, b = float(np.ptp(ring @ (c, s))), float(np.ptp(ring @ (-s, c)))
    return (axis, a, b) if a >= b else (axis + math.pi / 2, b, a)


def ways_out(ring: Any, through: Pt, direction: float) -> tuple[tuple[Pt, int], tuple[Pt, int]] | None:
    """Where a straight line through a point inside leaves the ring, backward and forward; each with the number of the side."""
    d = np.array([math.cos(direction), math.sin(direction)])
    a = ring - through
    e = np.concatenate([ring[1:], ring[:1]]) - ring
    det = e[:, 0] * d[1] - e[:, 1] * d[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        s = (a[:, 1] * d[0] - a[:, 0] * d[1]) / det
        t = (a[:, 1] * e[:, 0] - a[:, 0] * e[:, 1]) / det
    on = (s >= 0) & (s < 1) & np.isfinite(t)
    back, ahead = np.where(on & (t < 0))[0], np.where(on & (t > 0))[0]
    if not len(back) or not len(ahead):
        return None
    i, j = int(back[np.argmax(t[back])]), int(ahead[np.argmin(t[ahead])])
    p, q = through + d * t[i], through + d * t[j]
    return ((float(p[0]), float(p[1])), i), ((float(q[0]), float(q[1])), j)


def corners_between(ring: Any, i: int, j: int) -> list[Pt]:
    """The corners after side `i` up to side `j`."""
    n = len(ring)
    return [(float(ring[k % n][0]), float(ring[k % n][1])) for k in range(i + 1, i + 1 + (j - i) % n)]


def inward(ring: Any, i: int) -> Pt:
    """The direction at a right angle from side `i` into the face, whose corners run anticlockwise."""
    a, b = ring[i], ring[(i + 1) % len(ring)]
    return unit(-float(b[1] - a[1]), float(b[0] - a[0]))


def unit(x: float, y: float) -> Pt:
    long = math.hypot(x, y) or 1.0
    return x / long, y / long


def squareness(p: Pt, q: Pt, normal: Pt) -> float:
    """1 where a street that starts from `p` to `q` leaves a side at a right angle, 0 where it runs along it."""
    u = unit(q[0] - p[0], q[1] - p[1])
    return u[0] * normal[0] + u[1] * normal[1]
