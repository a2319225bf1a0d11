"""Who reports what on a day: seasons, weekdays, patrol rounds, storms, places in trouble and people who care."""

from __future__ import annotations

import math
from bisect import bisect
from itertools import accumulate
from random import Random

from .days import instant, moment, month, ordinal, weekday, working
from .model import Town
from .people import Citizen, Crowd
from .report import Report
from .scenes import Scenes, Spot
from .topics import BY_KEY, MATTERS, Matter
from .trouble import Troubles

_SCALE = 0.9  # brings all sources together to 27 tickets a day
_ROUNDS = 9.3  # what patrols write down on a working day
_WEEK = (1.32, 1.12, 1.06, 1.04, 1.0, 0.78, 0.70)
_CHANNELS = {  # share of each
    True: (("Phone", 0.30), ("E-mail", 0.24), ("App", 0.35), ("Counter", 0.085), ("Letter", 0.025)),  # on a working day
    False: (("E-mail", 0.34), ("App", 0.66)),
}
_SEASON = {m.key: [int(digit) * 12 / sum(map(int, m.season)) for digit in m.season] for m in MATTERS}
_PATROLLED = [m for m in MATTERS if m.round]
_ROUND_WEIGHTS = list(accumulate(m.round for m in _PATROLLED))
_STORMY = ("green.tree", "green.tree", "green.tree", "water.flood", "water.drain", "traffic.sign", "lighting.pole")


def reports_of(town: Town, day: int) -> list[Report]:
    """All reports of a local day, in order."""
    random = Random(f"{town.seed}/{day}")
    scenes: Scenes = town.memo["scenes"]
    found = [*_citizens(town, random, day), *_patrols(town, random, day), *_storm(town, random, day), *_troubled(town, random, day)]
    for second, citizen, key in _promised(town, day):
        matter = BY_KEY[key]
        found.append(_report(random, matter, day, scenes.near(random, citizen.home, matter.scene), citizen, second))
    found.sort(key=lambda report: report.at)
    return found


def report_now(town: Town, random: Random, at: int) -> Report:
    """One report at an instant: what the season brings, or one of the places in trouble."""
    scenes: Scenes = town.memo["scenes"]
    troubles: Troubles = town.memo["troubles"]
    day = ordinal(moment(at))
    active = troubles.at(day)
    spot: Spot | None
    if active and random.random() < 0.12:
        site = random.choice(active)[0]
        matter, spot = BY_KEY[random.choice(site.matters)], _at_site(scenes, random, site.spot, site.whole)
    else:
        rates = list(accumulate(expected(matter, day) for matter in MATTERS))
        matter = MATTERS[bisect(rates, random.random() * rates[-1])]
        spot = None if matter.scene in ("none", "home") else scenes.pick(random, matter.scene)
    patrol = matter.round > 0 and spot is not None and random.random() < 0.2
    report = _report(random, matter, day, spot, None if patrol else _who(town, random, matter))
    report.at, report.channel = at, "Patrol" if patrol else report.channel
    return report


def expected(matter: Matter, day: int) -> float:
    """How many reports by citizens about it a day brings, before weekdays: season and a slow wave of years."""
    wave = 1.0 + 0.16 * math.sin(day / 365.25 * 6.283 / (4.0 + len(matter.key) % 5) + len(matter.subcategory))
    return matter.yearly / 365.25 * _SCALE * _SEASON[matter.key][month(day)] * wave


def _citizens(town: Town, random: Random, day: int) -> list[Report]:
    scenes: Scenes = town.memo["scenes"]
    of_week = _WEEK[weekday(day)] if working(day) else min(_WEEK[weekday(day)], 0.72)
    found = []
    for matter in MATTERS:
        for _ in range(poisson(random, expected(matter, day) * of_week)):
            citizen = _who(town, random, matter)
            spot: Spot | None = None
            if matter.scene == "none" or (matter.scene == "home" and random.random() < 0.7):
                pass  # about nowhere
            elif citizen and random.random() < 0.6:
                spot = scenes.near(random, citizen.home, matter.scene)
            else:
                spot = scenes.pick(random, matter.scene)
            report = _report(random, matter, day, spot, citizen)
            found.append(report)
            if spot and random.random() < 0.03:  # a neighbour saw it as well
                found.append(_report(random, matter, day, spot, None))
    return found


def _who(town: Town, random: Random, matter: Matter) -> Citizen | None:
    crowd: Crowd = town.memo["crowd"]
    return crowd.someone(random, matter.topic) if random.random() < 0.5 else None


def _report(random: Random, matter: Matter, day: int, spot: Spot | None, citizen: Citizen | None, second: float | None = None) -> Report:
    draw, channel = random.random(), "App"
    for name, share in _CHANNELS[working(day)]:
        draw -= share
        if draw < 0:
            channel = name
            break
    if spot is None and channel == "App" and random.random() < 0.7:
        channel = "E-mail"
    if second is not None:
        return Report(instant(day, second), matter, "App" if random.random() < 0.6 else "E-mail", spot, citizen)
    return Report(instant(day, _second(random, channel, matter)), matter, channel, spot, citizen)


