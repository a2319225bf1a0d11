"""The city's course: what each topic does in the whole city, in the long run and in single weeks.

curve(totals, known)                            # trend and season
level(calm, totals, share, ...)                 # what the rest of the city did in those very weeks
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

YEAR = 365.25 / 7
#: Standard deviations of the logarithm: trend a year, first and second yearly wave.
_TREND_SD, _WAVE_SD, _WAVE2_SD = 0.25, 0.4, 0.2
#: The level looks at so many weeks around (standard deviation of a bell).
_LEVEL_WEEKS = 1.0


def curve(totals: Floats, known: Bools) -> Floats:
    """Expected reports of each topic, (topics, weeks), from `totals`: Poisson regression with a ridge (normal priors), weighted by the
    totals' dispersion. known: (topics, weeks), false before the topic began; the curve is 0 there.
    """
    weeks = totals.shape[1]
    t = (np.arange(weeks) - weeks + 1) / YEAR
    waves = [f(2 * np.pi * n * t) for n in (1, 2) for f in (np.sin, np.cos)]
    design = np.column_stack([np.ones(weeks), t - t.mean(), *waves])
    ridge = np.array([0, _TREND_SD, _WAVE_SD, _WAVE_SD, _WAVE2_SD, _WAVE2_SD])
    penalty = np.diag(np.where(ridge > 0, 1 / np.maximum(ridge, 1e-9) ** 2, 0.0))
    mean = (totals * known).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    beta = np.zeros((len(totals), design.shape[1]))
    beta[:, 0] = np.log(np.maximum(mean, 1e-6))
    for _ in range(8):
        fitted = np.exp(np.clip(beta @ design.T, -30, 30))
        gap = np.where(known, totals - fitted, 0.0)
        noise = np.maximum((gap**2 / np.maximum(fitted, 0.5)).sum(axis=1) / np.maximum(known.sum(axis=1) - 3, 1), 1.0)
        worth = np.where(known, fitted, 0.0) / noise[:, None]
        hessian = np.einsum("tw,wi,wj->tij", worth, design, design) + penalty + 1e-9 * np.eye(len(penalty))
        step = np.linalg.solve(hessian, ((gap / noise[:, None]) @ design - beta @ penalty)[..., None])[..., 0]
        beta += np.clip(step, -1, 1)
    return np.asarray(np.exp(np.clip(beta @ design.T, -30, 30)) * known)


def level(calm: Floats, totals: Floats, share: Floats, course: Floats, known: Bools, topic: Ints, spread: Floats) -> tuple[Floats, Floats]:
    """Times the curve, (cells, weeks): what the rest of the city did in those weeks, shrunk to 1 (James and Stein); and the standard
    deviation that is left in the last four, (cells,). calm: counts (cells, weeks) and totals without past trouble.
    """
    weeks = calm.shape[1]
    distance = np.abs(np.arange(weeks)[:, None] - np.arange(weeks))
    bell = np.exp(-0.5 * (distance / _LEVEL_WEEKS) ** 2) * (distance <= 4)
    rest = np.maximum(1 - share, 0.0)[:, None]
    expected = rest * course[topic]
    would = np.maximum(expected @ bell, 1e-9)
    ratio = np.maximum(totals[topic] - calm, 0) @ bell / would
    # noise of that ratio: Poisson's, and that of restless places
    restless = spread * np.bincount(topic, share**2, len(totals))
    one = course + restless[:, None] * course**2
    noise = (one[topic] @ bell**2) / would**2
    city = np.maximum(course @ bell, 1e-9)
    excess = ((np.where(known, totals, 0.0) @ bell / city - 1) ** 2 - (one @ bell**2) / city**2) * known
    moves = np.maximum(excess.sum(axis=1) / np.maximum(known.sum(axis=1), 1), 1e-4)[topic][:, None]
    trust = np.where(rest > 0.05, moves / (moves + noise), 0.0)
    left = np.sqrt((moves * noise / (moves + noise))[:, -4:].mean(axis=1))
    return np.maximum(1 + trust * (ratio - 1), 0.1), left
