"""Which neighbourhood a point lies in."""

from __future__ import annotations

from collections.abc import Sequence

from shapely import STRtree
from shapely.geometry import Point, Polygon

from .town.model import Neighbourhood


class Quarters:
    """The neighbourhoods of a town, searched by point."""

    def __init__(self, neighbourhoods: Sequence[Neighbourhood]) -> None:
        self._names = [one.name for one in neighbourhoods]
        self._tree = STRtree([Polygon(one.rings[0], one.rings[1:]) for one in neighbourhoods])

    def of(self, lon: float, lat: float) -> str | None:
        """The name, or None outside the town."""
        found = self._tree.query(Point(lon, lat), predicate="within")
        return self._names[found[0]] if len(found) else None
