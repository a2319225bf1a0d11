"""A honeycomb over a city, in degrees.

    grid = Grid.of(200, lat=50.8)
    i, j = grid.cells(lon, lat)      # arrays in, arrays out
    grid.ring(4, -10)                # its six corners
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.city.ground import Box

ACROSS = 40
DEGREE_M = 111_320


@dataclass(frozen=True, slots=True)
class Grid:
    """Width of a hexagon in degrees of longitude (dx), root 3 times that in latitude (dy); middles are (i * dx / 2, j * dy / 2)."""

    dx: float
    dy: float

    @classmethod
    def of(cls, width_m: float, lat: float) -> Grid:
        """Hexagons that are `width_m` wide at that latitude."""
        width = width_m / DEGREE_M
        return cls(width / math.cos(math.radians(lat)), width * math.sqrt(3))

    @classmethod
    def over(cls, box: Box) -> Grid:
        """Hexagons of a round width, about ACROSS of them over the longer side of the box."""
        west, south, east, north = box
        flat = math.cos(math.radians((south + north) / 2))
        metres = max((east - west) * flat, north - south) * DEGREE_M / ACROSS
        return cls.of(next((size for size in (50, 100, 200, 400, 800, 1600) if size >= metres), 3200), (south + north) / 2)

    def cells(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
        """The hexagon of each point, as queries/map/cells.sql finds it: the nearest of two grids of middles wins."""
        x, y = np.asarray(lon) / self.dx, np.asarray(lat) / self.dy
        ai, aj = 2 * np.rint(x), 2 * np.rint(y)
        bi, bj = 2 * np.floor(x) + 1, 2 * np.floor(y) + 1
        first = (x - ai / 2) ** 2 + 3 * (y - aj / 2) ** 2 <= (x - bi / 2) ** 2 + 3 * (y - bj / 2) ** 2
        return np.where(first, ai, bi).astype(np.int64), np.where(first, aj, bj).astype(np.int64)

    def ring(self, i: int, j: int) -> list[list[float]]:
        """The six corners of hexagon (i, j)."""
        x, y = i * self.dx / 2, j * self.dy / 2
        return [
            [round(x + a * self.dx / 2, 6), round(y + b * self.dy / 6, 6)] for a, b in ((0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1))
        ]
