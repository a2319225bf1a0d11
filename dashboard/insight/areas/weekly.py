"""Reports as weekly counts: weeks of seven days that end with the day before the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.insight.areas.curve import YEAR
from dashboard.insight.areas.model import Place, PlaceKind, Rules
from dashboard.insight.areas.usual import Series

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: No usual without so many weeks of history.
FEWEST_WEEKS = 8
#: Cells with so many reports in their history teach how restless counts are, even where they have none of late.
_TELLING = 20


@dataclass(frozen=True, slots=True)
class City:
    """What of the reports is counted: `rows`, with days_ago and ago (days and weeks back, 0 = the last) and code (of the topic).

    late: those of them within reach; topics: the topic of each code; totals: (topics, weeks); start, reach: (topics,), as
    `usual.fit` has them.
    """

    rows: pd.DataFrame
    late: pd.DataFrame
    topics: Ints
    totals: Floats
    start: Ints
    reach: Ints

    @property
    def weeks(self) -> int:
        return int(self.totals.shape[1])

    @classmethod
    def of(cls, reports: pd.DataFrame, day: date, rules: Rules) -> City:
        """The whole weeks of history before `day`, at most rules.history_weeks."""
        days = (np.datetime64(day) - pd.to_datetime(reports["day"]).to_numpy().astype("datetime64[D]")).astype(np.int64) - 1
        weeks = min(rules.history_weeks, (int(days.max(initial=-1)) + 1) // 7)
        use = (days >= 0) & (days < 7 * weeks)
        rows = reports[use].assign(ago=days[use] // 7, days_ago=days[use]).reset_index(drop=True)
        code, topics = pd.factorize(rows["topic"], sort=True)
        rows = rows.assign(code=code)
        totals = np.zeros((len(topics), weeks))
        np.add.at(totals, (code, weeks - 1 - rows["ago"].to_numpy()), 1.0)
        start = (totals > 0).argmax(axis=1) if weeks else np.zeros(len(topics), dtype=np.int64)
        lived = weeks - start
        reach = np.where(lived >= FEWEST_WEEKS, np.minimum(rules.reach_weeks, lived // 3), 0)
        late = rows[rows["ago"] < int(reach.max(initial=0))]
        return cls(rows, late, np.asarray(topics, dtype=np.int64), totals, start, reach)

    def window(self, kind: Kind, cell: int, weeks: int) -> pd.DataFrame:
        """The reports of a cell in the last `weeks` weeks, as far as a window may reach."""
        start, end = np.searchsorted(kind.late_cell, [cell, cell + 1])
        rows = self.late.iloc[kind.late[start:end]]
        return rows[rows["ago"] < weeks]

    def voices(self, kind: Kind, cell: int, weeks: int) -> Ints:
        """(weeks,) of a cell's last weeks: its reports, those of one person only the first time."""
        rows = self.window(kind, cell, weeks)
        if "reporter" in rows:
            rows = rows.sort_values("days_ago", ascending=False, kind="stable")
            rows = rows[rows["reporter"].isna() | ~rows["reporter"].duplicated()]
        return np.bincount(weeks - 1 - rows["ago"].to_numpy(), minlength=weeks)


def reporters(rows: pd.DataFrame) -> int:
    """Distinct people behind reports; those unknown are taken to be one a day."""
    if "reporter" not in rows:
        return int(rows["day"].nunique())
    unknown = rows["reporter"].isna()
    return int(rows["reporter"].nunique() + rows.loc[unknown, "day"].nunique())


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of place: its ids, the weekly counts of the cells worth fitting, number (topics, places) of each (-1 = no cell),
    late: positions in City.late by late_cell, the cell that each is of; of every other pair that ever had a report how many a year it had.
    """

    name: PlaceKind
    ids: Ints
    series: Series
    number: Ints
    late: Ints
    late_cell: Ints
    other_yearly: Floats

    @classmethod
    def of(cls, city: City, name: PlaceKind, places: Iterable[Place], fewest: int) -> Kind:
        """Cells are pairs with at least `fewest` reports within reach (others cannot be found), or with a telling history."""
        rows = city.rows[city.rows[name].notna()]
        place, ids = pd.factorize(rows[name].astype(np.int64), sort=True)
        code, ago = rows["code"].to_numpy(), rows["ago"].to_numpy()
        shape = (len(city.topics), len(ids))
        recent = np.zeros(shape)
        late = ago < city.reach[code]
        np.add.at(recent, (code[late], place[late]), 1.0)
        past = np.zeros(shape)
        np.add.at(past, (code[~late], place[~late]), 1.0)
        worth = (recent >= fewest) | (past >= _TELLING)
        topic_of, place_of = np.nonzero(worth)
        number = np.full(shape, -1)
        number[worth] = np.arange(len(topic_of))
        cell = number[code, place]
        counts = np.zeros((len(topic_of), city.weeks))
        np.add.at(counts, (cell[cell >= 0], city.weeks - 1 - ago[cell >= 0]), 1.0)
        ids = np.asarray(ids, dtype=np.int64)
        late_cell = cell[ago < int(city.reach.max(initial=0))]
        positions = np.flatnonzero(city.late[name].notna())
        order = np.argsort(late_cell, kind="stable")
        other = ~worth & (past + recent > 0)
        years = np.broadcast_to(np.maximum(city.weeks - city.start - city.reach, 1)[:, None] / YEAR, shape)
        series = Series(counts, topic_of, place_of, past, _around(name, ids, places))
        return cls(name, ids, series, number, positions[order], late_cell[order], past[other] / years[other])

    def cell(self, code: int, place: int) -> int | None:
        """The cell of a topic's code and a place's id."""
        at = np.flatnonzero(self.ids == place)
        cell = int(self.number[code, at[0]]) if code >= 0 and len(at) else -1
        return cell if cell >= 0 else None


def _around(name: PlaceKind, ids: Ints, places: Iterable[Place]) -> list[Ints]:
    """The neighbours of each place, by their position in `ids`; where none are known, the others with the same parent."""
    position = {int(id_): n for n, id_ in enumerate(ids)}
    known = {place.id: place for place in places if place.kind == name and place.id in position}
    children: dict[int, list[int]] = {}
    for place in known.values():
        if place.parent is not None:
            children.setdefault(place.parent, []).append(position[place.id])
    found = []
    for id_ in ids:
        place = known.get(int(id_), Place(name, int(id_)))
        near = [position[other] for other in place.around if other in position]
        if not near and place.parent is not None:
            near = [other for other in children[place.parent] if other != position[place.id]]
        found.append(np.array(near, dtype=np.int64))
    return found
