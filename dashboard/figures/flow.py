"""What came and went, and the stock that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.city import Ask, Selection
from dashboard.insight.flow import CAME, WENT, over, stock
from dashboard.insight.period import Period, Span, midnight


@dataclass(frozen=True, slots=True)
class Flow:
    """`steps`: one row a step of the period's picture, `spans`: the period, the one before, last year; each with open_start, new, reopened,
    from_others, solved, to_others and open_end (of last year's span: the flow alone). `today`: what came and went since the last midnight.
    """

    steps: pd.DataFrame
    this: pd.Series
    before: pd.Series
    year: pd.Series
    today: pd.Series


def flow(ask: Ask, period: Period, selection: Selection, open_end: int, today: bool = True) -> Flow:
    """Asks overview/days and overview/turns; `open_end`: what is open at the period's end. In each row of steps, this and before:
    open_start + new + reopened + from_others - solved - to_others == open_end. Without teams, from and to others are 0.
    """
    # Counted back from today's midnight at most: tomorrow belongs to "today".
    coming = Span(period.end, period.next_day)
    recent = Span(min(period.steps[0].start, period.before.start), coming.end if today and period.live else period.end)
    days = _days(ask, recent, period, selection)
    year = over(_days(ask, period.year, period, selection), [period.year]).iloc[0]
    steps = stock(over(days, period.steps), open_end)
    spans = stock(over(days, [period.before, period.this]), open_end)
    return Flow(steps, spans.iloc[1], spans.iloc[0], year, over(days, [coming]).iloc[0])


def overdue_past(ask: Ask, period: Period, selection: Selection, overdue_end: int) -> tuple[float, ...]:
    """What was overdue at the end of each of `period.recent`, counted back from the period's end. Asks overview/late."""
    since = period.recent[0].start
    days = ask("overview/late", since=since, since_at=midnight(since, period.zone), until=period.end, **selection.parameters())
    at = pd.to_datetime(days.day)
    later = [days[at >= pd.Timestamp(step.end)] for step in period.recent]
    return tuple(float(overdue_end - rest.became.sum() + rest.ceased.sum()) for rest in later)


def _days(ask: Ask, span: Span, period: Period, selection: Selection) -> pd.DataFrame:
    asked = {"since": span.start, "until": span.end, **selection.parameters()}
    days = ask("overview/days", **asked)
    turns = ask("overview/turns", since_at=midnight(span.start, period.zone), **asked)
    found = pd.concat([days, turns]).reindex(columns=["day", *CAME, *WENT])
    return found.fillna(0).groupby("day", as_index=False).sum()
