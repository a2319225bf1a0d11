"""How right flags are: one row a flag, one row a cluster, and what comes of a threshold.

share = false_share(flags)                             # of all flags of all runs
cut = threshold(flags, share)                          # where another method's flags are as often false
found(flags[flags.score >= cut], clusters, least=60, most=250, weeks=8)
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from bench.areas_city import FIRST, PLACES, TOPICS, City, around
from bench.areas_rivals import Flag

FALSE = -1
COLUMNS = ["city", "run", "score", "cluster", "delay"]


def judge(number: int, city: City, run: int, flags: Iterable[Flag]) -> list[tuple[int, int, float, int, int]]:
    """Rows of COLUMNS. A flag is right where it names the place and topic of a cluster that has begun (`delay` weeks ago); one that
    names only the cluster's neighbours, as Gi* cannot avoid, counts neither way; every other is false.
    """
    living = [(n, one, city.first_run + run - one.start) for n, one in enumerate(city.clusters) if one.start < city.first_run + run]
    rows = []
    for score, topic, places in flags:
        same = [(n, one, delay) for n, one, delay in living if one.topic == topic]
        hit = next(((n, delay) for n, one, delay in same if one.place in places), None)
        if hit is not None:
            rows.append((number, run, score, 100 * number + hit[0], hit[1]))
        elif not any(set(places) & set(around(one.place)) for _, one, _ in same):
            rows.append((number, run, score, FALSE, 0))
    return rows


def clusters_of(number: int, city: City) -> list[tuple[int, float, int]]:
    """cluster, yearly, and for how many weeks runs looked at it."""
    return [(100 * number + n, one.yearly, city.first_run + city.runs - one.start) for n, one in enumerate(city.clusters)]


def counted(city: City) -> np.ndarray:
    """(topics, places, weeks) of a city's reports."""
    week = (city.reports["day"].to_numpy() - np.datetime64(FIRST)).astype("timedelta64[D]").astype(int) // 7
    counts = np.zeros((TOPICS, PLACES, city.first_run + city.runs), dtype=np.int64)
    np.add.at(counts, (city.reports["topic"].to_numpy(), city.reports["neighbourhood"].to_numpy(), week), 1)
    return counts


def false_share(flags: pd.DataFrame) -> float:
    return float((flags["cluster"] == FALSE).mean()) if len(flags) else 0.0


def threshold(flags: pd.DataFrame, share: float) -> float:
    """The lowest score above which no more than `share` of the flags are false; infinite where there is none."""
    ranked = flags.sort_values("score", ascending=False, kind="stable")
    so_far = (ranked["cluster"] == FALSE).cumsum().to_numpy() / np.arange(1, len(ranked) + 1)
    last = np.append(ranked["score"].to_numpy()[1:] != ranked["score"].to_numpy()[:-1], True)
    good = np.flatnonzero((so_far <= share) & last)
    return float(ranked["score"].iloc[good[-1]]) if len(good) else float("inf")


def found(flags: pd.DataFrame, clusters: pd.DataFrame, *, least: float, most: float = np.inf, weeks: int) -> tuple[float, int]:
    """The share of clusters whose usual lies between, found within so many weeks, and how many there were to find."""
    asked = clusters[(clusters["yearly"] >= least) & (clusters["yearly"] < most) & (clusters["looked_at"] >= weeks)]
    first = flags[flags["cluster"] != FALSE].groupby("cluster")["delay"].min()
    delay = asked["cluster"].map(first).fillna(np.inf)
    return (float((delay <= weeks).mean()) if len(asked) else float("nan")), len(asked)


def flagged_runs(flags: pd.DataFrame, runs: int) -> float:
    """The share of `runs` with any flag."""
    return len(flags[["city", "run"]].drop_duplicates()) / runs
