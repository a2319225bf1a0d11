"""When an edition is due, and which days it is about. No I/O.

    rhythm = Rhythm("weekly", day=1, hour=7)
    due = rhythm.last_due(now, zone)           # Monday 7:00
    rhythm.period(due, zone).this              # the seven days that ended with Sunday
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from dashboard.insight.period import Period, months_before

Name = Literal["weekly", "monthly"]
#: The length of each as the overview knows it.
LENGTH = {"weekly": "7d", "monthly": "1m"}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`day`: 1 = Monday to 7, or the day of the month, 1 to 28; `hour` by the city's clock."""

    name: Name
    day: int
    hour: int

    def last_due(self, now: datetime, zone: tzinfo) -> datetime:
        """The last moment at or before `now` on which an edition was due; older ones that were missed are not made up for."""
        local = now.astimezone(zone)
        today = local.date()
        at = self._at(self._day_before(today + timedelta(days=1)), zone)
        return at if at <= now else self._at(self._day_before(at.astimezone(zone).date()), zone)

    def period(self, due: datetime, zone: tzinfo) -> Period:
        """The whole days up to the midnight before it is due, as they were then."""
        return Period(LENGTH[self.name], due.astimezone(zone).date(), zone, as_was=True)

    def _day_before(self, day: date) -> date:
        """The last day of this rhythm before `day`."""
        if self.name == "weekly":
            return day - timedelta(days=(day.isoweekday() - self.day - 1) % 7 + 1)
        found = day.replace(day=self.day)
        return found if found < day else months_before(found, 1)

    def _at(self, day: date, zone: tzinfo) -> datetime:
        return datetime.combine(day, time(self.hour), zone)
