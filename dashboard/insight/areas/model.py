"""What a run is given and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PlaceKind = Literal["neighbourhood", "hexagon", "segment"]
PLACE_KINDS: tuple[PlaceKind, ...] = ("neighbourhood", "hexagon", "segment")

#: new: it began in the last eight weeks; lasting: before; moving: new, while next to it the same topic went back to usual;
#: fading: its last four weeks are as usual again, or the last run found it (or found it fading) and this one does not (then q = 1).
Kind = Literal["new", "lasting", "moving", "fading"]


@dataclass(frozen=True, slots=True)
class Place:
    """A neighbourhood, hexagon or street segment; `id` is unique within its kind. Whatever is unknown is left out.

    around: ids of its neighbours, of the same kind (what it borrows from, where trouble moves to);
    parent: id of the neighbourhood that holds it (what it borrows from where it has no neighbours).
    """

    kind: PlaceKind
    id: int
    around: tuple[int, ...] = ()
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a city may set; the defaults are what bench/RESULTS.md measures.

    q: of the findings of a run, so large a share may be chance; reporters: distinct ones in the window, at least;
    reports: in the window, at least; history_weeks: read back so far; reach_weeks: the longest window;
    repeat_m, repeat_days: how near in place and time a repeat is.
    """

    q: float = 0.10
    reporters: int = 3
    reports: int = 4
    history_weeks: int = 156
    reach_weeks: int = 26
    repeat_m: float = 100.0
    repeat_days: int = 14


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `start`: reports, how many were usual, and the most that chance explains (97.5 %)."""

    start: date
    observed: int
    expected: float
    upper: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """Pairs of reports within `metres` and `days` of each other, against the same points with their days shuffled.

    p: share of shuffles with as many pairs or more (Knox); ratio = pairs / expected, None where nothing was expected.
    """

    pairs: int
    expected: float
    p: float
    metres: float
    days: int

    @property
    def ratio(self) -> float | None:
        return self.pairs / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class Finding:
    """A topic at a place with more reports than usual.

    since, weeks: the window, `weeks` weeks that end with the day before the run; observed, expected: reports in it;
    p: how often chance alone gives evidence as strong; q: the smallest share of chance at which it would be found;
    reporters: distinct ones in the window (those unknown count as one a day); last_found: day of the last run that found it, of
    fading ones an earlier one; moved_from: place (same kind) that went
    back to usual, of a moving one; within: the stronger finding, of another kind of place, that shares most of its
    reports, as (place_kind, place): a screen may fold one into the other; repeats: None without points;
    series: the weeks of a year at most, the oldest first.
    """

    topic: int
    place_kind: PlaceKind
    place: int
    kind: Kind
    since: date
    weeks: int
    observed: int
    expected: float
    p: float
    q: float
    reporters: int
    series: tuple[Week, ...]
    last_found: date
    moved_from: int | None = None
    within: tuple[PlaceKind, int] | None = None
    repeats: Repeats | None = None

    @property
    def ratio(self) -> float:
        """Times the usual."""
        return self.observed / self.expected

    @property
    def key(self) -> tuple[int, PlaceKind, int]:
        """The same trouble in the next run."""
        return self.topic, self.place_kind, self.place


@dataclass(frozen=True, slots=True)
class Apart:
    """Reports that no place was charged with: those of a default place (such as a town hall), where unplaced ones pile up.

    x, y: its point; share: of all reports; topics: how many sorts are mixed there.
    """

    x: float
    y: float
    reports: int
    share: float
    topics: int


@dataclass(frozen=True, slots=True)
class Found:
    """A run: its findings, the surest first, fading ones last; what was set apart; how much it read and tested.

    no_place: reports that lie in no place; tested: places times topics with a history or a report;
    weeks: of history that were read.
    """

    day: date
    findings: tuple[Finding, ...]
    apart: tuple[Apart, ...] = ()
    reports: int = 0
    no_place: int = 0
    tested: int = 0
    weeks: int = 0
