"""Working time: how long the counter was open between two moments.

    time = WorkingTime(settings.toml.working_time, "Europe/Brussels")
    time.seconds(opened, answered)          # numpy datetime64 in UTC; seconds, NaN where a moment is missing

Opening hours are the city's, by the clock on its wall: a day of 25 hours has no more of them than another.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import holidays
import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Field, field_validator

#: Nothing before it is counted: no counter of ours was open then.
FIRST_YEAR = 1990

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

OFFICE = ["09:00-17:00"]


class Hours(BaseModel):
    """[working_time]: opening hours of each weekday, such as ["09:00-12:00", "13:00-17:00"], and the days without any."""

    model_config = ConfigDict(extra="forbid")

    monday: list[str] = OFFICE
    tuesday: list[str] = OFFICE
    wednesday: list[str] = OFFICE
    thursday: list[str] = OFFICE
    friday: list[str] = OFFICE
    saturday: list[str] = []
    sunday: list[str] = []
    holidays: str = Field("BE", description="country whose public holidays are closed days; empty = none")
    closed: list[date] = Field([], description="the city's own closed days")

    @field_validator(*WEEKDAYS)
    @classmethod
    def _in_order(cls, spans: list[str]) -> list[str]:
        edges = [edge for span in spans for edge in _span(span)]
        if edges != sorted(set(edges)):
            raise ValueError("opening hours grow and do not touch, such as 09:00-12:00, 13:00-17:00")
        return spans

    @field_validator("holidays")
    @classmethod
    def _known(cls, country: str) -> str:
        if country and country not in holidays.list_supported_countries():
            raise ValueError(f"no calendar of public holidays for {country!r}; a country is two letters, such as BE")
        return country


class WorkingTime:
    """The calendar of one city: its opening hours in order, and how much was open before each."""

    def __init__(self, hours: Hours, timezone: str, last_year: int | None = None) -> None:
        zone = ZoneInfo(timezone)
        last_year = last_year or datetime.now(zone).year + 2
        spans = [[_span(span) for span in getattr(hours, weekday)] for weekday in WEEKDAYS]
        closed = set(hours.closed)
        if hours.holidays:
            closed |= set(holidays.country_holidays(hours.holidays, years=range(FIRST_YEAR, last_year + 1)))
        edges: list[float] = []
        day = date(FIRST_YEAR, 1, 1)
        while day.year <= last_year:
            if day not in closed:
                edges += [_moment(day, minutes, zone) for span in spans[day.weekday()] for minutes in span]
            day += timedelta(days=1)
        # An hour that the clock skips is no opening time.
        starts, ends = np.array(edges[::2], float), np.array(edges[1::2], float)
        self._starts, self._ends = starts, np.maximum(starts, ends)
        self._before = np.concatenate(([0.0], np.cumsum(self._ends - self._starts)))

    def seconds(self, start: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
        """Working seconds from `start` until `end`; negative when it ends before it begins, NaN where a moment is missing."""
        return self._until(end) - self._until(start)

    def _until(self, moments: ArrayLike) -> NDArray[np.float64]:
        """Working seconds from the beginning of the calendar."""
        exact = np.asarray(moments, "datetime64[us]")
        at = np.where(np.isnat(exact), np.nan, exact.astype(np.int64) / 1e6)
        if not len(self._starts):
            return at * 0
        n = np.searchsorted(self._starts, at, side="right") - 1
        before = n < 0
        inside = np.minimum(at, self._ends[n]) - self._starts[n]
        return np.where(np.isnan(at), np.nan, np.where(before, 0.0, self._before[n] + inside))


def _span(span: str) -> tuple[int, int]:
    """ "09:00-17:00" -> minutes since midnight; 24:00 is the end of a day."""
    try:
        begin, end = (_minutes(edge) for edge in span.split("-"))
    except ValueError:
        raise ValueError(f"{span!r} is no opening time; it looks like 09:00-17:00") from None
    if begin >= end:
        raise ValueError(f"{span!r} ends before it begins")
    return begin, end


def _minutes(edge: str) -> int:
    if edge.strip() == "24:00":
        return 24 * 60
    at = clock.fromisoformat(edge.strip())
    return at.hour * 60 + at.minute


def _moment(day: date, minutes: int, zone: ZoneInfo) -> float:
    """Seconds since 1970 of that time on that day's clock."""
    days, minutes = divmod(minutes, 24 * 60)
    return datetime.combine(day + timedelta(days=days), clock(minutes // 60, minutes % 60), zone).timestamp()
