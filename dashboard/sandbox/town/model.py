"""The fictional city as data: what the generator makes, and all that the look-alike and the store's import know of it.

Coordinates are WGS84, [lon, lat], rounded to 5 decimals. Texts are what people of such a city write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Point = tuple[float, float]  # lon, lat
Line = list[Point]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A quarter of the town or a village; `rings` is one polygon: outside first, then holes."""

    name: str
    village: str
    inhabitants: int
    rings: list[Line]
    centre: Point


@dataclass(frozen=True, slots=True)
class Street:
    """All ways of one name within one village. `kind`: ring, radial, centre, residential, industrial, country, path, square."""

    name: str
    village: str
    neighbourhood: str
    kind: str
    lines: list[Line]
    length_m: float


@dataclass(frozen=True, slots=True)
class Backdrop:
    """Drawn under the streets; `kind` as in city.backdrop: boundary, water, park, rail, built. `geometry` is GeoJSON."""

    kind: str
    name: str
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """The map of the city."""

    neighbourhoods: list[Neighbourhood]
    streets: list[Street]
    backdrop: list[Backdrop]
    places: dict[str, Point]  # landmarks by name: station, town hall, parks, glass containers, schools


@dataclass(frozen=True, slots=True)
class Topic:
    """What tickets are about; `target_days` in calendar days from the opening, None = no promise."""

    key: str
    category: str
    subcategory: str
    team: str  # the key of the team that usually solves it
    priority: str
    target_days: float | None


@dataclass(frozen=True, slots=True)
class Team:
    key: str
    name: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """A colleague; `team` is a team's key or None."""

    key: str
    first: str
    last: str
    name: str  # "Last, First"
    email: str
    login: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """An invented inhabitant; `n` is unique; `gender` m or f; `title` a job title or ""; `language` nl, fr or en."""

    n: int
    first: str
    last: str
    gender: str
    title: str
    phone: str
    mobile: str
    email: str
    language: str
    neighbourhood: str
    street: str
    number: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens to one ticket. `ticket` is the ticket's number in the town (0, 1, ...).

    kind: opened, assigned, status, priority, action, request, held, resumed, attached, completed, closed, reopened, archived;
    `data` is what `dashboard/sandbox/story.py` reads for that kind.
    """

    at: datetime
    ticket: int
    kind: str
    data: dict[str, Any]


@dataclass(slots=True)
class Town:
    """A whole city of one seed."""

    seed: int
    name: str
    ground: Ground
    topics: list[Topic]
    teams: list[Team]
    operators: list[Operator]
    people: list[Person]
    memo: dict[str, Any] = field(default_factory=dict)  # indexes the generator keeps; not part of the city

    @property
    def neighbourhoods(self) -> list[Neighbourhood]:
        return self.ground.neighbourhoods

    @property
    def streets(self) -> list[Street]:
        return self.ground.streets
