"""Streets from the network: each edge belongs to a quarter, edges that run on are one street, each street gets a name."""

from __future__ import annotations

import math
from collections import defaultdict
from random import Random

import shapely
from shapely.geometry import LineString, Polygon

from dashboard.sandbox.town.curves import Pt, to_degrees, to_metres
from dashboard.sandbox.town.model import Line, Neighbourhood, Street
from dashboard.sandbox.town.names import Names
from dashboard.sandbox.town.net import Edge, Stroke, strokes
from dashboard.sandbox.town.plan import TOWN

# a way as short as this usually carries its neighbour's name; a dead end may be longer (metres)
SHORT = {"centre": (90.0, 130.0), "country": (300.0, 420.0), "path": (200.0, 240.0), "industrial": (150.0, 260.0)}
SCRAP_M = 45.0  # too short for a name of its own
SHORT_ELSEWHERE = (160.0, 230.0)
WALLS = ("Tongersevest", "Luikervest", "Naamsevest", "Tiensevest", "Diestervest", "Hasseltsevest")  # clockwise from the east


def name_streets(edges: list[Edge], quarters: list[Neighbourhood], random: Random) -> list[Street]:
    """All streets, by village and name."""
    _settle(edges, quarters)
    _walls(edges)
    _roads(edges)
    chains = sorted(strokes(edges), key=lambda stroke: -stroke.metres)
    names = Names(random)
    at: dict[Pt, list[Stroke]] = defaultdict(list)
    for stroke in chains:
        for edge in stroke.edges:
            at[edge.line[0]].append(stroke)
            at[edge.line[-1]].append(stroke)
    for stroke in chains:
        if stroke.name:
            names.take(stroke.name, stroke.edges[0].village)
    for stroke in chains:
        if not stroke.name:
            first = stroke.edges[0]
            stroke.name = _neighbours_name(stroke, at, random) or names.next(
                first.quarter, first.village, first.kind, stroke.metres
            )
    return _streets(chains, quarters)


def _neighbours_name(stroke: Stroke, at: dict[Pt, list[Stroke]], random: Random) -> str:
    loose = min(len({id(other) for other in at[end]}) for end in stroke.ends) == 1
    scrap = stroke.metres < SCRAP_M
    if not scrap and (stroke.metres > SHORT.get(stroke.edges[0].kind, SHORT_ELSEWHERE)[loose] or random.random() < 0.08):
        return ""
    near = [other for end in stroke.ends for other in at[end] if other.name and other.edges[0].village == stroke.edges[0].village]
    near = [other for other in near if scrap or other.edges[0].kind not in ("radial", "ring", "square")]
    return max(near, key=lambda other: other.metres).name if near else ""


def _settle(edges: list[Edge], quarters: list[Neighbourhood]) -> None:
    """Say of each edge in which quarter it lies: the one that holds most of it."""
    areas = [Polygon(quarter.rings[0], quarter.rings[1:]) for quarter in quarters]
    lines = [LineString([to_degrees(p) for p in edge.line]) for edge in edges]
    best: dict[int, tuple[float, int]] = {}
    tree = shapely.STRtree(areas)
    for n, m in zip(*tree.query(lines, predicate="intersects"), strict=True):
        inside = shapely.intersection(lines[n], areas[m]).length
        best[int(n)] = max(best.get(int(n), (-1.0, 0)), (inside, -int(m)))
    for n, edge in enumerate(edges):
        quarter = quarters[-best[n][1]] if n in best else quarters[int(tree.nearest(lines[n]))]
        edge.quarter, edge.village = quarter.name, quarter.village
    at: dict[Pt, list[Edge]] = defaultdict(list)
    for edge in edges:
        at[edge.line[0]].append(edge)
        at[edge.line[-1]].append(edge)
    for edge in edges:
        others = [other for end in (edge.line[0], edge.line[-1]) for other in at[end] if other is not edge]
        if edge.metres < SCRAP_M and all(other.village != edge.village for other in others):  # a border beside a junction
            longest = max(others, key=lambda other: other.metres)
            edge.quarter, edge.village = longest.quarter, longest.village


def _walls(edges: list[Edge]) -> None:
    """The boulevard on the old walls has another name after every gate or so."""
    for edge in edges:
        if edge.name == "Vest":
            x, y = to_metres(edge.line[len(edge.line) // 2])
            edge.name = WALLS[int((-math.degrees(math.atan2(y, x)) + 30) % 360 // 60)]


def _roads(edges: list[Edge]) -> None:
    """A road between two villages is called, in each, after the other one."""
    for edge in edges:
        if "|" in edge.name:
            one, other = edge.name.split("|")
            if edge.village == other:
                one, other = other, one
            to = f"{other}straat" if edge.village == one else f"Oude {one}baan"
            edge.name = {f"Oude {one}baan": f"{one}weg"}.get(to, to) if edge.village == TOWN else to


def _streets(chains: list[Stroke], quarters: list[Neighbourhood]) -> list[Street]:
    order = {quarter.name: n for n, quarter in enumerate(quarters)}
    named: dict[tuple[str, str], list[Stroke]] = defaultdict(list)
    for stroke in chains:
        named[stroke.edges[0].village, stroke.name].append(stroke)
    streets = []
    for (village, name), parts in named.items():
        lines: list[Line] = [[to_degrees(p) for p in part.line] for part in parts]
        inside: dict[str, float] = defaultdict(float)
        kinds: dict[str, float] = defaultdict(float)
        for part in parts:
            for edge in part.edges:
                inside[edge.quarter] += edge.metres
                kinds[edge.kind] += edge.metres
        home = max(inside, key=lambda quarter: inside[quarter])
        streets.append(Street(name, village, home, max(kinds, key=lambda kind: kinds[kind]), lines, round(sum(p.metres for p in parts), 1)))
    return sorted(streets, key=lambda street: (0 if street.village == TOWN else order[street.neighbourhood], street.name))
