"""Periods of whole local days: the one asked for, the one before it, the same a year earlier, and the steps of its picture. No I/O.

    period = Period.until(now, zone, length="28d")          # up to the last midnight
    period = Period.until(now, zone, on=date(2026, 3, 1))   # as it was at the end of that day
    period.this, period.before, period.year                 # Span of days: start belongs to it, end does not
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

#: A year earlier on the same days of the week.
YEAR_WEEKS = 52
#: Data whose newest ticket is older than this have ended: periods then end with it.
ENDED_AFTER = timedelta(weeks=4)


class Length(NamedTuple):
    """A period's length: so many steps, each of `days` days or of a month; the picture shows `drawn` of them."""

    steps: int
    days: int | None
    drawn: int


LENGTHS = {
    "7d": Length(7, 1, 14), "28d": Length(4, 7, 12), "1m": Length(1, None, 12), "13w": Length(13, 7, 26), "12m": Length(12, None, 24),
}  # fmt: skip
USUAL = "28d"


class Span(NamedTuple):
    """Half-open local days."""

    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """`end` is the day after its last; `as_was`: a past day was asked for; `ended`: the data reach no further, and that is long ago."""

    length: str
    end: date
    zone: tzinfo
    as_was: bool = False
    ended: bool = False

    @classmethod
    def until(
        cls, now: datetime, zone: tzinfo, newest: datetime | None = None, *, length: str = USUAL, on: date | None = None
    ) -> Period:
        """Up to the last midnight; of data that have ended (`newest` ticket), to the end of their last day; else to the end of day `on`."""
        today = now.astimezone(zone).date()
        if on is not None and on < today:
            return cls(length, on + timedelta(days=1), zone, as_was=True)
        if newest is not None and (last := newest.astimezone(zone).date()) < today - ENDED_AFTER:
            return cls(length, last + timedelta(days=1), zone, ended=True)
        return cls(length, today, zone)

    @property
    def live(self) -> bool:
        """Whether "open" means this moment."""
        return not (self.as_was or self.ended)

    def _back(self, steps: int) -> date:
        days = LENGTHS[self.length].days
        return months_before(self.end, steps) if days is None else self.end - timedelta(days=days * steps)

    @property
    def steps(self) -> tuple[Span, ...]:
        """The picture's steps, the oldest first."""
        drawn = LENGTHS[self.length].drawn
        return tuple(Span(self._back(n), self._back(n - 1)) for n in range(drawn, 0, -1))

    @property
    def recent(self) -> tuple[Span, ...]:
        """The steps for which also what is dear to count is counted: no more than about a year."""
        return self.steps[-12:] if LENGTHS[self.length].days is None else self.steps

    @property
    def this(self) -> Span:
        return Span(self._back(LENGTHS[self.length].steps), self.end)

    @property
    def before(self) -> Span:
        return Span(self._back(2 * LENGTHS[self.length].steps), self.this.start)

    @property
    def year(self) -> Span:
        """The same period last year: 52 weeks earlier, so that it has the same days of the week; of months, the same months."""
        if LENGTHS[self.length].days is None:
            return Span(*(months_before(day, 12) for day in self.this))
        return Span(*(day - timedelta(weeks=YEAR_WEEKS) for day in self.this))

    @property
    def weeks(self) -> tuple[Span, ...]:
        """Its last three weeks, the oldest first: what flags are made from."""
        return tuple(Span(self.end - timedelta(weeks=n), self.end - timedelta(weeks=n - 1)) for n in (3, 2, 1))

    @property
    def start_at(self) -> datetime:
        return midnight(self.this.start, self.zone)

    @property
    def end_at(self) -> datetime:
        return midnight(self.end, self.zone)

    @property
    def next_day(self) -> date:
        return self.end + timedelta(days=1)

    @property
    def moment(self) -> datetime:
        """Of when "open" speaks, as overview/stock takes it: the coming midnight stands for now."""
        return midnight(self.next_day, self.zone) if self.live else self.end_at


def midnight(day: date, zone: tzinfo) -> datetime:
    """When a local day begins."""
    return datetime.combine(day, time(), zone)


def next_midnight(now: datetime, zone: tzinfo) -> datetime:
    """The coming local midnight, also on days of 23 or 25 hours."""
    return midnight(now.astimezone(zone).date() + timedelta(days=1), zone)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
