"""Which neighbourhood a point lies in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry import Polygon

from .town.model import Neighbourhood


class Quarters:
    """The neighbourhoods of a town, searched by point."""

    def __init__(self, neighbourhoods: Sequence[Neighbourhood]) -> None:
        self._names = [one.name for one in neighbourhoods]
        self._shapes = np.array([Polygon(one.rings[0], one.rings[1:]) for one in neighbourhoods])
        shapely.prepare(self._shapes)

    def of(self, lon: float, lat: float) -> str | None:
        """The name, or None outside the town."""
        found = shapely.contains_xy(self._shapes, lon, lat).nonzero()[0]
        return self._names[found[0]] if len(found) else None
