"""The part of a topic that each place has, shrunk to what its size and surroundings suggest (Clayton and Kaldor)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Neighbours with fewer reports than that say little.
_FEW = 5.0
#: How alike places are (shape of the gamma), where it is looked for.
_SHAPES = np.geomspace(0.3, 100, 14)


def suggested(past: Floats, reported: Floats, around: Sequence[Ints]) -> Floats:
    """(topics, places): the part of a topic that a place's size suggests, times how much more its neighbours have than theirs.

    past: (topics, places), reports; reported: (topics,), those in no place included; around: the neighbours of each place.
    """
    size = past.sum(axis=0) + 1.0
    size /= size.sum()
    would = past.sum(axis=1, keepdims=True) * size
    local = np.ones(past.shape)
    for place, near in enumerate(around):
        local[:, place] = (_FEW + past[:, near].sum(axis=1)) / (_FEW + would[:, near].sum(axis=1))
    placed = np.clip(past.sum(axis=1) / np.maximum(reported, 1.0), 1e-6, 1.0)
    return np.asarray(placed[:, None] * size * local)


def shares(counts: Floats, weight: Floats, exposure: Floats, prior: Floats, spread: Floats, topic: Ints) -> tuple[Floats, Floats]:
    """Each cell's part of its topic, (cells,), and the standard deviation of its logarithm.

    counts, weight (of each week), exposure (the whole topic's reports to expect): (cells, weeks); prior, spread, topic: (cells,).
    """
    had = (weight * counts).sum(axis=1)
    could = (weight * exposure).sum(axis=1)
    would = np.maximum(prior * could, 1e-12)
    # restless counts tell less than their number
    typical = (weight * exposure**2).sum(axis=1) / np.maximum(could, 1e-12) * np.maximum(had, 1) / np.maximum(could, 1e-12)
    worth = 1 / (1 + spread * typical)
    shape = _shape(had * worth, would * worth, topic)[topic]
    told = shape + had * worth
    return told / (shape / prior + could * worth), 1 / np.sqrt(told)


def _shape(had: Floats, would: Floats, topic: Ints) -> Floats:
    """How alike places are, topic by topic: the gamma's shape that makes their counts likeliest."""
    a, y, m = _SHAPES[:, None], had, would
    fits = gammaln(a + y) - gammaln(a) + a * np.log(a / (a + m)) + y * np.log(m / (a + m))
    by_topic = np.array([np.bincount(topic, row) for row in fits])
    pooled = fits.sum(axis=1)
    best = (by_topic + pooled[:, None] / max(by_topic.shape[1], 1)).argmax(axis=0)
    return np.asarray(_SHAPES[best], dtype=np.float64)
