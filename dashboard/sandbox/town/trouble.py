"""Places where something goes on: what the figures of the city should find.

A site of a kind is in trouble for 19 weeks, and every 13 weeks the next site begins; so at any instant one began at most
13 weeks ago and another may still go on. The park is in trouble every summer.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .days import month, school, weekday
from .scenes import Scenes, Spot

_MONDAY = 737_787  # some Monday; counts weeks
_STAGGER, _LENGTH = 13, 19
_MATTERS = {
    "glass": ("dumping.bags", "dumping.bags", "dumping.glass", "dumping.litter"),
    "dark": ("lighting.dark", "lighting.lamp", "lighting.lamp"),
    "school": ("traffic.school", "traffic.school", "traffic.speed", "parking.wrong"),
    "park": ("green.park", "dumping.litter", "bins.full", "police.youth"),
}
_DARK = (1.5, 1.3, 1.0, 0.7, 0.4, 0.3, 0.3, 0.5, 0.8, 1.1, 1.5, 1.6)


@dataclass(frozen=True, slots=True)
class Site:
    """A street or landmark in trouble, and what is written about it; `whole` = anywhere in that street."""

    kind: str
    spot: Spot
    matters: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Troubles:
    """All sites of a city by kind, in the order in which their turn comes."""

    sites: dict[str, list[Site]]

    def at(self, day: int) -> list[tuple[Site, float]]:
        """The sites in trouble on a day, with the tickets to expect from each."""
        week, of_week = (day - _MONDAY) // 7, weekday(day)
        term, passed = divmod(week, _STAGGER)
        found: list[tuple[Site, float]] = []
        for kind, sites in self.sites.items():
            expected = _expected(kind, day, of_week)
            if not expected:
                continue
            if kind == "park":
                found += [(site, expected) for site in sites]
                continue
            found.append((sites[term % len(sites)], expected))
            if passed < _LENGTH - _STAGGER:
                found.append((sites[(term - 1) % len(sites)], expected))
        return found


def _expected(kind: str, day: int, of_week: int) -> float:
    if kind == "glass":
        return (0.9, 0.25, 0.15, 0.15, 0.2, 0.8, 1.2)[of_week]
    if kind == "dark":
        return 0.26 * _DARK[month(day)]
    if kind == "school":
        return 0.5 if school(day) else 0.0
    return (0.25, 0.15, 0.15, 0.15, 0.4, 0.9, 1.2)[of_week] if 4 <= month(day) <= 8 else 0.0


def plant(scenes: Scenes, random: Random) -> Troubles:
    """Choose the sites of a city."""
    glass = _some(scenes, random, "glass", "edge", 6)
    gates = _some(scenes, random, "school", "traffic", 4)
    parks = _some(scenes, random, "park", "centre", 1)
    long = [spot for spot in (scenes.pick(random, "homes") for _ in range(200)) if scenes.streets[spot.street].length_m > 200]
    dark = list({spot.street: spot for spot in long}.values())[:5]
    return Troubles(
        {
            "glass": [Site("glass", spot, _MATTERS["glass"]) for spot in glass],
            "dark": [Site("dark", spot, _MATTERS["dark"], whole=True) for spot in dark],
            "school": [Site("school", spot, _MATTERS["school"]) for spot in gates],
            "park": [Site("park", spot, _MATTERS["park"]) for spot in parks],
        }
    )


def _some(scenes: Scenes, random: Random, scene: str, otherwise: str, count: int) -> list[Spot]:
    marks = scenes.marks[scene]
    by_street = list({mark.street: mark for mark in marks}.values())
    if scene == "park":
        return by_street[:count] or [scenes.pick(random, otherwise)]
    found = random.sample(by_street, min(count, len(by_street)))
    return found + [scenes.pick(random, otherwise) for _ in range(count - len(found))]
