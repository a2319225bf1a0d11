"""Small cities to look for problem areas in."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

DAY = date(2026, 3, 2)


def city(seed: int = 1, *, weeks: int = 120, usual: dict[tuple[int, int], float] | None = None, places: int = 12, topics: int = 4) -> pd.DataFrame:
    """Reports up to DAY: `usual` reports a week of (topic, place), one by default; Poisson, everybody reports once, places in a row."""
    random = np.random.default_rng(seed)
    mean = np.ones((topics, places))
    for at, value in (usual or {}).items():
        mean[at] = value
    return of_counts(random, random.poisson(mean[..., None], (topics, places, weeks)))


def of_counts(random: np.random.Generator, counts: np.ndarray, last: date = DAY) -> pd.DataFrame:
    """Reports of (topics, places, weeks) counts; the last week ends on the day before `last`."""
    topic, place, week = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    ago = (counts.shape[-1] - 1 - week) * 7 + random.integers(0, 7, len(week)) + 1
    return pd.DataFrame(
        {
            "day": np.datetime64(last) - ago.astype("timedelta64[D]"),
            "topic": topic,
            "reporter": np.arange(len(topic)),
            "x": 1000.0 * place + random.uniform(0, 1000, len(topic)),
            "y": random.uniform(0, 1000, len(topic)),
            "neighbourhood": place,
        }
    )


def extra(seed: int, n: int, *, topic: int, place: int, first: int, last: int = 0) -> pd.DataFrame:
    """`n` more reports of different people, from `first` to `last` weeks ago."""
    random = np.random.default_rng(seed)
    ago = random.integers(7 * last + 1, 7 * first + 1, n)
    return pd.DataFrame(
        {
            "day": [np.datetime64(DAY - timedelta(days=int(days))) for days in ago],
            "topic": topic,
            "reporter": np.arange(n) + 1_000_000 + 10_000 * seed,
            "x": 1000.0 * place + random.uniform(0, 1000, n),
            "y": random.uniform(0, 1000, n),
            "neighbourhood": place,
        }
    )


def together(*tables: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True)
