"""Stock and flow, which change means something, and when a team is flagged. No I/O.

    spans = over(days, period.steps)          # what came and went in each step
    steps = stock(spans, open_end)            # open_start + came - went == open_end, in each row
    Figure(now=120, before=100, year=None, rise_is="bad").against_before.means
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.insight.period import Span

#: What adds to the stock and what takes from it; those with a team in their name only where teams are chosen.
CAME = ("new", "reopened", "from_others")
WENT = ("solved", "to_others")
#: Ages of open tickets, in days: younger than a week, than four weeks, than three months, older.
AGE_STEPS = (0, 7, 28, 91)
#: A change below this share of what was before, or below so many tickets, has no colour.
MEANS_SHARE, MEANS_LEAST = 0.1, 3.0


def over(days: pd.DataFrame, spans: Sequence[Span]) -> pd.DataFrame:
    """`days` (one row a day: day, new, reopened, from_others, solved, to_others) added up over each of `spans`, one row each."""
    sums = days.set_index(pd.to_datetime(days.day))[[*CAME, *WENT]].sort_index()
    rows = [sums.loc[pd.Timestamp(span.start) : pd.Timestamp(span.last)].sum() for span in spans]
    return pd.DataFrame(rows, columns=[*CAME, *WENT]).fillna(0).astype("int64").reset_index(drop=True)


def stock(flow: pd.DataFrame, open_end: int) -> pd.DataFrame:
    """Adjoining spans, as `over` gives them, with open_start and open_end, counted back from what was open at the last one's end."""
    change = flow.reindex(columns=list(CAME), fill_value=0).sum(axis=1) - flow.reindex(columns=list(WENT), fill_value=0).sum(axis=1)
    end = open_end - change[::-1].cumsum()[::-1].shift(-1, fill_value=0)
    return flow.assign(open_start=end - change, open_end=end)


Meaning = Literal["good", "bad", ""]


@dataclass(frozen=True, slots=True)
class Change:
    """From one value to another; `rise_is` says what more of it means, `least` the smallest change that means anything."""

    now: float | None
    before: float | None
    rise_is: Meaning = ""
    least: float = MEANS_LEAST

    @property
    def known(self) -> bool:
        return self.now is not None and self.before is not None

    @property
    def by(self) -> float:
        return (self.now or 0.0) - (self.before or 0.0)

    @property
    def means(self) -> Meaning:
        """Good or bad, where the change is at least a tenth and `least`; else nothing."""
        if not self.known or not self.rise_is or abs(self.by) < max(self.least, MEANS_SHARE * abs(self.before or 0.0)):
            return ""
        risen_is_good = self.rise_is == "good"
        return "good" if (self.by > 0) == risen_is_good else "bad"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the period before and the same period last year (None = nothing to compare with) and its past, step by step."""

    now: float | None
    before: float | None = None
    year: float | None = None
    past: tuple[float | None, ...] = ()
    rise_is: Meaning = ""
    least: float = MEANS_LEAST

    @property
    def against_before(self) -> Change:
        return Change(self.now, self.before, self.rise_is, self.least)

    @property
    def against_year(self) -> Change:
        return Change(self.now, self.year, self.rise_is, self.least)


Flag = Literal["red", "yellow", ""]


def flag(backlog: Sequence[float | None], median: Sequence[float | None]) -> Flag:
    """Yellow where backlog and median time to solution both worsened in the last week, red where in the last two weeks.

    Both are given for three weeks, the oldest first. To worsen is to rise by a tenth, the backlog by three tickets at least.
    """

    def worse(n: int) -> bool:
        more = Change(backlog[n], backlog[n - 1], "bad").means == "bad"
        return more and Change(median[n], median[n - 1], "bad", least=1.0).means == "bad"

    if not worse(2):
        return ""
    return "red" if worse(1) else "yellow"
