"""Near repeats: does the same come again, soon and close by (Knox)?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from dashboard.insight.areas.model import Repeats

#: Shuffles of the days; of more reports than that, the newest are looked at.
SHUFFLES, MOST = 199, 300


def near_repeats(x: NDArray[np.float64], y: NDArray[np.float64], day: NDArray[np.int64], metres: float, days: int) -> Repeats | None:
    """Pairs near in both place and time, of reports at (x, y) in metres on whole `day`s; None for fewer than two points.

    expected is exact for shuffled days: pairs near in place times the share of all pairs that are near in time.
    """
    use = np.isfinite(x) & np.isfinite(y)
    newest = np.lexsort((y[use], x[use], -day[use]))[:MOST]
    at, when = np.column_stack([x[use], y[use]])[newest], day[use][newest]
    n = len(when)
    if n < 2:
        return None
    near = cKDTree(at).query_pairs(metres, output_type="ndarray")
    soon = int((np.abs(when[:, None] - when) <= days).sum() - n) // 2

    shuffled = np.random.default_rng(n).permuted(np.tile(when, (SHUFFLES, 1)), axis=1)
    seen, *others = (np.abs(order[near[:, 0]] - order[near[:, 1]]) <= days for order in (when, *shuffled))
    pairs = int(seen.sum())
    as_many = sum(int(other.sum()) >= pairs for other in others)
    return Repeats(pairs, len(near) * soon / (n * (n - 1) / 2), (1 + as_many) / (1 + SHUFFLES), metres, days)
