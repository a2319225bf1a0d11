"""What a finding says: its window, kind, calendar, repeats, and which finding it is a part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import nbinom

from dashboard.insight.areas.model import Finding, PlaceKind, Repeats, Rules, Week
from dashboard.insight.areas.model import Kind as FindingKind
from dashboard.insight.areas.repeats import near_repeats
from dashboard.insight.areas.usual import Usual
from dashboard.insight.areas.weekly import City, Kind, reporters

Floats = NDArray[np.float64]

#: New as long as it began so many weeks ago at most.
NEW_WEEKS = 8
#: A calendar is a year; repeats are looked for in a year.
CALENDAR_WEEKS = 52
#: Trouble of that many weeks at least whose last weeks have at most so many times the usual is over.
_OVER_AFTER, _LAST_WEEKS, _USUAL_AGAIN = 6, 4, 1.3
#: It moved from a neighbour that had that many standard deviations above its usual in the weeks before, and is back at it.
_HAD_TROUBLE_Z = 3.0


def tell(city: City, kind: Kind, usual: Usual, cell: int, day: date, rules: Rules, *, weeks: int, p: float, q: float) -> Finding:
    """The finding of a cell whose window is the last `weeks` weeks."""
    series = kind.series
    code, place = int(series.topic[cell]), int(kind.ids[series.place[cell]])
    what, moved_from = _kind_of(kind, usual, cell, weeks)
    return Finding(
        topic=int(city.topics[code]),
        place_kind=kind.name,
        place=place,
        kind=what,
        since=day - timedelta(weeks=weeks),
        weeks=weeks,
        observed=int(series.counts[cell, -weeks:].sum()),
        expected=float(usual.expected[cell, -weeks:].sum()),
        p=p,
        q=q,
        reporters=reporters(city.window(kind, cell, weeks)),
        series=calendar(series.counts[cell], usual, cell, day),
        last_found=day,
        moved_from=moved_from,
        repeats=_repeats(city, kind.name, code, place, rules),
    )


def calendar(counts: Floats, usual: Usual, cell: int, day: date) -> tuple[Week, ...]:
    """The last weeks of a cell; the upper limit allows for restless counts and for a usual that is not known exactly."""
    weeks = min(CALENDAR_WEEKS, len(counts))
    expected = usual.expected[cell, -weeks:]
    spread = usual.spread[cell] + usual.doubt[cell] ** 2
    upper = nbinom.ppf(0.975, 1 / spread, 1 / (1 + spread * expected)).astype(int)
    return tuple(
        Week(day - timedelta(weeks=weeks - n), int(counts[len(counts) - weeks + n]), float(expected[n]), int(upper[n]))
        for n in range(weeks)
    )


def _kind_of(kind: Kind, usual: Usual, cell: int, weeks: int) -> tuple[FindingKind, int | None]:
    """What sort of trouble it is, and of moving trouble the place that it left."""
    if weeks >= _OVER_AFTER and _is_usual(kind, usual, cell, _LAST_WEEKS):
        return "fading", None
    if weeks > NEW_WEEKS:
        return "lasting", None
    moved_from = _moved_from(kind, usual, cell, weeks)
    return ("new" if moved_from is None else "moving"), moved_from


def _is_usual(kind: Kind, usual: Usual, cell: int, weeks: int) -> bool:
    return bool(kind.series.counts[cell, -weeks:].sum() <= _USUAL_AGAIN * usual.expected[cell, -weeks:].sum())


def _moved_from(kind: Kind, usual: Usual, cell: int, weeks: int) -> int | None:
    """The neighbour where the same topic was in trouble in the weeks before the window and is no longer in it; the worst of several."""
    series = kind.series
    found, worst = None, _HAD_TROUBLE_Z
    for place in series.around[series.place[cell]]:
        other = kind.number[series.topic[cell], place]
        if other < 0:
            continue
        then = slice(-weeks - NEW_WEEKS, -weeks)
        had, would = series.counts[other, then].sum(), usual.expected[other, then]
        noise = np.sqrt(would.sum() + usual.spread[other] * (would**2).sum() + (usual.doubt[other] * would.sum()) ** 2)
        z = (had - would.sum()) / noise
        if z >= worst and _is_usual(kind, usual, int(other), weeks):
            found, worst = int(kind.ids[place]), z
    return found


def _repeats(city: City, name: PlaceKind, code: int, place: int, rules: Rules) -> Repeats | None:
    rows = city.rows[(city.rows["code"] == code) & (city.rows[name] == place) & (city.rows["ago"] < CALENDAR_WEEKS)]
    if not {"x", "y"} <= set(rows.columns):
        return None
    x, y = (rows[axis].to_numpy(dtype=np.float64, na_value=np.nan) for axis in ("x", "y"))
    return near_repeats(x, y, rows["days_ago"].to_numpy(), rules.repeat_m, rules.repeat_days)


def fold(city: City, found: Iterable[Finding]) -> list[Finding]:
    """Findings, the surest first, each said to be within a surer one of another kind of place that shares most of its reports."""
    told: list[Finding] = []
    rows_of: list[pd.Index] = []
    for finding in found:
        late = city.late
        topic = int(np.flatnonzero(city.topics == finding.topic)[0])
        mine = late.index[(late["code"] == topic) & (late[finding.place_kind] == finding.place) & (late["ago"] < finding.weeks)]
        within = None
        for other, theirs in zip(told, rows_of, strict=True):
            if other.topic == finding.topic and other.place_kind != finding.place_kind:
                shared = mine.intersection(theirs).size
                if 2 * shared > min(mine.size, theirs.size):
                    within = (other.place_kind, other.place)
                    break
        told.append(replace(finding, within=within))
        rows_of.append(mine)
    return told
