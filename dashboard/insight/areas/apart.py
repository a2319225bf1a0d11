"""The default place: one point, such as a town hall, that stands for "somewhere" and gathers a bit of everything."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.insight.areas.model import Apart

#: Of all reports with a point so large a share, and so many, lie on a default place.
_SHARE, _REPORTS = 0.01, 30
#: It has so many times the reports of the fifth fullest other point: else points are merely coarse.
_TIMES, _RANK = 5.0, 5
#: It mixes so large a share of the city's topics, five at least, and none of them is more than so much of it.
_MIX, _TOPICS, _MOSTLY = 0.5, 5, 0.6


def set_apart(reports: pd.DataFrame) -> tuple[NDArray[np.bool_], tuple[Apart, ...]]:
    """Which rows of `reports` (topic, x, y) lie on the default place, and what it is; none where none stands out."""
    nothing = np.zeros(len(reports), dtype=bool)
    if not {"x", "y"} <= set(reports.columns):
        return nothing, ()
    x, y = (np.rint(reports[axis].to_numpy(dtype=np.float64, na_value=np.nan)) for axis in ("x", "y"))
    placed = np.isfinite(x) & np.isfinite(y)
    fullest = pd.DataFrame({"x": x[placed], "y": y[placed]}).value_counts()
    if not len(fullest):
        return nothing, ()
    at, n = fullest.index[0], int(fullest.iloc[0])
    others = int(fullest.iloc[min(_RANK, len(fullest) - 1)]) if len(fullest) > 1 else 0
    if n < max(_REPORTS, _SHARE * placed.sum(), _TIMES * others):
        return nothing, ()
    here = placed & (x == at[0]) & (y == at[1])
    topics = reports.loc[here, "topic"].value_counts()
    if len(topics) < max(_TOPICS, _MIX * reports["topic"].nunique()) or topics.iloc[0] > _MOSTLY * n:
        return nothing, ()
    return here, (Apart(float(at[0]), float(at[1]), n, n / len(reports), len(topics)),)
