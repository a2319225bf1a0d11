"""Everything that the overview shows of a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.backlog import Age, Backlog, ages, backlog
from dashboard.figures.city import Ask, City, Selection
from dashboard.figures.flow import Flow, flow, overdue_past
from dashboard.figures.teams import Team, teams
from dashboard.figures.times import Times, times
from dashboard.figures.topics import LEAST_SHARE, Topic, topics
from dashboard.insight.flow import Figure, Meaning
from dashboard.insight.period import Period, Span, midnight


@dataclass(frozen=True, slots=True)
class Overview:
    """Figures of a period, each with the period before, last year and its past by steps; durations are working minutes, shares of 1.

    `backlog`: what is open now, or at the end of a past day; `ended`: the identity's numbers by step (see Flow).
    """

    period: Period
    backlog: Backlog
    flow: Flow
    ages: list[Age]
    teams: list[Team]
    topics: list[Topic]
    open: Figure
    new: Figure
    solved: Figure
    overdue: Figure
    solve_min: Figure
    solve_p90_min: Figure
    answer_min: Figure
    answer_p90_min: Figure
    on_time: Figure
    reopened: Figure
    unanswered: Figure
    times: Times


def overview(ask: Ask, period: Period, selection: Selection, city: City) -> Overview:
    """About twenty questions, each over the days of one period, however many tickets there are."""

    def at(span: Span, end: bool = True) -> Backlog | None:
        return backlog(ask, midnight(span.end if end else span.start, period.zone), selection) if city.knows(span, period) else None

    def of(span: Span) -> Times | None:
        return times(ask, [span], selection)[0] if city.knows(span, period) else None

    end = backlog(ask, period.end_at, selection)
    now = backlog(ask, period.moment, selection) if period.live else end
    moves = flow(ask, period, selection, end.open)
    earlier, last_year = at(period.before), at(period.year)
    this, before, year = times(ask, [period.this], selection)[0], of(period.before), of(period.year)
    drawn = times(ask, period.recent, selection)

    def figure(get: Callable[[Times], float | None], rise_is: Meaning, least: float) -> Figure:
        was, last = (None if one is None else get(one) for one in (before, year))
        return Figure(get(this), was, last, tuple(map(get, drawn)), rise_is, least)

    def count(name: str, rise_is: Meaning = "") -> Figure:
        rows = ((moves.before, period.before), (moves.year, period.year))
        was, last = (float(row[name]) if city.knows(span, period) else None for row, span in rows)
        return Figure(float(moves.this[name]), was, last, tuple(moves.steps[name].astype(float)), rise_is)

    def stock(name: str, past: tuple[float | None, ...] = ()) -> Figure:
        was, last = (None if one is None else float(getattr(one, name)) for one in (earlier, last_year))
        return Figure(float(getattr(now, name)), was, last, past, "bad")

    def reopened(row: pd.Series, span: Span) -> float | None:
        return float(row.reopened / row.solved) if row.solved and city.knows(span, period) else None

    return Overview(
        period=period,
        backlog=now,
        flow=moves,
        ages=ages(ask, period.moment, selection),
        teams=teams(ask, period, selection, city),
        topics=topics(ask, period, selection, city),
        open=stock("open", (*moves.steps.open_end.astype(float), float(now.open))),
        new=count("new"),
        solved=count("solved", "good"),
        overdue=stock("overdue", (*overdue_past(ask, period, selection, end.overdue), float(now.overdue))),
        solve_min=figure(lambda one: one.solve_min, "bad", 30),
        solve_p90_min=figure(lambda one: one.solve_p90_min, "bad", 30),
        answer_min=figure(lambda one: one.answer_min, "bad", 30),
        answer_p90_min=figure(lambda one: one.answer_p90_min, "bad", 30),
        on_time=figure(lambda one: one.on_time_share, "good", LEAST_SHARE),
        unanswered=figure(lambda one: one.unanswered_share, "bad", LEAST_SHARE),
        reopened=Figure(
            float(moves.this.reopened / moves.this.solved) if moves.this.solved else None,
            reopened(moves.before, period.before),
            reopened(moves.year, period.year),
            tuple(float(row.reopened / row.solved) if row.solved else None for row in moves.steps.itertuples()),
            "bad",
            LEAST_SHARE,
        ),
        times=this,
    )
