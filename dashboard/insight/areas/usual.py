"""What is usual: how many reports each place should have in each week, and how sure that is.

    usual = fit(Series(counts, topic, place, past, around), totals, start, reach)
    usual.expected, usual.spread, usual.doubt

Of cell c (topic t at place p) in week w:  expected = share_c * curve_t(w) * level_c(w)

    curve   the topic in the whole city: trend and two yearly waves (a log-linear model with a ridge, so that short histories
            have flat curves and long ones learn their season)
    level   what the rest of the city did in those very weeks (a storm, a heat wave), shrunk to 1 by how much of it is noise
    share   the place's part, shrunk to what its size and its surroundings suggest (gamma and Poisson, empirical Bayes)

Weeks of past trouble are left out of all three, and the last `reach` weeks out of the share: else trouble would become usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

YEAR = 365.25 / 7
#: History weighs half after so many weeks: places change.
HALF_LIFE = 65.0
#: A share may have drifted so much (standard deviation of its logarithm) since the weeks that it was learnt from.
DRIFT = 0.1
#: Standard deviations of the logarithm: trend a year, first and second yearly wave.
_TREND_SD, _WAVE_SD, _WAVE2_SD = 0.25, 0.4, 0.2
#: The level looks at so many weeks around (standard deviation of a bell).
_LEVEL_WEEKS = 1.0
#: Weeks whose run of one or four is that many standard deviations above the usual are past trouble.
_TROUBLE_Z = 3.5
#: Neighbours with fewer reports than that say little.
_FEW = 5.0
#: How unlike places are (shape of the gamma), and how restless counts are: where they are looked for.
_SHAPES = np.geomspace(0.3, 100, 14)
_SPREADS = np.array([0.0, 0.01, 0.02, 0.04, 0.06, 0.09, 0.13, 0.18, 0.25, 0.35, 0.5, 0.7, 1.0, 1.5])
#: What many cities' weekly counts show; a city's own counts soon outweigh it.
_SPREAD_PRIOR, _SPREAD_PRIOR_WEIGHT = 0.08, 200.0


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
    trouble = np.zeros(counts.shape, dtype=bool)
    level = np.ones(counts.shape)
    spread = np.full(len(totals), _SPREAD_PRIOR)
    past = series.past
    calm_totals, expected, doubt = totals, np.zeros(counts.shape), np.zeros(cells)
    for last in (False, False, True):
        curve = _curve(calm_totals, known)
        exposure = curve[topic] * level
        weight = np.where(learn & ~trouble, 0.5 ** (ago / HALF_LIFE), 0.0)
        share, doubt = _share(series, past, reported, weight, exposure, spread[topic])
        expected = np.maximum(share[:, None] * exposure, 1e-9)
        if last:
            break
        spread = _spread(counts, expected, learn & ~trouble, topic, len(totals))
        trouble = _trouble(counts, expected, spread[topic])
        calm = np.where(trouble, expected, counts)
        calm_totals = totals - _by_topic(counts - calm, topic, len(totals))
        past = series.past.copy()
        np.subtract.at(past, (topic, series.place), ((counts - calm) * learn).sum(axis=1))
        level, level_doubt = _level(calm, calm_totals, share, curve, known, topic, spread)
    doubt = np.sqrt(doubt**2 + DRIFT**2 + level_doubt**2)
    return Usual(expected, spread[topic], doubt, trouble)


def _by_topic(values: Floats, topic: Ints, topics: int) -> Floats:
    """(cells, weeks) summed to (topics, weeks)."""
    found = np.zeros((topics, *values.shape[1:]))
    np.add.at(found, topic, values)
    return found


def _curve(totals: Floats, known: Bools) -> Floats:
    """The city's expected reports of each topic: Poisson regression with a ridge, restlessness of the whole allowed for."""
    weeks = totals.shape[1]
    t = (np.arange(weeks) - weeks + 1) / YEAR
    waves = [f(2 * np.pi * n * t) for n in (1, 2) for f in (np.sin, np.cos)]
    design = np.column_stack([np.ones(weeks), t - t.mean(), *waves])
    ridge = np.array([0, _TREND_SD, _WAVE_SD, _WAVE_SD, _WAVE2_SD, _WAVE2_SD])
    penalty = np.diag(np.where(ridge > 0, 1 / np.maximum(ridge, 1e-9) ** 2, 0.0))
    mean = (totals * known).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    beta = np.zeros((len(totals), design.shape[1]))
    beta[:, 0] = np.log(np.maximum(mean, 1e-6))
    noise = np.ones(len(totals))
    for _ in range(8):
        fitted = np.exp(np.clip(beta @ design.T, -30, 30))
        gap = np.where(known, totals - fitted, 0.0)
        noise = np.maximum((gap**2 / np.maximum(fitted, 0.5)).sum(axis=1) / np.maximum(known.sum(axis=1) - 3, 1), 1.0)
        worth = np.where(known, fitted, 0.0) / noise[:, None]
        hessian = np.einsum("tw,wi,wj->tij", worth, design, design) + penalty + 1e-9 * np.eye(len(penalty))
        step = np.linalg.solve(hessian, ((gap / noise[:, None]) @ design - beta @ penalty)[..., None])[..., 0]
        beta += np.clip(step, -1, 1)
    return np.asarray(np.exp(np.clip(beta @ design.T, -30, 30)) * known)


