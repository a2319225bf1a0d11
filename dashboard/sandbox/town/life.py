"""What happens to the city's tickets, day by day.

Every day has its own random numbers and decides the whole course of the tickets opened on it, so the past never depends
on how far one looks; only the days asked for are made.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from random import Random

from . import chance
from .course import Course
from .days import instant, moment, month, ordinal
from .model import Happening, Town
from .report import Report, photo, tell

LIVE = 1_000_000  # tickets of the live pace are counted from here
_Event = tuple[int, int, int, str, dict[str, object]]


def happenings(town: Town, since: datetime, until: datetime) -> Iterator[Happening]:
    """All happenings from `since` (aware) up to and including `until`, oldest first; the same past whatever `until` is."""
    first, last = ordinal(since), ordinal(until)
    start, end = math.ceil(since.timestamp()), until.timestamp()
    coming: defaultdict[int, list[_Event]] = defaultdict(list)
    ticket = 0
    for day in range(first, last + 1):
        today = coming.pop(day, [])
        midnight_after = instant(day + 1, 0)
        for report in chance.reports_of(town, day):
            if report.at < start:
                continue
            for event in _events(town, Random(f"{town.seed}/{day}/{ticket}"), report, ticket):
                if event[0] < midnight_after:
                    today.append(event)
                else:
                    coming[ordinal_of(event[0])].append(event)
            ticket += 1
        today.sort(key=lambda event: event[:3])
        for at, number, _, kind, data in today:
            if at > end:
                return
            yield Happening(moment(at), number, kind, data)


def live(town: Town, n: int, at: datetime) -> Happening:
    """The opening of the n-th extra ticket of the live pace."""
    return live_story(town, n, at)[0]


def live_story(town: Town, n: int, at: datetime) -> list[Happening]:
    """The same with all that follows, in order: photo, assignment, ... for whoever wants to tell it on."""
    random = Random(f"{town.seed}/live/{n}")
    report = chance.report_now(town, random, int(at.timestamp()))
    events = _events(town, random, report, LIVE + n)
    return [Happening(at if kind == "opened" else moment(when), number, kind, data) for when, number, _, kind, data in events]


def _events(town: Town, random: Random, report: Report, ticket: int) -> list[_Event]:
    told = tell(town.memo["scenes"], random, report)
    course = Course(random, report.matter, told, report.at, month(ordinal_of(report.at)), town.memo["crew"])
    steps = course.run()
    picture = photo(random, report.channel, report.at, report.spot is not None)
    if picture:
        steps.insert(0, (report.at + 1 + random.randrange(25), "attached", picture))
    target = told.data.get("target")
    if target is not None:
        told.data["target"] = moment(target)
    steps.insert(0, (report.at, "opened", told.data))
    return [(at, ticket, n, kind, data) for n, (at, kind, data) in enumerate(steps)]


def ordinal_of(epoch: int) -> int:
    """The local day of an instant, as datetime counts days."""
    day = 719_163 + epoch // 86_400  # 1 January 1970 and on
    return day + (instant(day + 1, 0) <= epoch)


