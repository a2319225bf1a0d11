"""Streets cut into parts: a long street as a whole says too little about where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
import shapely.ops

PART_M = 300.0
SHORTEST_M = 100.0  # what is left of a street below this goes with its nearest part


def cut(lines: Iterable[shapely.LineString]) -> list[shapely.MultiLineString]:
    """A street's ways (in metres) as parts of about PART_M; a street of less than one and a half is one part."""
    whole = shapely.MultiLineString(list(lines))
    if whole.is_empty:
        return []
    if whole.length < 1.5 * PART_M:
        return [whole]
    pieces: list[Any] = []
    for line in getattr(merged := shapely.line_merge(whole), "geoms", [merged]):
        n = max(1, round(line.length / PART_M))
        pieces += [shapely.ops.substring(line, k / n, (k + 1) / n, normalized=True) for k in range(n)]
    pieces.sort(key=lambda piece: -piece.length)
    parts = [[piece] for piece in pieces if piece.length >= SHORTEST_M] or [[pieces[0]]]
    for piece in pieces[len(parts) :]:
        min(parts, key=lambda part: part[0].distance(piece)).append(piece)
    # From west to east: an order that an import of the same street keeps.
    return sorted((shapely.MultiLineString(part) for part in parts), key=lambda part: part.bounds)
