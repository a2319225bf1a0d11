"""Working time in words: hours and days of the city's own opening hours, and the rule that says which these are."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from dashboard.city.working_time import WEEKDAYS
from dashboard.screen import settings
from dashboard.screen.words import _, ngettext, number, weekdays


def _day_minutes() -> float:
    """A usual working day: the middle one of those with opening hours."""
    hours = settings().toml.working_time
    days = [sum(map(_length, spans)) for name in WEEKDAYS if (spans := getattr(hours, name))]
    return median(days) if days else 24 * 60


def _length(span: str) -> int:
    """ "09:00-17:00" in minutes."""
    begin, end = (60 * int(hour) + int(minute) for hour, minute in (edge.strip().split(":") for edge in span.split("-")))
    return end - begin


def worked(minutes: float | None) -> tuple[str, str]:
    """A duration as a number and its unit: minutes under an hour, hours under a working day, else working days."""
    if minutes is None:
        return "–", ""
    if minutes < 60:
        return number(minutes), _("minute") if round(minutes) == 1 else _("minutes")
    if minutes < _day_minutes():
        return number(minutes / 60, 1), _("working hours")
    days = minutes / _day_minutes()
    return number(days, 1 if days < 10 else 0), _("working days")


def worked_like(minutes: float | None) -> Callable[[float], str]:
    """Says other durations as numbers in the unit that `worked` gives this one, which is said beside them."""
    unit = 1.0 if minutes is None or minutes < 60 else 60.0 if minutes < _day_minutes() else _day_minutes()
    return lambda other: number(other / unit, 0 if unit == 1 or other / unit >= 10 else 1)


def worked_words(minutes: float | None) -> str:
    """The same as one phrase."""
    return " ".join(part for part in worked(minutes) if part)


def rule() -> str:
    """Which hours count: "Working time is Monday to Friday 09:00-17:00, ..."."""
    hours, names = settings().toml.working_time, weekdays()
    spans = [" ".join(getattr(hours, name)) for name in WEEKDAYS]
    parts: list[str] = []
    first = 0
    for n in range(1, len(spans) + 1):
        if n < len(spans) and spans[n] == spans[first]:
            continue
        if spans[first]:
            days = names[first] if n - first == 1 else _("{first} to {last}", first=names[first], last=names[n - 1])
            parts.append(f"{days} {spans[first].replace('-', chr(0x2013)).replace(' ', ', ')}")
        first = n
    free = _("public holidays are free") if hours.holidays else ""
    own = len(hours.closed)
    closed = ngettext("{n} closed day of the city is free", "{n} closed days of the city are free", own) if own else ""
    told = _("; ").join(part for part in (*parts, free, closed) if part)
    length = number(_day_minutes() / 60, 0 if _day_minutes() % 60 == 0 else 1)
    return _("Working time: {hours}. A working day is {n} hours.", hours=told, n=length)
