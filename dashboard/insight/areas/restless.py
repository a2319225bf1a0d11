"""How restless weekly counts are, and which weeks of the past were trouble."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: What many cities' weekly counts show; a city's own counts soon outweigh it.
SPREAD, _SPREAD_WEIGHT = 0.08, 200.0
#: Where it is looked for.
_SPREADS = np.array([0.0, 0.01, 0.02, 0.04, 0.06, 0.09, 0.13, 0.18, 0.25, 0.35, 0.5, 0.7, 1.0, 1.5])
#: Weeks whose run of one or four is that many standard deviations above the usual are past trouble.
_TROUBLE_Z = 3.5


def spreads(counts: Floats, expected: Floats, calm: Bools, topic: Ints, topics: int) -> Floats:
    """How restless weekly counts are, topic by topic: variance = mean + spread * mean ** 2, where Pearson's statistic is what it
    should be (pseudo-likelihood, Davidian and Carroll), shrunk to the city's. counts, expected, calm (what to look at): (cells, weeks).
    """
    telling = (expected * calm).sum(axis=1) > 10
    y, m, use, of = counts[telling], expected[telling], calm[telling], topic[telling]
    gap = (y - m) ** 2 / m
    off = np.array([np.bincount(of, (use * (gap / (1 + a * m) - 1) * m / (1 + a * m)).sum(axis=1), topics) for a in _SPREADS])
    worth = np.bincount(of, (use * (m / (1 + SPREAD * m)) ** 2).sum(axis=1) / 2, topics)
    pooled = _root(off.sum(axis=1))
    pooled = (pooled * worth.sum() + SPREAD * _SPREAD_WEIGHT) / (worth.sum() + _SPREAD_WEIGHT)
    own = np.array([_root(column) for column in off.T])
    alike = 4 / max(pooled, 0.02) ** 2  # topics differ by about half
    return np.asarray((own * worth + pooled * alike) / (worth + alike))


def _root(off: Floats) -> float:
    """Where a falling curve over _SPREADS crosses zero."""
    return float(np.interp(0.0, off[::-1], _SPREADS[::-1]))


def past_trouble(counts: Floats, expected: Floats, spread: Floats) -> Bools:
    """Weeks (cells, weeks) that stand out, alone or four in a row (Anscombe residuals, as Farrington and Noufaily have it)."""
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
