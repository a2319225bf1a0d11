"""Where things happen: points along the streets and near the landmarks of the city's ground.

    scenes = Scenes(town.ground, Random(1))
    spot = scenes.pick(random, "homes")      # a door in a street where people live
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from random import Random

import numpy as np

from .model import Ground, Point, Street

_LAT_M = 111_200.0
# how much a metre of a street of that kind draws such tickets
_KINDS = ("residential", "centre", "square", "radial", "ring", "industrial", "country", "path")
_PULL = {
    "homes": dict(zip(_KINDS, (3.0, 2.5, 1.5, 1.0, 0.4, 0.1, 0.3, 0.2), strict=True)),
    "traffic": dict(zip(_KINDS, (1.0, 2.0, 1.0, 3.0, 3.0, 1.0, 0.7, 0.1), strict=True)),
    "centre": dict(zip(_KINDS, (0.6, 7.0, 9.0, 1.0, 0.9, 0.3, 0.05, 0.3), strict=True)),
    "edge": dict(zip(_KINDS, (1.6, 2.5, 2.0, 0.8, 1.2, 3.0, 0.9, 2.0), strict=True)),
    "any": dict(zip(_KINDS, (1.6, 3.0, 4.0, 1.2, 1.2, 1.2, 0.5, 1.0), strict=True)),
}
_MARKS = {
    "glass": ("glas",),
    "school": ("school", "college", "atheneum", "instituut"),
    "park": ("stadspark", "park ", "lindeveldpark", "weide", "tuin", "bos"),
    "play": ("speel", "stadspark", "lindeveldpark", "sportpark", "weide"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: a street with a house number and a point; `mark` names the landmark it is at."""

    street: int
    number: int
    lon: float
    lat: float
    mark: str = ""


class Scenes:
    """Index of one ground. `random` gives each street its own lasting character."""

    def __init__(self, ground: Ground, random: Random) -> None:
        self.streets = ground.streets
        self._lon_m = _LAT_M * math.cos(math.radians(ground.streets[0].lines[0][0][1]))
        self._measures = [self._measure(street) for street in self.streets]
        seen = Counter(street.name for street in self.streets)
        self.ambiguous = {name for name, times in seen.items() if times > 1}
        self._pulls: dict[str, list[float]] = {}
        for scene, pull in _PULL.items():
            weights = (pull.get(s.kind, 1.0) * s.length_m**0.75 * random.lognormvariate(0, 0.7) for s in self.streets)
            self._pulls[scene] = list(accumulate(weights))
        self._of_quarter: dict[str, list[int]] = {}
        for n, street in enumerate(self.streets):
            self._of_quarter.setdefault(street.neighbourhood, []).append(n)
        corners = [point for points, _ in self._measures for point in points]
        self.centre: Point = (sum(p[0] for p in corners) / len(corners), sum(p[1] for p in corners) / len(corners))
        self.marks = {scene: self._landmarks(ground, words) for scene, words in _MARKS.items()}

    def pick(self, random: Random, scene: str) -> Spot:
        """A place for that kind of ticket anywhere in the city."""
        marks = self.marks.get(scene)
        if marks and random.random() < 0.85:
            return self.at_mark(random, marks[int(random.random() ** 1.6 * len(marks))])
        pulls = self._pulls.get(scene) or self._pulls["homes"]
        return self.along(random, bisect(pulls, random.random() * pulls[-1]))

    def near(self, random: Random, street: int, scene: str) -> Spot:
        """A place near home: that street, or another one of its neighbourhood."""
        marks = self.marks.get(scene)
        if marks:
            home = self._measures[street][0][0]
            return self.at_mark(random, min(marks, key=lambda mark: self._metres(home, (mark.lon, mark.lat))))
        if random.random() < 0.55:
            return self.along(random, street)
        others = self._of_quarter[self.streets[street].neighbourhood]
        return self.along(random, others[int(random.random() * len(others))])

    def along(self, random: Random, street: int, share: float | None = None) -> Spot:
        """A place in a street; `share` of its length from its start, or anywhere."""
        points, far = self._measures[street]
        share = random.random() if share is None else share
        metres = share * far[-1]
        n = min(bisect(far, metres), len(points) - 1)
        (lon0, lat0), (lon1, lat1) = points[n - 1], points[n]
        step = far[n] - far[n - 1]
        part = (metres - far[n - 1]) / step if step else 0.0
        side = 1 if random.random() < 0.5 else -1
        off = side * (4.0 + 5.0 * random.random()) / (step or 1.0)  # beside the road: a quarter turn of its direction
        east, north = (lon1 - lon0) * self._lon_m, (lat1 - lat0) * _LAT_M
        lon = lon0 + (lon1 - lon0) * part - north * off / self._lon_m
        lat = lat0 + (lat1 - lat0) * part + east * off / _LAT_M
        return Spot(street, 1 + 2 * int(metres / 15) + (side > 0), round(lon, 5), round(lat, 5))

    def at_mark(self, random: Random, mark: Spot) -> Spot:
        """A few steps from a landmark."""
        far, turn = 4 + 18 * random.random(), 6.283 * random.random()
        lon = mark.lon + far * math.cos(turn) / self._lon_m
        lat = mark.lat + far * math.sin(turn) / _LAT_M
        return Spot(mark.street, mark.number, round(lon, 5), round(lat, 5), mark.mark)

    def round_through(self, random: Random, quarter: str, stops: int) -> list[Spot]:
        """What a patrol passes: places along some streets of a quarter, street by street."""
        streets = self._of_quarter.get(quarter) or range(len(self.streets))
        lengths = list(accumulate(self.streets[n].length_m**0.7 for n in streets))
        some = sorted({streets[bisect(lengths, random.random() * lengths[-1])] for _ in range(max(2, stops // 2))})
        spots: list[Spot] = []
        for n in range(stops):
            street = some[n * len(some) // stops]
            spots.append(self.along(random, street, (n % 3 + random.random()) / 3))
        return spots

    def _measure(self, street: Street) -> tuple[list[Point], list[float]]:
        points = max(street.lines, key=len)
        return points, list(accumulate((self._metres(a, b) for a, b in pairwise(points)), initial=0.0))

    def _metres(self, a: Point, b: Point) -> float:
        return math.hypot((a[0] - b[0]) * self._lon_m, (a[1] - b[1]) * _LAT_M)

    def _landmarks(self, ground: Ground, words: tuple[str, ...]) -> list[Spot]:
        found = [(name, point) for name, point in ground.places.items() if any(word in f"{name.casefold()} " for word in words)]
        if words != _MARKS["glass"]:  # a bottle bank bears the name of its street
            found = [(name, point) for name, point in found if not name.startswith("Glas") and name != "Recyclagepark"]
        return [self._nearest(point, name) for name, point in found]

    def _nearest(self, point: Point, mark: str) -> Spot:
        corners, owners = self._corners
        metres = (corners - point) * (self._lon_m, _LAT_M)
        street = int(owners[int(np.argmin((metres**2).sum(axis=1)))])
        return Spot(street, 1 + 2 * (len(mark) % 20), point[0], point[1], mark)

    @cached_property
    def _corners(self) -> tuple[np.ndarray, np.ndarray]:
        """All corners of all streets, and whose they are."""
        corners = [point for points, _ in self._measures for point in points]
        owners = [n for n, (points, _) in enumerate(self._measures) for _ in points]
        return np.array(corners), np.array(owners)
