"""Stock and flow: periods of whole local days, what was open at the end of each, and which change means something. No I/O.

    periods = Periods.until(now, zone)
    weeks = stock(flow, open_now)     # open_start + new + reopened - solved == open_end, in each row
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

import pandas as pd

WEEKS = 12
#: Two times four weeks are compared.
SPAN_WEEKS = 4
#: Ages of open tickets, in days: younger than a week, than four weeks, than three months, older.
AGE_STEPS = (0, 7, 28, 91)
#: A change below this share of what was before, or below so many tickets or days, has no colour.
MEANS_SHARE, MEANS_LEAST = 0.1, 3.0


@dataclass(frozen=True, slots=True)
class Periods:
    """Twelve weeks of seven whole local days; `bounds` are 13 moments, the last is the midnight at which they end.

    `ended`: the data reach no further than that midnight, which lies in the past.
    """

    bounds: tuple[datetime, ...]
    ended: bool = False

    @classmethod
    def until(cls, now: datetime, zone: tzinfo, last: datetime | None = None) -> Periods:
        """Up to the last midnight; where the newest ticket (`last`) is older than four weeks, up to the end of its day."""
        today = now.astimezone(zone).date()
        end, ended = today, False
        if last is not None and last.astimezone(zone).date() < today - timedelta(weeks=SPAN_WEEKS):
            end, ended = last.astimezone(zone).date() + timedelta(days=1), True
        days = [end - timedelta(weeks=WEEKS - n) for n in range(WEEKS + 1)]
        return cls(tuple(_midnight(day, zone) for day in days), ended)

    @property
    def end(self) -> datetime:
        return self.bounds[-1]

    @property
    def start(self) -> datetime:
        """Where the last four weeks begin."""
        return self.bounds[-1 - SPAN_WEEKS]

    @property
    def before(self) -> datetime:
        """Where the four weeks before begin."""
        return self.bounds[-1 - 2 * SPAN_WEEKS]


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def next_midnight(now: datetime, zone: tzinfo) -> datetime:
    """The coming local midnight, also on days of 23 or 25 hours."""
    return _midnight(now.astimezone(zone).date() + timedelta(days=1), zone)


def stock(flow: pd.DataFrame, open_now: int) -> pd.DataFrame:
    """Periods with open_start and open_end, counted back from what is open now.

    `flow`: one row a period in order (new, reopened, solved), the last one open-ended: it reaches until now.
    """
    change = flow.new + flow.reopened - flow.solved
    end = open_now - change[::-1].cumsum()[::-1].shift(-1, fill_value=0)
    return flow.assign(open_start=end - change, open_end=end)


Meaning = Literal["good", "bad", ""]


@dataclass(frozen=True, slots=True)
class Change:
    """From one value to another; `rise_is` says what more of it means."""

    now: float | None
    before: float | None
    rise_is: Meaning = ""

    @property
    def known(self) -> bool:
        return self.now is not None and self.before is not None

    @property
    def by(self) -> float:
        return (self.now or 0.0) - (self.before or 0.0)

    @property
    def means(self) -> Meaning:
        """Good or bad, where the change is at least a tenth and three; else nothing."""
        if not self.known or not self.rise_is or abs(self.by) < max(MEANS_LEAST, MEANS_SHARE * abs(self.before or 0.0)):
            return ""
        risen_is_good = self.rise_is == "good"
        return "good" if (self.by > 0) == risen_is_good else "bad"
