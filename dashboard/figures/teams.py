"""The load of each team, and the flag of one whose backlog and pace both worsen."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.backlog import Backlog, by_key
from dashboard.figures.city import Ask, City, Selection, days_of
from dashboard.insight.flow import Flag, flag
from dashboard.insight.period import Period, midnight


@dataclass(frozen=True, slots=True)
class Team:
    """A team (id None = no team): what it has open, how many of it ended in the period's last week, weeks of work at that pace,
    the median of working minutes to solution then, and its flag.
    """

    id: int | None
    backlog: Backlog
    solved: int
    solve_min: float | None
    flag: Flag = ""

    @property
    def weeks_of_work(self) -> float | None:
        return self.backlog.open / self.solved if self.solved else None


def teams(ask: Ask, period: Period, selection: Selection, city: City) -> list[Team]:
    """Every team with anything open, the most overdue first. Asks overview/stock and overview/paces for the period's last three weeks."""
    now = by_key(ask, period.moment, selection, "team")
    ends = [by_key(ask, midnight(week.end, period.zone), selection, "team") for week in period.weeks]
    paces = ask("overview/paces", **days_of(period.weeks), **selection.parameters())
    pace = {(int(row.n), None if pd.isna(row.team_id) else int(row.team_id)): row for row in paces.itertuples()}

    def one(key: int | None, held: Backlog) -> Team:
        weeks = [pace.get((n, key)) for n in range(len(period.weeks))]
        medians = [None if week is None or pd.isna(week.p50_min) else float(week.p50_min) for week in weeks]
        known = [city.knows(week, period) for week in period.weeks]
        opens = [float(end.get(key, Backlog()).open) if there else None for end, there in zip(ends, known, strict=True)]
        solved = 0 if weeks[-1] is None else int(weeks[-1].solved)
        return Team(key, held, solved, medians[-1], flag(opens, medians) if key is not None else "")

    found = [one(key, held) for key, held in now.items()]
    return sorted(found, key=lambda team: (team.id is None, -team.backlog.overdue, -team.backlog.open))
