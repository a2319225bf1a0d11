"""Simulated cities, with trouble planted or without, to check problem areas on.

    city = simulate(random, clusters=4)
    city.reports            # as dashboard.insight.areas.find wants them
    city.clusters           # what was planted

A city has 44 places and 10 topics, 440 pairs, and 10,000 reports a year. Places differ in size and in what is reported there; topics
have seasons, trends and city-wide weeks (storms); weekly counts are restless (negative binomial, each topic and place its own), places
drift from year to year; reports fall on weekdays; one city in five has a history of 26 to 78 weeks, the others of 104 to 156.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TOPIC_SHARES = np.array([0.18, 0.15, 0.13, 0.12, 0.10, 0.09, 0.08, 0.06, 0.05, 0.04])
ROWS, COLUMNS = 4, 11
PLACES, TOPICS = ROWS * COLUMNS, len(TOPIC_SHARES)
YEARLY = 10_000
ACROSS_M = 1_000.0
FIRST = date(2022, 1, 3)
_WEEKDAYS = np.array([0.2, 0.18, 0.17, 0.16, 0.14, 0.08, 0.07])
#: Median of the restlessness of weekly counts (variance = mean + spread * mean ** 2), and how places and topics differ.
SPREAD = 0.06


@dataclass(frozen=True, slots=True)
class Cluster:
    """A topic at a place that has `times` the usual from week `start` on, for `weeks`; yearly: the usual."""

    topic: int
    place: int
    start: int
    weeks: int
    times: float
    yearly: float


@dataclass(frozen=True, slots=True)
class City:
    """reports: the table; first_run: the first week whose start is looked at, runs: how many there are; yearly: (topics, places)."""

    reports: pd.DataFrame
    first_run: int
    runs: int
    yearly: NDArray[np.float64]
    clusters: tuple[Cluster, ...]

    def day(self, run: int) -> date:
        return FIRST + timedelta(weeks=self.first_run + run)


def around(place: int) -> tuple[int, ...]:
    """The neighbours of a place, corners included."""
    row, column = divmod(place, COLUMNS)
    return tuple(
        r * COLUMNS + c
        for r in range(max(row - 1, 0), min(row + 2, ROWS))
        for c in range(max(column - 1, 0), min(column + 2, COLUMNS))
        if (r, c) != (row, column)
    )


def simulate(
    random: np.random.Generator, *, clusters: int = 0, runs: int = 20, times: float = 3.0, spread: float = SPREAD, least: float = 60.0
) -> City:
    """A city with so many clusters of `times` the usual, at pairs whose usual is `least` a year or more, one of them of 250 at least."""
    history = int(random.integers(26, 79) if random.random() < 0.2 else random.integers(104, 157))
    weeks = history + runs
    yearly = _yearly(random)
    mean = yearly[..., None] / 52.18 * _course(random, weeks)
    planted = _plant(random, yearly, clusters, history, runs, times, least)
    for one in planted:
        mean[one.topic, one.place, one.start : one.start + one.weeks] *= one.times
    restless = spread * random.lognormal(0, 0.3, (TOPICS, 1, 1)) * random.lognormal(0, 0.3, (TOPICS, PLACES, 1)) + 1e-9
    counts = random.poisson(random.gamma(1 / restless, restless * mean))
    return City(_reports(random, counts), history, runs, yearly, planted)


def _yearly(random: np.random.Generator) -> NDArray[np.float64]:
    size = random.lognormal(0, 0.7, PLACES)
    taste = random.gamma(3, 1 / 3, (TOPICS, PLACES))
    found = TOPIC_SHARES[:, None] * size * taste
    return np.asarray(found * YEARLY / found.sum())


def _course(random: np.random.Generator, weeks: int) -> NDArray[np.float64]:
    """(topics, places, weeks): season, trend, the city's weeks, the drift of places; about 1."""
    t = np.arange(weeks) / 52.18
    wave = sum(
        random.uniform(0, high, (TOPICS, 1)) * np.cos(2 * np.pi * n * (t - random.random((TOPICS, 1)))) for n, high in ((1, 0.5), (2, 0.2))
    )
    trend = (0.03 + 0.08 * random.standard_normal((TOPICS, 1))) * (t - t.mean())
    storms = 0.1 * random.standard_normal((TOPICS, weeks))
    steps = 0.1 / np.sqrt(52) * random.standard_normal((TOPICS, PLACES, weeks))
    drift = steps.cumsum(axis=-1)
    return np.asarray(np.exp((wave + trend + storms)[:, None, :] + drift - drift.mean(axis=-1, keepdims=True)))


def _plant(
    random: np.random.Generator, yearly: NDArray[np.float64], clusters: int, history: int, runs: int, times: float, least: float
) -> tuple[Cluster, ...]:
    """Each at another place and, while there are topics left, of another topic; they begin in the first half of the runs and go on."""
    pairs = np.argwhere(yearly >= least)
    pairs = pairs[random.permutation(len(pairs))]
    large = yearly[tuple(pairs.T)] >= 250
    pairs = np.concatenate([pairs[large][:1], pairs[~large], pairs[large][1:]])
    planted: list[Cluster] = []
    for topic, place in pairs:
        if len(planted) == clusters:
            break
        if all(place != other.place and topic != other.topic for other in planted):
            start = history + int(random.integers(0, max(runs - 8, 1)))
            planted.append(Cluster(int(topic), int(place), start, runs, times, float(yearly[topic, place])))
    return tuple(planted)


def _reports(random: np.random.Generator, counts: NDArray[np.int64]) -> pd.DataFrame:
    topic, place, week = (np.repeat(axis, counts.ravel()) for axis in (index.ravel() for index in np.indices(counts.shape)))
    day = week * 7 + random.choice(7, len(week), p=_WEEKDAYS)
    row, column = np.divmod(place, COLUMNS)
    return pd.DataFrame(
        {
            "day": np.datetime64(FIRST) + day.astype("timedelta64[D]"),
            "topic": topic,
            "reporter": random.integers(0, 4_000, len(topic)),
            "x": (column + random.random(len(topic))) * ACROSS_M,
            "y": (row + random.random(len(topic))) * ACROSS_M,
            "neighbourhood": place,
        }
    )
