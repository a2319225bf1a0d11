"""Which of many tests to believe, so that few of those believed are chance.

q = q_values(p, weights)      # believe those with q <= 0.10
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def q_values(p: Floats, weights: Floats) -> Floats:
    """The smallest share of chance at which each test would be believed: Benjamini and Hochberg's, of p / weight.

    Weights must not be made from what is tested; they are scaled to a mean of 1 (Genovese, Roeder and Wasserman).
    """
    if not len(p):
        return np.empty(0)
    weights = weights / weights.mean()
    weighted = p / np.maximum(weights, 1e-12)
    order = np.argsort(weighted, kind="stable")
    steps = weighted[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return found