def _second(random: Random, channel: str, matter: Matter) -> float:
    """When of the day such a report comes in."""
    draw = random.random()
    if channel in ("Phone", "Counter", "Letter"):
        hour = random.triangular(8.0, 12.2, 9.4) if draw < 0.62 else random.triangular(13.0, 16.6, 14.0)
        return hour * 3600
    if matter.key.startswith("noise") and draw < 0.35:
        return random.choice((22.2, 22.8, 23.1, 23.4, 0.4, 1.2)) * 3600 + random.random() * 1800
    if draw < 0.45:
        return min(max(random.gauss(19.6, 1.6), 5.0), 23.9) * 3600
    if draw < 0.65:
        return random.triangular(6.6, 10.5, 8.1) * 3600
    return random.triangular(9.0, 21.5, 14.5) * 3600


def _patrols(town: Town, random: Random, day: int) -> list[Report]:
    """Two rounds on working days, each through one quarter: many small things in the order of the walk."""
    if not working(day):
        return []
    scenes: Scenes = town.memo["scenes"]
    quarters: list[str] = town.memo["rounds"]
    found = []
    for tour, (start, hours) in enumerate(((8.7, 3.0), (12.9, 2.7))):
        quarter = quarters[(day * 2 + tour) * 7 % len(quarters)]
        stops = poisson(random, _ROUNDS / 2)
        for n, spot in enumerate(scenes.round_through(random, quarter, stops)):
            matter = _PATROLLED[bisect(_ROUND_WEIGHTS, random.random() * _ROUND_WEIGHTS[-1])]
            if _SEASON[matter.key][month(day)] < 0.1:
                matter = BY_KEY["dumping.litter"]
            hour = start + hours * (n + random.random()) / max(stops, 1)
            found.append(Report(instant(day, hour * 3600), matter, "Patrol", spot))
    return found


def _storm(town: Town, random: Random, day: int) -> list[Report]:
    """A few days a year bring trees down and water up."""
    if random.random() > (0.022 if month(day) in (0, 1, 5, 6, 7, 10, 11) else 0.008):
        return []
    scenes: Scenes = town.memo["scenes"]
    found = []
    for _ in range(6 + poisson(random, 7)):
        matter = BY_KEY[random.choice(_STORMY)]
        found.append(_report(random, matter, day, scenes.pick(random, matter.scene), None))
    return found


def _troubled(town: Town, random: Random, day: int) -> list[Report]:
    scenes: Scenes = town.memo["scenes"]
    troubles: Troubles = town.memo["troubles"]
    found = []
    for site, rate in troubles.at(day):
        for _ in range(poisson(random, rate)):
            matter = BY_KEY[random.choice(site.matters)]
            spot = _at_site(scenes, random, site.spot, site.whole)
            found.append(_report(random, matter, day, spot, _who(town, random, matter)))
    return found


def _at_site(scenes: Scenes, random: Random, spot: Spot, whole: bool) -> Spot:
    return scenes.along(random, spot.street) if whole else scenes.at_mark(random, spot)


def _promised(town: Town, day: int) -> list[tuple[float, Citizen, str]]:
    """What the people who care report on a day: planned by half-years, so that no twelve months go by without them."""
    year = (day - 1) // 182
    plans: dict[int, dict[int, list[tuple[float, Citizen, str]]]] = town.memo.setdefault("promised", {})
    if year not in plans:
        plans[year] = _half_year(town, year)
    return plans[year].get(day, [])


def _half_year(town: Town, half: int) -> dict[int, list[tuple[float, Citizen, str]]]:
    random, crowd = Random(f"{town.seed}/half/{half}"), town.memo["crowd"]
    plan: dict[int, list[tuple[float, Citizen, str]]] = {}

    def add(day: int, hour: float, citizen: Citizen, topic: str) -> None:
        choice = [m for m in MATTERS if m.topic == topic and _SEASON[m.key][month(day)] > 0.3] or [m for m in MATTERS if m.topic == topic]
        matter = random.choices(choice, [m.yearly for m in choice])[0]
        plan.setdefault(day, []).append((hour * 3600, citizen, matter.key))

    def some_day() -> int:
        return half * 182 + 1 + random.randrange(182)

    for citizen in crowd.involved:
        for topic in citizen.topics:
            for _ in range(1 + poisson(random, 1.6 if topic != citizen.topics[0] else 4.0)):
                add(some_day(), random.triangular(7, 23, 20), citizen, topic)
    for citizen in crowd.broad:
        for topic in citizen.topics:
            add(some_day(), random.triangular(7, 23, 20), citizen, topic)
    for citizen in crowd.angry:
        day, hour = some_day(), random.triangular(13, 16, 14)
        for n in range(random.randint(8, 14)):
            add(day, hour + n * 0.12 + random.random() * 0.1, citizen, citizen.topics[0])
    return plan


def poisson(random: Random, mean: float) -> int:
    """A count with that mean."""
    limit, product, count = math.exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count


