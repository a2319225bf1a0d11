"""Lines as roads run: smooth, gently bent, in metres around the town hall (x east, y north)."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from random import Random
from typing import Any

import shapely

Pt = tuple[float, float]
Path = list[Pt]

LAT0, LON0 = 50.815, 5.19
_X = math.cos(math.radians(LAT0)) * 1.11320  # metres in 1e-5 degree of longitude
_Y = 1.11260


def to_grid(point: Pt) -> Pt:
    """Metres to units of 1e-5 degree from the origin: the grid on which all that is stored lies."""
    return point[0] / _X, point[1] / _Y


def to_metres(point: Pt) -> Pt:
    return point[0] * _X, point[1] * _Y


def to_degrees(point: Pt) -> Pt:
    """A grid point as lon, lat with 5 decimals."""
    return round(LON0 + point[0] / 1e5, 5), round(LAT0 + point[1] / 1e5, 5)


def spline(points: Path, step: float = 30.0, closed: bool = False) -> Path:
    """A smooth line through `points` (Catmull-Rom), a vertex about every `step` metres."""
    hull = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    path: Path = []
    for a, b, c, d in zip(hull, hull[1:], hull[2:], hull[3:], strict=False):
        pieces = max(1, round(math.dist(b, c) / step))
        for k in range(pieces):
            t = k / pieces
            path.append((_catmull(a[0], b[0], c[0], d[0], t), _catmull(a[1], b[1], c[1], d[1], t)))
    path.append(path[0] if closed else points[-1])
    return path


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def bezier(p: Pt, a: Pt, b: Pt, q: Pt, step: float = 22.0) -> Path:
    """From `p` to `q`, leaving towards `a` and arriving from `b`."""
    pieces = min(16, max(2, round(math.dist(p, q) / step)))
    path = []
    for k in range(pieces + 1):
        t = k / pieces
        u = 1 - t
        w = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        path.append((w[0] * p[0] + w[1] * a[0] + w[2] * b[0] + w[3] * q[0], w[0] * p[1] + w[1] * a[1] + w[2] * b[1] + w[3] * q[1]))
    return path


def winding(points: Path, sway: float, random: Random) -> Path:
    """A country road past `points` that bends a few times between them; `sway` metres aside at most."""
    way: Path = [points[0]]
    for p, q in pairwise(points):
        long = math.dist(p, q)
        bends = max(1, round(long / random.uniform(380, 620)))
        side = random.choice((-1, 1))
        for k in range(1, bends + 1):
            t = (k + random.uniform(-0.2, 0.2)) / (bends + 1)
            off = side * random.uniform(0.25, 1) * min(sway, long / 9)
            side = -side if random.random() < 0.7 else side
            way.append((p[0] + (q[0] - p[0]) * t - (q[1] - p[1]) / long * off, p[1] + (q[1] - p[1]) * t + (q[0] - p[0]) / long * off))
        way.append(q)
    return spline(way, 28)


def polar(angle: float, radius: float) -> Pt:
    """`angle` in degrees from the east, to the left."""
    return radius * math.cos(math.radians(angle)), radius * math.sin(math.radians(angle))


def oval(centre: Pt, long: float, wide: float, turn: float, random: Random, wobble: float = 0.08, corners: int = 8) -> Path:
    """A closed, slightly irregular ring; `turn` in degrees."""
    points: Path = []
    for k in range(corners):
        a = 2 * math.pi * k / corners
        r = 1 + random.uniform(-wobble, wobble)
        x, y, t = long * r * math.cos(a), wide * r * math.sin(a), math.radians(turn)
        points.append((centre[0] + x * math.cos(t) - y * math.sin(t), centre[1] + x * math.sin(t) + y * math.cos(t)))
    return spline(points, 18, closed=True)


def rounded(corners: Path, share: float = 0.24, times: int = 2) -> Path:
    """A closed polygon whose corners are cut off again and again, so that straight sides remain (Chaikin)."""
    for _ in range(times):
        cut: Path = []
        for p, q in pairwise([*corners, corners[0]]):
            cut += [between(p, q, share), between(p, q, 1 - share)]
        corners = cut
    return [*corners, corners[0]]


def between(p: Pt, q: Pt, t: float) -> Pt:
    """The point at the share `t` of the way from `p` to `q`."""
    return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t


def first_point(shape: Any) -> Pt:
    """A point of an intersection, always the same one."""
    part = getattr(shape, "geoms", [shape])[0]
    return float(part.x), float(part.y)


def points_of(line: Any) -> Path:
    return [(float(x), float(y)) for x, y in line.coords]


def grid_shape(shape: Any) -> Any:
    """A shape in metres, on the grid."""
    return shapely.transform(shape, lambda at: at / (_X, _Y))


def degrees_shape(shape: Any) -> dict[str, Any]:
    """A shape on the grid as GeoJSON in degrees with 5 decimals."""
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(shapely.transform(shape, lambda at: at / 1e5 + (LON0, LAT0))))
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _rounded(value: Any) -> Any:
    return round(value, 5) if isinstance(value, float) else [_rounded(item) for item in value]
