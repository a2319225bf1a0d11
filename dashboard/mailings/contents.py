"""What stands in an edition, before any word of it: figures (dashboard.figures, as the overview's), problem areas, places.

    found = contents(ask, about, city)      # ask: store.ask in the eyes of READER
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

import pandas as pd

from dashboard.figures import Ask, Flow, Overview, Selection, backlog, extent, flow, overview
from dashboard.insight.period import Period
from dashboard.store import Who

Report = Literal["council", "team", "place"]
#: In whose sight a report is made: a manager who belongs to no team, so that no restricted topic is in it.
READER = Who("manager")
#: Streets that an A4 names.
STREETS = 8


@dataclass(frozen=True, slots=True)
class About:
    """Which report, of which days; `team_id` of a team's, `neighbourhood_id` of one place (None: every place)."""

    report: Report
    period: Period
    team_id: int | None = None
    neighbourhood_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One neighbourhood: its figures, its streets with what was open in each at the period's end, what lies around it."""

    row: Any  # mailings/places
    found: Overview
    areas: pd.DataFrame | None  # as in Contents
    topics: pd.DataFrame  # mailings/topics_open
    streets: pd.DataFrame  # mailings/ground: its own and those around it
    open: dict[int, tuple[int, int]]  # by street: open, overdue
    backdrop: Sequence[Any]
    publications: pd.DataFrame  # mailings/publications


@dataclass(frozen=True, slots=True)
class Contents:
    """`picture`: twelve steps that end with the period; weeks for a week, months for a month. `areas`: findings; None: no run then."""

    about: About
    teams: dict[int | None, str]
    found: Overview
    picture: Flow
    picture_period: Period
    areas: pd.DataFrame | None
    places: list[Place]


def contents(ask: Ask, about: About) -> Contents:
    """Everything of one edition, as it was at the end of the period."""
    period, city = about.period, extent(ask)
    selection = Selection(teams=None if about.team_id is None else (about.team_id,), neighbourhood=about.neighbourhood_id)
    found = overview(ask, period, selection, city)
    drawn = replace(period, length="28d") if period.length == "7d" else period
    end = backlog(ask, period.end_at, selection)
    areas = _areas(ask, period)
    if about.team_id is not None and areas is not None:
        own = set(ask("mailings/team_topics", team=about.team_id, since=period.end_at - timedelta(days=365), until=period.end_at).topic_id)
        areas = areas[areas.topic_id.isin(own)]
    places = []
    if about.report == "place":
        rows = ask("mailings/places", neighbourhood=about.neighbourhood_id)
        backdrop = list(ask("map/ground_backdrop").itertuples())
        for row in rows.itertuples():
            own_found = found if about.neighbourhood_id else overview(ask, period, Selection(neighbourhood=int(row.id)), city)
            places.append(_place(ask, row, own_found, areas, backdrop))
    return Contents(
        about=about,
        teams={int(row.id): str(row.name) for row in ask("overview/names").itertuples()},
        found=found,
        picture=flow(ask, drawn, selection, end.open),
        picture_period=drawn,
        areas=areas,
        places=places,
    )


def _place(ask: Ask, row: Any, found: Overview, areas: pd.DataFrame | None, backdrop: Sequence[Any]) -> Place:
    period, here = found.period, {"neighbourhood": int(row.id)}
    held = ask("mailings/streets", moment=period.end_at, **here)
    return Place(
        row,
        found,
        None if areas is None else areas[areas.neighbourhood_id == row.id],
        ask("mailings/topics_open", moment=period.end_at, **here),
        ask("mailings/ground", **here),
        {int(one.street_id): (int(one.open), int(one.overdue)) for one in held.itertuples() if not pd.isna(one.street_id)},
        backdrop,
        ask("mailings/publications", day=period.end, until=period.end_at, **here),
    )


def _areas(ask: Ask, period: Period) -> pd.DataFrame | None:
    """What the last run within a week of the period's end found; None where there was none."""
    run = ask("areas/last_run", until=period.end + timedelta(days=7))
    if run.empty or run.day.iloc[0] < period.end - timedelta(days=7):
        return None
    return ask("areas/findings", run=int(run.id.iloc[0]))
