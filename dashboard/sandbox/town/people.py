"""The inhabitants who are registered at the counter, and those who care more than others."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from . import people_names as names
from .model import Ground, Person
from .scenes import Scenes
from .teams import plain
from .topics import MATTERS

REGISTERED = 2600
HOSTS = ("example.org", "mail.example.org", "example.be", "post.example.be", "thuis.example.org")
_WEIGHTS = {topic: sum(m.yearly for m in MATTERS if m.topic == topic) for topic in dict.fromkeys(m.topic for m in MATTERS)}
_CARES = ("traffic", "green", "pavement", "road", "lighting", "dumping", "play", "parking", "water", "noise")


@dataclass(slots=True)
class Citizen:
    """A registered person as the generator knows one: where the home is, and which topics make that person write."""

    person: Person
    home: int
    topics: tuple[str, ...]


@dataclass(slots=True)
class Crowd:
    """`involved` write all the time over several topics, `broad` now and then over three or more, `angry` on one afternoon."""

    citizens: list[Citizen]
    involved: list[Citizen]
    broad: list[Citizen]
    angry: list[Citizen]
    _by_topic: dict[str, tuple[list[Citizen], list[float]]] = field(default_factory=dict)

    def someone(self, random: Random, topic: str) -> Citizen:
        """Somebody who writes about that topic; some do so more often than others."""
        citizens, weights = self._by_topic[topic]
        return citizens[bisect(weights, random.random() * weights[-1])]


def settle(ground: Ground, scenes: Scenes, random: Random) -> Crowd:
    """The registered people of a city."""
    picks = random.sample(range(REGISTERED), 42)
    special = {n: "involved" if k < 25 else "broad" if k < 37 else "angry" for k, n in enumerate(picks)}
    crowd = Crowd([], [], [], [])
    for n in range(REGISTERED):
        kind = special.get(n, "")
        spot = scenes.pick(random, "homes")
        citizen = Citizen(_person(random, scenes, n, spot.street, spot.number, spot.lat, spot.lon), spot.street, _topics(random, kind))
        crowd.citizens.append(citizen)
        if kind:
            getattr(crowd, kind).append(citizen)
    for topic in _WEIGHTS:
        those = [c for n, c in enumerate(crowd.citizens) if topic in c.topics and n not in special]
        crowd._by_topic[topic] = those, list(accumulate(min(random.paretovariate(1.7), 5.0) for _ in those))
    return crowd


def _topics(random: Random, kind: str) -> tuple[str, ...]:
    if kind == "angry":
        return (random.choice(("noise", "dumping", "parking", "traffic", "lighting")),)
    if kind:
        first = random.choice(("traffic", "traffic", "green", "play"))
        count = random.randint(3, 4) if kind == "broad" else random.randint(3, 6)
        return (first, *random.sample([topic for topic in _CARES if topic != first], count - 1))
    return tuple(dict.fromkeys(random.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=1 + (random.random() < 0.4))))


def _person(random: Random, scenes: Scenes, n: int, street: int, number: int, lat: float, lon: float) -> Person:
    chance = random.random()
    language = "nl" if chance < 0.90 else "fr" if chance < 0.965 else "en"
    gender, first, last = name(random, language)
    home = scenes.streets[street]
    known = random.random()  # how much the counter was told
    return Person(
        n=n,
        first=first,
        last=last,
        gender=gender,
        title=random.choice(names.JOBS),
        phone=phone(random) if known < 0.35 else "",
        mobile=mobile(random) if known > 0.2 else "",
        email=address(random, first, last) if known > 0.12 else "",
        language=language,
        neighbourhood=home.neighbourhood,
        street=home.name,
        number=str(number),
        lat=lat if known < 0.9 else None,
        lon=lon if known < 0.9 else None,
    )


def name(random: Random, language: str) -> tuple[str, str, str]:
    """Gender, first and last name."""
    gender = "m" if random.random() < 0.47 else "f"
    if language == "fr":
        return gender, random.choice(names.FRENCH[gender]), random.choice(names.FRENCH_LAST)
    if language == "en":
        return gender, random.choice(names.ENGLISH[gender]), random.choice(names.ENGLISH_LAST)
    return gender, random.choice(names.FIRST[gender]), random.choice(names.LAST)


def phone(random: Random) -> str:
    """A number in a block that no operator has."""
    return f"011 00 {random.randrange(100):02d} {random.randrange(100):02d}"


def mobile(random: Random) -> str:
    """A number in a block that no operator has."""
    return f"0400 {random.randrange(100):02d} {random.randrange(100):02d} {random.randrange(100):02d}"


def address(random: Random, first: str, last: str) -> str:
    """An address at a host that cannot receive anything."""
    initial = plain(first)[0]
    local = random.choice((f"{plain(first)}.{plain(last)}", f"{initial}{plain(last)}", f"{plain(first)}{random.randrange(50, 99)}"))
    return f"{local}@{random.choice(HOSTS)}"
