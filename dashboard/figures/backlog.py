"""What was open at a moment: how much, how old, whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

from dashboard.figures.city import Ask, Selection
from dashboard.insight.flow import AGE_STEPS


@dataclass(frozen=True, slots=True)
class Backlog:
    """Open, overdue among them, without a target date among them; the oldest overdue one's target date; median age in days."""

    open: int = 0
    overdue: int = 0
    undated: int = 0
    late_since: datetime | None = None
    median_days: float | None = None


@dataclass(frozen=True, slots=True)
class Age:
    """Open tickets of one age, `step` of insight.flow.AGE_STEPS, and the overdue ones among them."""

    step: int
    open: int
    overdue: int


def backlog(ask: Ask, moment: datetime, selection: Selection) -> Backlog:
    """At `moment`, counted for the team that had each ticket then. Asks overview/stock."""
    return next(iter(by_key(ask, moment, selection, "").values()), Backlog())


def ages(ask: Ask, moment: datetime, selection: Selection) -> list[Age]:
    """The same by age: every age, the youngest first."""
    found = by_key(ask, moment, selection, "age")
    empty = Backlog()
    return [Age(step, found.get(step, empty).open, found.get(step, empty).overdue) for step in range(len(AGE_STEPS))]


def by_key(ask: Ask, moment: datetime, selection: Selection, by: Literal["", "team", "age"]) -> dict[int | None, Backlog]:
    """The same by team (None = no team) or by age; with "" the whole under None."""
    rows = ask("overview/stock", moment=moment, by=by, ages=list(map(float, AGE_STEPS)), **selection.parameters())
    return {
        None if pd.isna(row.key) else int(row.key): Backlog(
            int(row.open),
            int(row.overdue),
            int(row.undated),
            None if pd.isna(row.late_since) else row.late_since.to_pydatetime(),
            None if pd.isna(row.median_days) else float(row.median_days),
        )
        for row in rows.itertuples()
    }
