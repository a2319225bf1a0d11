"""The places that a run looks at: neighbourhoods, hexagons, and streets cut into parts.

    ground = Places.load(connection)
    located = ground.locate(tickets)              # x, y and the number of its place of each kind, for every ticket
    ground.with_neighbours(located)               # what dashboard.insight.areas wants to know of them
    ground.named("segment", 12_000)               # what a number means: name, neighbourhood, outline

A neighbourhood has its id as number; the first part of street 12 is 12000, so that a part keeps its number while its street stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from dashboard.areas.parts import PART_M, cut
from dashboard.city.hexagons import DEGREE_M, Grid
from dashboard.insight.areas import Place
from dashboard.insight.areas.model import PlaceKind

HEXAGON_M = 250.0
MEET_M = 25.0  # parts that come this near are neighbours
WIDE_M = 35.0  # a part is drawn so far to both sides of its street
MOST_PARTS = 1000
_OFF, _WIDE = 500_000, 1_000_000  # a hexagon's number: two whole numbers of at most half a million either way

Polygons = list[list[list[list[float]]]]  # as city.neighbourhood.rings: polygons, each a list of rings of [lon, lat]


@dataclass(frozen=True, slots=True)
class Named:
    """What a place is called and where it is; `beside` names a street that meets this part of a long one."""

    name: str
    neighbourhood_id: int | None
    street_id: int | None
    lon: float
    lat: float
    outline: Polygons
    beside: str = ""


@dataclass(frozen=True, slots=True)
class _Street:
    name: str
    neighbourhood_id: int | None
    parts: list[shapely.MultiLineString]  # in metres


class Places:
    """The city's ground as a run needs it. Immutable; built anew for each run."""

    def __init__(self, streets: Sequence[Any], quarters: Sequence[Any]) -> None:
        """`streets`: rows of id, name, village, neighbourhood_id, lines; `quarters`: id, name, rings, lon, lat."""
        corners = [line[0] for street in streets for line in street.lines] or [quarter.rings[0][0][0] for quarter in quarters]
        # To a tenth of a degree, so that the honeycomb stays where it is when a street is added.
        self.grid = Grid.of(HEXAGON_M, round(float(np.mean([corner[1] for corner in corners])), 1) if corners else 50.0)
        self._metre = np.array([HEXAGON_M / self.grid.dx, DEGREE_M])
        seen = pd.Series([street.name for street in streets], dtype=object)
        twins = set(seen[seen.duplicated()])
        self._streets = {
            int(street.id): _Street(
                f"{street.name} ({street.village})" if street.name in twins and street.village else str(street.name),
                street.neighbourhood_id,
                cut([shapely.LineString(np.asarray(line) * self._metre) for line in street.lines if len(line) > 1])[:MOST_PARTS],
            )
            for street in streets
        }
        self._quarters = {int(quarter.id): quarter for quarter in quarters}
        self._areas = [shapely.make_valid(self._in_metres(quarter.rings)) for quarter in quarters]
        self._area_tree = shapely.STRtree(self._areas)
        numbered = [(id * MOST_PARTS + n, part) for id, street in self._streets.items() for n, part in enumerate(street.parts)]
        self._numbers = np.array([number for number, _ in numbered], dtype=np.int64)
        self._parts = [part for _, part in numbered]
        self._part_tree = shapely.STRtree(self._parts)

    @classmethod
    def load(cls, connection: Connection) -> Places:
        """The places of what is in city.street and city.neighbourhood now."""
        streets = connection.execute(text("select id, name, village, neighbourhood_id, lines from city.street order by id")).all()
        quarters = connection.execute(text("select id, name, rings, lon, lat from city.neighbourhood order by id")).all()
        return cls(streets, quarters)

    # --- where tickets are ---

    def locate(self, tickets: pd.DataFrame) -> pd.DataFrame:
        """x, y (metres), neighbourhood, hexagon, segment (missing = in none) for rows of neighbourhood_id, street_id, lat, lon."""
        lon, lat = tickets.lon.to_numpy(float), tickets.lat.to_numpy(float)
        located = pd.DataFrame({"x": lon * self._metre[0], "y": lat * self._metre[1]}, index=tickets.index)
        located["neighbourhood"] = tickets.neighbourhood_id.astype("Int64")
        located["hexagon"] = self._hexagons(lon, lat)
        located["segment"] = self._segments(tickets, located)
        return located

    def _hexagons(self, lon: NDArray[Any], lat: NDArray[Any]) -> pd.arrays.IntegerArray:
        known = ~np.isnan(lon) & ~np.isnan(lat)
        i, j = self.grid.cells(np.where(known, lon, 0.0), np.where(known, lat, 0.0))
        return pd.arrays.IntegerArray((i + _OFF) * _WIDE + j + _OFF, ~known)

    def _segments(self, tickets: pd.DataFrame, located: pd.DataFrame) -> pd.arrays.IntegerArray:
        """The nearest part of the ticket's own street; a long street without a point says too little."""
        numbers = np.zeros(len(tickets), dtype=np.int64)
        points, pointed = shapely.points(located.x.to_numpy(), located.y.to_numpy()), tickets.lat.notna().to_numpy()
        for street, rows in pd.Series(np.arange(len(tickets))).groupby(tickets.street_id.to_numpy(float)):
            found, at = self._streets.get(int(street)), rows.to_numpy()
            if found is None or not found.parts:
                continue
            first = int(street) * MOST_PARTS
            if len(found.parts) == 1:
                numbers[at] = first
                continue
            at = at[pointed[at]]
            numbers[at] = first + np.argmin([shapely.distance(part, points[at]) for part in found.parts], axis=0)
        return pd.arrays.IntegerArray(numbers, numbers == 0)

    # --- what is beside what ---

    def with_neighbours(self, located: pd.DataFrame) -> list[Place]:
        """The neighbourhoods, and those hexagons and parts in which a ticket lies, each with what surrounds it."""
        return [*self._beside_quarters(), *self._beside_hexagons(located.hexagon.dropna()), *self._beside_parts()]

    def _beside_quarters(self) -> Iterable[Place]:
        ids = np.array(list(self._quarters), dtype=np.int64)
        for n, near in enumerate(_pairs(self._area_tree, self._areas, MEET_M)):
            yield Place("neighbourhood", int(ids[n]), tuple(ids[near].tolist()))

    def _beside_hexagons(self, numbers: pd.Series) -> Iterable[Place]:
        for number in sorted(map(int, numbers.unique())):
            i, j = divmod(number, _WIDE)
            steps = ((2, 0), (1, 1), (-1, 1), (-2, 0), (-1, -1), (1, -1))
            around = tuple((i + di) * _WIDE + j + dj for di, dj in steps)
            yield Place("hexagon", number, around, self._quarter(*self._middle(number)))

    def _beside_parts(self) -> Iterable[Place]:
        for n, near in enumerate(_pairs(self._part_tree, self._parts, MEET_M)):
            home = self._streets[int(self._numbers[n]) // MOST_PARTS].neighbourhood_id
            yield Place("segment", int(self._numbers[n]), tuple(self._numbers[near].tolist()), home)

    # --- what they are called ---

    def named(self, kind: PlaceKind, number: int) -> Named:
        """What a number means."""
        if kind == "neighbourhood":
            row = self._quarters[number]
            return Named(str(row.name), number, None, row.lon, row.lat, row.rings)
        return self._hexagon(number) if kind == "hexagon" else self._part(number)

    def street(self, id: int) -> str:
        """A street's name, with its village where there are two of that name."""
        return self._streets[id].name

    def at(self, x: float, y: float) -> tuple[float, float, str]:
        """Longitude, latitude and the nearest street of a point in metres."""
        lon, lat = x / self._metre[0], y / self._metre[1]
        street = self._nearest(lon, lat)
        return lon, lat, self.street(street) if street is not None else ""

    def _middle(self, number: int) -> tuple[float, float]:
        i, j = divmod(number, _WIDE)
        return (i - _OFF) * self.grid.dx / 2, (j - _OFF) * self.grid.dy / 2

    def _hexagon(self, number: int) -> Named:
        lon, lat = self._middle(number)
        i, j = divmod(number, _WIDE)
        ring, street = self.grid.ring(i - _OFF, j - _OFF), self._nearest(lon, lat)
        return Named(self.street(street) if street is not None else "", self._quarter(lon, lat), street, lon, lat, [[[*ring, ring[0]]]])

    def _part(self, number: int) -> Named:
        street, n = divmod(number, MOST_PARTS)
        row = self._streets[street]
        part = row.parts[n]
        middle = max(part.geoms, key=lambda line: line.length).interpolate(0.5, normalized=True)
        lon, lat = float(middle.x / self._metre[0]), float(middle.y / self._metre[1])
        beside = self._nearest(lon, lat, other_than=street) if len(row.parts) > 1 else None
        outline = self._outline(shapely.buffer(part, WIDE_M, quad_segs=3).simplify(3.0))
        return Named(row.name, row.neighbourhood_id, street, lon, lat, outline, self.street(beside) if beside is not None else "")

    def _outline(self, shape: Any) -> Polygons:
        def degrees(ring: Any) -> list[list[float]]:
            return (np.asarray(ring.coords) / self._metre).round(5).tolist()  # type: ignore[no-any-return]

        return [[degrees(one.exterior), *map(degrees, one.interiors)] for one in getattr(shape, "geoms", [shape])]

    def _in_metres(self, rings: Polygons) -> shapely.MultiPolygon:
        return shapely.MultiPolygon(
            [(np.asarray(polygon[0]) * self._metre, [np.asarray(hole) * self._metre for hole in polygon[1:]]) for polygon in rings]
        )

    def _nearest(self, lon: float, lat: float, other_than: int | None = None) -> int | None:
        """The street nearest to a point, at most a part's length away."""
        spot = shapely.Point(lon * self._metre[0], lat * self._metre[1])
        near = self._part_tree.query(spot, predicate="dwithin", distance=PART_M)
        found = ((spot.distance(self._parts[n]), int(self._numbers[n]) // MOST_PARTS) for n in near)
        return min((pair for pair in found if pair[1] != other_than), default=(0.0, None))[1]

    def _quarter(self, lon: float, lat: float) -> int | None:
        """The neighbourhood of a point, the smallest of several."""
        ids = list(self._quarters)
        inside = self._area_tree.query(shapely.Point(lon * self._metre[0], lat * self._metre[1]), predicate="intersects")
        return min(((self._areas[n].area, ids[n]) for n in inside), default=(0.0, None))[1]


def _pairs(tree: shapely.STRtree, shapes: Sequence[Any], metres: float) -> list[NDArray[Any]]:
    """For each shape the positions of the others that come so near."""
    if not len(shapes):
        return []
    mine, other = tree.query(shapes, predicate="dwithin", distance=metres)
    order = np.argsort(mine, kind="stable")
    mine, other = mine[order], other[order]
    keep = mine != other
    return np.split(other[keep], np.searchsorted(mine[keep], np.arange(1, len(shapes))))
