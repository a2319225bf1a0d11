"""Drawn lines become one network: they meet on the 1e-5 degree grid, loose ends go, ways that run on into each other become streets."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import LineString

from dashboard.sandbox.town.curves import Path, Pt, grid_shape, points_of, to_metres
from dashboard.sandbox.town.plan import Way

STUB_M = 24.0  # a shorter loose end is a slip of the pen
TURN_DEG = 46.0  # ways that meet at a smaller angle run on into each other
SIGHT_M = 22.0  # how far from a meeting a way's direction is read


@dataclass(slots=True)
class Edge:
    """A way between two meetings, on the grid."""

    line: Path
    kind: str
    name: str
    style: str
    metres: float
    village: str = ""
    quarter: str = ""


@dataclass(slots=True)
class Stroke:
    """Edges that one walks straight on; `line` is the whole."""

    edges: list[Edge]
    line: Path
    metres: float
    name: str = ""
    ends: tuple[Pt, Pt] = field(default=((0.0, 0.0), (0.0, 0.0)))


def join(ways: list[Way]) -> list[Edge]:
    """The edges of the largest network that `ways` form."""
    lines = [grid_shape(LineString(way.line)) for way in ways]
    met: Any = shapely.line_merge(shapely.union_all(lines, grid_size=1))
    parts = shapely.simplify(list(met.geoms), 0.8)  # only now: a road must not move away from one that ends on it
    near = shapely.STRtree(lines).query_nearest([part.interpolate(0.5, normalized=True) for part in parts], all_matches=False)
    edges = []
    for part, source in zip(parts, near[1], strict=True):
        way = ways[source]
        line = points_of(part)
        edges.append(Edge(line, way.kind, way.name, way.style, sum(math.dist(*map(to_metres, pair)) for pair in pairwise(line))))
    return _largest(_without_stubs(edges))


def _degrees(edges: list[Edge]) -> dict[Pt, int]:
    count: dict[Pt, int] = defaultdict(int)
    for edge in edges:
        count[edge.line[0]] += 1
        count[edge.line[-1]] += 1
    return count


def _without_stubs(edges: list[Edge]) -> list[Edge]:
    for _ in range(2):
        count = _degrees(edges)
        edges = [edge for edge in edges if min(count[edge.line[0]], count[edge.line[-1]]) > 1 or edge.metres > STUB_M]
    return edges


def _largest(edges: list[Edge]) -> list[Edge]:
    root: dict[Pt, Pt] = {}

    def find(p: Pt) -> Pt:
        while root.setdefault(p, p) != p:
            root[p] = p = root[root[p]]
        return p

    for edge in edges:
        root[find(edge.line[0])] = find(edge.line[-1])
    size: dict[Pt, float] = defaultdict(float)
    for edge in edges:
        size[find(edge.line[0])] += edge.metres
    most = max(size, key=lambda p: size[p])
    return [edge for edge in edges if find(edge.line[0]) == most]


def strokes(edges: list[Edge]) -> list[Stroke]:
    """Edges chained where they run on into each other with the same name, village and (unless main) across no main road."""
    at: dict[Pt, list[tuple[int, int]]] = defaultdict(list)
    for n, edge in enumerate(edges):
        at[edge.line[0]].append((n, 0))
        at[edge.line[-1]].append((n, 1))
    after: dict[tuple[int, int], tuple[int, int]] = {}
    for point, meeting in at.items():
        for a, b in _pairs(edges, point, meeting):
            after[a], after[b] = b, a
    done: set[int] = set()
    found = []
    for n in sorted(range(len(edges)), key=lambda n: ((n, 0) in after) + ((n, 1) in after)):
        if n in done:
            continue
        end = 0 if (n, 0) not in after else 1
        chain: list[tuple[int, int]] = [(n, end)]
        done.add(n)
        while (step := after.get((chain[-1][0], 1 - chain[-1][1]))) and step[0] not in done:
            chain.append(step)
            done.add(step[0])
        line: Path = []
        for m, start in chain:
            piece = edges[m].line if start == 0 else edges[m].line[::-1]
            line += piece[1:] if line else piece
        members = [edges[m] for m, _ in chain]
        found.append(Stroke(members, line, sum(edge.metres for edge in members), members[0].name, (line[0], line[-1])))
    return found


def _pairs(edges: list[Edge], point: Pt, meeting: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    main = sum(1 for n, _ in meeting if edges[n].kind in ("radial", "ring"))
    heads = {one: _heading(edges[one[0]].line, one[1]) for one in meeting}
    options = []
    for i, a in enumerate(meeting):
        for b in meeting[i + 1 :]:
            one, two = edges[a[0]], edges[b[0]]
            if one is two or one.name != two.name or one.village != two.village:
                continue
            if (one.kind == "square") != (two.kind == "square") or (main and len(meeting) > 2 and not one.name):
                continue
            turn = abs((heads[a] - heads[b]) % 360 - 180)
            if turn < (180 if len(meeting) == 2 or (one.name and one.kind != "country") else TURN_DEG):
                options.append((turn, a, b))
    pairs, used = [], set()
    for _, a, b in sorted(options):
        if a not in used and b not in used:
            used |= {a, b}
            pairs.append((a, b))
    return pairs


def _heading(line: Path, end: int) -> float:
    """Direction in degrees in which a way leaves its start (0) or end (1)."""
    path = [to_metres(p) for p in (line if end == 0 else line[::-1])[:6]]
    ahead = path[1]
    for p in path[1:]:
        ahead = p
        if math.dist(path[0], p) > SIGHT_M:
            break
    return math.degrees(math.atan2(ahead[1] - path[0][1], ahead[0] - path[0][0]))
