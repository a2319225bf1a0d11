"""A run, from reports to findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.insight.areas.apart import set_apart
from dashboard.insight.areas.curve import YEAR
from dashboard.insight.areas.discovery import q_values
from dashboard.insight.areas.evidence import Recent, chance, likeliest, weigh
from dashboard.insight.areas.model import PLACE_KINDS, Finding, Found, Place, Rules
from dashboard.insight.areas.telling import fold, tell
from dashboard.insight.areas.usual import Usual, fit
from dashboard.insight.areas.weekly import FEWEST_WEEKS, City, Kind, reporters

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Places where more is usual get more of the error that is allowed, as this power of their reports a year, between so many.
_POWER, _LEAST, _MOST = 1.3, 1.0, 250.0
#: On simulated cities chance is somewhat more inventive than the model of it: so much of q is used, the rest is kept for that.
_USED = 0.8
#: Chance is worked out where evidence is at least that; below it is about one in fifty (never above one in eight): nothing is found there.
_WORTH_A_LOOK = 8.0
#: A finding that is not found again fades for so long.
FADES = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Tested:
    """A kind of place after its tests: of each cell the window, p (1 where nothing could be found) and how many a year are usual."""

    kind: Kind
    usual: Usual
    weeks: Ints
    p: Floats
    yearly: Floats


def find(
    reports: pd.DataFrame,
    places: Iterable[Place],
    day: date,
    *,
    rules: Rules | None = None,
    earlier: Iterable[Finding] = (),
) -> Found:
    """The problem areas as they stand at the start of `day`. The same input gives the same answer.

    reports: as in dashboard.insight.areas; places: those that have neighbours or a parent (others need not be named);
    earlier: the findings of the last run, fading ones included; those that are not found again fade, for six weeks.
    Without reports, or with less than eight weeks of them, nothing is found: there is no usual yet.
    """
    rules, places = rules or Rules(), list(places)
    kinds = [kind for kind in PLACE_KINDS if kind in reports.columns]
    hidden, apart = set_apart(reports)
    city = City.of(reports[~hidden], day, rules)
    no_place = int(city.rows[kinds].isna().all(axis=1).sum())
    if city.weeks < FEWEST_WEEKS:
        return Found(day, (), apart, len(city.rows), no_place, 0, city.weeks)
    tested = [_test(city, Kind.of(city, kind, places, rules.reports), rules) for kind in kinds if city.rows[kind].notna().any()]
    q = _share_out(tested)
    found = [
        tell(city, one.kind, one.usual, cell, day, rules, weeks=int(one.weeks[cell]), p=float(one.p[cell]), q=float(by_cell[cell]))
        for one, by_cell in zip(tested, q, strict=True)
        for cell in np.flatnonzero(by_cell <= rules.q).tolist()
    ]
    found = fold(city, sorted(found, key=lambda finding: (finding.q, finding.p, finding.key)))
    fading = _fading(city, tested, day, rules, earlier, {finding.key for finding in found})
    number = sum(len(one.p) + len(one.kind.other_yearly) for one in tested)
    return Found(day, (*found, *fading), apart, len(city.rows), no_place, number, city.weeks)


def _test(city: City, kind: Kind, rules: Rules) -> Tested:
    """Evidence of every cell, and its chance where it is worth a look and enough people reported."""
    series = kind.series
    usual = fit(series, city.totals, city.start, city.reach)
    reach = city.reach[series.topic]
    weeks = int(city.reach.max(initial=0))
    seen = np.arange(weeks)[::-1] < reach[:, None]
    recent = Recent(
        np.where(seen, series.counts[:, city.weeks - weeks :], 0).astype(np.int64),
        np.where(seen, usual.expected[:, city.weeks - weeks :], 0.0),
        usual.spread,
        usual.doubt,
        reach,
    )
    evidence, window = weigh(recent), likeliest(recent)
    p = np.ones(len(reach))
    look = np.flatnonzero(evidence >= _WORTH_A_LOOK).tolist()
    look = [cell for cell in look if _told_by_enough(city.window(kind, cell, int(window[cell])), rules)]
    # one person's reports are one voice: what is judged is how many people spoke
    voices = recent[np.array(look, dtype=np.int64)]
    voices = replace(voices, counts=np.array([city.voices(kind, cell, weeks) for cell in look]).reshape(len(look), weeks) * seen[look])
    for n, (cell, heard) in enumerate(zip(look, weigh(voices).tolist(), strict=True)):
        if heard >= _WORTH_A_LOOK:
            p[cell] = chance(voices, n, heard)
    yearly = usual.expected[:, city.weeks - weeks :].mean(axis=1) * YEAR if weeks else np.zeros(len(reach))
    return Tested(kind, usual, window, p, yearly)


def _told_by_enough(rows: pd.DataFrame, rules: Rules) -> bool:
    return len(rows) >= rules.reports and reporters(rows) >= rules.reporters


def _share_out(tested: Sequence[Tested]) -> list[Floats]:
    """q of every cell, over all kinds of places and topics of the run; pairs that are no cell count as tests that found nothing."""
    p = np.concatenate([part for one in tested for part in (one.p, np.ones(len(one.kind.other_yearly)))] or [np.empty(0)])
    yearly = np.concatenate([part for one in tested for part in (one.yearly, one.kind.other_yearly)] or [np.empty(0)])
    q = np.minimum(q_values(p, np.clip(yearly, _LEAST, _MOST) ** _POWER) / _USED, 1.0)
    starts = np.cumsum([0, *(len(one.p) + len(one.kind.other_yearly) for one in tested)])
    return [q[start : start + len(one.p)] for start, one in zip(starts, tested, strict=False)]


def _fading(
    city: City, tested: Sequence[Tested], day: date, rules: Rules, earlier: Iterable[Finding], found: set[tuple[int, str, int]]
) -> list[Finding]:
    """What the last run found and this one does not, as it stands now."""
    by_kind = {one.kind.name: one for one in tested}
    codes = {int(topic): code for code, topic in enumerate(city.topics)}
    fading = []
    for before in earlier:
        one = by_kind.get(before.place_kind)
        if before.key in found or one is None or not timedelta(0) <= day - before.last_found <= FADES:
            continue
        cell = one.kind.cell(codes.get(before.topic, -1), before.place)
        weeks = -(-(day - before.since).days // 7)
        if cell is not None and 0 < weeks <= city.weeks:
            now = tell(city, one.kind, one.usual, cell, day, rules, weeks=weeks, p=1.0, q=1.0)
            fading.append(replace(now, kind="fading", last_found=before.last_found, moved_from=None))
    return fading