def _share(series: Series, past: Floats, reported: Floats, weight: Floats, exposure: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Each cell's part of its topic's curve, and the standard deviation of its logarithm."""
    had = (weight * series.counts).sum(axis=1)
    could = (weight * exposure).sum(axis=1)
    placed = np.clip(past.sum(axis=1) / np.maximum(reported, 1.0), 1e-6, 1.0)
    prior = (placed[:, None] * _suggested(past, series.around))[series.topic, series.place]
    would = np.maximum(prior * could, 1e-12)
    # restless counts tell less than their number
    typical = (weight * exposure**2).sum(axis=1) / np.maximum(could, 1e-12) * np.maximum(had, 1) / np.maximum(could, 1e-12)
    worth = 1 / (1 + spread * typical)
    shape = _shape(had * worth, would * worth, series.topic, len(past))[series.topic]
    told = shape + had * worth
    return told / (shape / prior + could * worth), 1 / np.sqrt(told)


def _suggested(past: Floats, around: Sequence[Ints]) -> Floats:
    """(topics, places): the part of a topic that a place's size suggests, times how much more its neighbours have than theirs."""
    size = past.sum(axis=0) + 1.0
    size /= size.sum()
    would = past.sum(axis=1, keepdims=True) * size
    local = np.ones(past.shape)
    for place, near in enumerate(around):
        local[:, place] = (_FEW + past[:, near].sum(axis=1)) / (_FEW + would[:, near].sum(axis=1))
    return np.asarray(size * local)


def _shape(had: Floats, would: Floats, topic: Ints, topics: int) -> Floats:
    """How alike places are, topic by topic: the gamma's shape that makes their counts likeliest."""
    a, y, m = _SHAPES[:, None], had, would
    fits = gammaln(a + y) - gammaln(a) + a * np.log(a / (a + m)) + y * np.log(m / (a + m))
    by_topic = np.array([np.bincount(topic, row, topics) for row in fits])
    pooled = fits.sum(axis=1)
    best = (by_topic + pooled[:, None] / max(topics, 1)).argmax(axis=0)
    return np.asarray(_SHAPES[best], dtype=np.float64)


def _spread(counts: Floats, expected: Floats, calm: Bools, topic: Ints, topics: int) -> Floats:
    """How restless weekly counts are, topic by topic: where Pearson's statistic is what it should be; shrunk to the city's."""
    telling = (expected * calm).sum(axis=1) > 10
    y, m, use, of = counts[telling], expected[telling], calm[telling], topic[telling]
    gap = (y - m) ** 2 / m
    off = np.array([np.bincount(of, (use * (gap / (1 + a * m) - 1) * m / (1 + a * m)).sum(axis=1), topics) for a in _SPREADS])
    worth = np.bincount(of, (use * (m / (1 + _SPREAD_PRIOR * m)) ** 2).sum(axis=1) / 2, topics)
    pooled = _root(off.sum(axis=1))
    pooled = (pooled * worth.sum() + _SPREAD_PRIOR * _SPREAD_PRIOR_WEIGHT) / (worth.sum() + _SPREAD_PRIOR_WEIGHT)
    own = np.array([_root(column) for column in off.T])
    alike = 4 / max(pooled, 0.02) ** 2  # topics differ by about half
    return np.asarray((own * worth + pooled * alike) / (worth + alike))


def _root(off: Floats) -> float:
    """Where a falling curve over _SPREADS crosses zero."""
    return float(np.interp(0.0, off[::-1], _SPREADS[::-1]))


def _trouble(counts: Floats, expected: Floats, spread: Floats) -> Bools:
    """Weeks that stand out, alone or four in a row (Anscombe residuals, as Farrington and Noufaily have it)."""
    found = np.zeros(counts.shape, dtype=bool)
    for length in (1, 4):
        if counts.shape[1] < length:
            continue
        y, m, m2 = (_runs(values, length) for values in (counts, expected, expected**2))
        noise = 1 + spread[:, None] * m2 / m
        stands_out = 1.5 * (y ** (2 / 3) - m ** (2 / 3)) / (m ** (1 / 6) * np.sqrt(noise)) > _TROUBLE_Z
        for k in range(length):
            found[:, k : k + stands_out.shape[1]] |= stands_out
    return found


def _runs(values: Floats, length: int) -> Floats:
    total = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    return np.asarray(total[:, length:] - total[:, :-length])


def _level(calm: Floats, totals: Floats, share: Floats, curve: Floats, known: Bools, topic: Ints, spread: Floats) -> tuple[Floats, Floats]:
    """What the rest of the city did in those weeks, times its curve; and the doubt that is left about the last four."""
    weeks = calm.shape[1]
    distance = np.abs(np.arange(weeks)[:, None] - np.arange(weeks))
    bell = np.exp(-0.5 * (distance / _LEVEL_WEEKS) ** 2) * (distance <= 4)
    rest = np.maximum(1 - share, 0.0)[:, None]
    expected = rest * curve[topic]
    would = np.maximum(expected @ bell, 1e-9)
    ratio = np.maximum(totals[topic] - calm, 0) @ bell / would
    # noise of that ratio: Poisson's, and that of restless places
    restless = spread * _by_topic(share[:, None] ** 2, topic, len(totals))[:, 0]
    one = curve + restless[:, None] * curve**2
    noise = (one[topic] @ bell**2) / would**2
    city = np.maximum(curve @ bell, 1e-9)
    excess = ((np.where(known, totals, 0.0) @ bell / city - 1) ** 2 - (one @ bell**2) / city**2) * known
    moves = np.maximum(excess.sum(axis=1) / np.maximum(known.sum(axis=1), 1), 1e-4)[topic][:, None]
    trust = np.where(rest > 0.05, moves / (moves + noise), 0.0)
    left = np.sqrt((moves * noise / (moves + noise))[:, -4:].mean(axis=1))
    return np.maximum(1 + trust * (ratio - 1), 0.1), left
