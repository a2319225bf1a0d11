"""A neighbourhood's map as SVG, from the city's own geometry: no tiles, no letters (those are set over it as text).

    plan = street_plan(rings, streets, open_by_street, begins, backdrop)
    plan.svg, plan.spot[street_id]      # where a sign stands, in shares of width and height
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.screen.ramp import step
from dashboard.screen.theme import INK, RAMP

WIDTH = 1000.0
#: Around the outline, in shares of its larger side; and the flattest and the tallest picture, as height by width.
MARGIN, FLATTEST, TALLEST = 0.04, 0.45, 0.6
GROUND = {"built": "#F1EEE7", "park": "#E3EBD9", "water": "#D3E3EA", "rail": "#CFC9BC"}


@dataclass(frozen=True, slots=True)
class Plan:
    """`height` in shares of the width."""

    svg: str
    height: float
    spot: dict[int, tuple[float, float]]


def street_plan(
    rings: Sequence[Any], streets: Iterable[Any], waiting: Mapping[int, int], begins: tuple[float, ...], backdrop: Iterable[Any]
) -> Plan:
    """`rings` as city.neighbourhood has them; `streets`: rows with id, lines, own; `waiting`: open by street; `begins`: of steps."""
    frame = _Frame.around(rings)
    drawn = [f'<rect width="{WIDTH:.0f}" height="{frame.height:.0f}" fill="#F7F5F0"/>']
    drawn += [_ground(frame, shape) for shape in backdrop if shape.kind in GROUND]
    outline = "".join(frame.path(ring, close=True) for polygon in rings for ring in polygon)
    drawn.append(f'<path d="{outline}" fill="#FFFFFF" fill-opacity="0.55" fill-rule="evenodd"/>')
    rows = list(streets)
    for row in sorted((row for row in rows if not row.own), key=lambda row: row.id):
        drawn.append(_line(frame, row.lines, "#E2DED4", 2.2))
    own = sorted((row for row in rows if row.own), key=lambda row: waiting.get(row.id, 0))
    spot = {}
    for row in own:
        n = step(waiting.get(row.id, 0), begins)
        drawn.append(_line(frame, row.lines, RAMP["light"][n], 3.4 if n == 0 else 5.5 + 1.1 * n))
        longest = max(row.lines, key=len)
        spot[int(row.id)] = frame.share(*longest[len(longest) // 2])
    dashed = f'stroke="{INK["light"]}" stroke-width="1.6" stroke-dasharray="7 5" stroke-opacity="0.55"'
    drawn.append(f'<path d="{outline}" fill="none" {dashed}/>')
    size = f'viewBox="0 0 {WIDTH:.0f} {frame.height:.0f}" width="{WIDTH:.0f}" height="{frame.height:.0f}"'
    return Plan(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>', frame.height / WIDTH, spot)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Degrees to the picture's units, true to shape at this latitude."""

    west: float
    north: float
    scale_x: float
    scale_y: float
    height: float

    @classmethod
    def around(cls, rings: Sequence[Any]) -> _Frame:
        points = [point for polygon in rings for point in polygon[0]]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        stretch = math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * stretch or 1e-6, (north - south) or 1e-6
        wide, high = wide + 2 * MARGIN * max(wide, high), high + 2 * MARGIN * max(wide, high)
        shape = min(max(high / wide, FLATTEST), TALLEST)
        full_wide, full_high = max(wide, high / shape), max(high, wide * shape)
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        scale = WIDTH / full_wide
        return cls(middle_x - full_wide / 2 / stretch, middle_y + full_high / 2, scale * stretch, scale, full_high * scale)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.scale_x, (self.north - lat) * self.scale_y

    def share(self, lon: float, lat: float) -> tuple[float, float]:
        x, y = self.at(lon, lat)
        return min(max(x / WIDTH, 0.02), 0.98), min(max(y / self.height, 0.03), 0.97)

    def path(self, points: Sequence[Any], close: bool = False) -> str:
        told = "L".join(f"{x:.1f} {y:.1f}" for x, y in (self.at(*point) for point in points))
        return f"M{told}Z" if close else f"M{told}"


def _line(frame: _Frame, lines: Sequence[Any], colour: str, width: float) -> str:
    path = "".join(frame.path(line) for line in lines)
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round" stroke-linejoin="round"/>'


def _ground(frame: _Frame, shape: Any) -> str:
    kind, parts = shape.geometry["type"], shape.geometry["coordinates"]
    colour = GROUND[shape.kind]
    if kind in ("LineString", "MultiLineString"):
        return _line(frame, [parts] if kind == "LineString" else parts, colour, 2.5 if shape.kind == "rail" else 5)
    if kind not in ("Polygon", "MultiPolygon"):
        return ""
    path = "".join(frame.path(ring, close=True) for polygon in ([parts] if kind == "Polygon" else parts) for ring in polygon)
    return f'<path d="{path}" fill="{colour}" fill-rule="evenodd"/>'
