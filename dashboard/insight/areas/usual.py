"""What is usual: how many reports each place should have in each week, and how sure that is.

    usual = fit(Series(counts, topic, place, past, around), totals, start, reach)
    usual.expected, usual.spread, usual.doubt

Of cell c (topic t at place p) in week w:  expected = share_c * curve_t(w) * level_c(w)

    curve   the topic in the whole city: trend and two yearly waves (a log-linear model with a ridge, so that short histories
            have flat curves and long ones learn their season)
    level   what the rest of the city did in those very weeks (a storm, a heat wave), shrunk to 1 by how much of it is noise
    share   the place's part, shrunk to what its size and its surroundings suggest (gamma and Poisson, empirical Bayes)

Weeks of past trouble are left out of all three, and the last `reach` weeks out of the share: else trouble would become usual.
Each needs the others, so all are made three times over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.areas.curve import curve, level
from dashboard.insight.areas.restless import SPREAD, past_trouble, spreads
from dashboard.insight.areas.share import shares, suggested

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: History weighs half after so many weeks: places change.
HALF_LIFE = 65.0
#: A share may have drifted so much (standard deviation of its logarithm) since the weeks that it was learnt from.
DRIFT = 0.1


@dataclass(frozen=True, slots=True)
class Series:
    """Weekly counts (cells, weeks) of one kind of place, the oldest week first; topic and place of each cell: (cells,), from 0 on.

    past: (topics, places), reports in the weeks that shares learn from, also of pairs that are no cell; around: each place's neighbours.
    """

    counts: Floats
    topic: Ints
    place: Ints
    past: Floats
    around: Sequence[Ints] = ()


@dataclass(frozen=True, slots=True)
class Usual:
    """expected: (cells, weeks); spread and doubt: (cells,), as evidence.Recent has them; trouble: (cells, weeks), past trouble."""

    expected: Floats
    spread: Floats
    doubt: Floats
    trouble: Bools


def fit(series: Series, totals: Floats, start: Ints, reach: Ints) -> Usual:
    """What is usual for each cell.

    totals: (topics, weeks), every report of the city, placed or not; start: (topics,), the first week in which the topic was
    reported; reach: (topics,), how many of the last weeks the share must not learn from.
    """
    counts, topic = series.counts, series.topic
    cells, weeks = counts.shape
    ago = weeks - 1 - np.arange(weeks)
    known = ago[None, :] <= weeks - 1 - start[:, None]
    before = known & (ago[None, :] >= reach[:, None])
    learn, reported = before[topic], (totals * before).sum(axis=1)
    trouble, times = np.zeros(counts.shape, dtype=bool), np.ones(counts.shape)
    spread = np.full(len(totals), SPREAD)
    past, calm_totals = series.past, totals
    expected, doubt, level_doubt = np.zeros(counts.shape), np.zeros(cells), np.zeros(cells)
    for last in (False, False, True):
        course = curve(calm_totals, known)
        exposure = course[topic] * times
        weight = np.where(learn & ~trouble, 0.5 ** (ago / HALF_LIFE), 0.0)
        prior = suggested(past, reported, series.around)[topic, series.place]
        share, doubt = shares(counts, weight, exposure, prior, spread[topic], topic)
        expected = np.maximum(share[:, None] * exposure, 1e-9)
        if last:
            break
        spread = spreads(counts, expected, learn & ~trouble, topic, len(totals))
        trouble = past_trouble(counts, expected, spread[topic])
        calm = np.where(trouble, expected, counts)
        calm_totals = totals.copy()
        np.subtract.at(calm_totals, topic, counts - calm)
        past = series.past.copy()
        np.subtract.at(past, (topic, series.place), ((counts - calm) * learn).sum(axis=1))
        times, level_doubt = level(calm, calm_totals, share, course, known, topic, spread)
    doubt = np.sqrt(doubt**2 + DRIFT**2 + level_doubt**2)
    return Usual(expected, spread[topic], doubt, trouble)
