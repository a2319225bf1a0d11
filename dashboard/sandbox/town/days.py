"""The city's calendar: local days as ordinals, working days, school days, and instants from them.

    at = instant(day, hour * 3600)      # epoch seconds of that local time
    working(day), school(day)           # Belgian holidays and school holidays known
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
DAY = 86_400


def ordinal(at: datetime) -> int:
    """The local day of an instant."""
    return at.astimezone(ZONE).date().toordinal()


@cache
def midnight(day: int) -> int:
    """Epoch seconds of the start of a local day."""
    start = date.fromordinal(day)
    return int(datetime(start.year, start.month, start.day, tzinfo=ZONE).timestamp())


def instant(day: int, second: float) -> int:
    """Epoch seconds of a second of a local day; on the two days of the clock change up to an hour off."""
    return midnight(day) + int(second)


def moment(epoch: int) -> datetime:
    """The aware datetime, in UTC."""
    return datetime.fromtimestamp(epoch, UTC)


@cache
def month(day: int) -> int:
    """0 = January."""
    return date.fromordinal(day).month - 1


def weekday(day: int) -> int:
    """0 = Monday."""
    return (day + 6) % 7


@cache
def _holidays(year: int) -> frozenset[int]:
    easter = _easter(year)
    moving = {easter + timedelta(days=days) for days in (1, 39, 50)}
    fixed = {date(year, *day) for day in ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))}
    return frozenset(day.toordinal() for day in moving | fixed)


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@cache
def working(day: int) -> bool:
    """Whether the city's services work: Monday to Friday, no holiday, no day between Christmas and New Year."""
    here = date.fromordinal(day)
    return weekday(day) < 5 and day not in _holidays(here.year) and not (here.month == 12 and here.day > 25)


@cache
def school(day: int) -> bool:
    """Whether children walk to school."""
    here = date.fromordinal(day)
    easter = _easter(here.year).toordinal()
    closed = here.month in (7, 8) or (here.month, here.day) >= (12, 22) or (here.month, here.day) <= (1, 5)
    closed = closed or (here.month == 11 and here.day <= 7) or (here.month == 10 and here.day >= 28) or easter - 7 <= day <= easter + 7
    return working(day) and not closed


def next_working(day: int) -> int:
    """That day, or the first working day after it."""
    while not working(day):
        day += 1
    return day
