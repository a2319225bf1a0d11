"""Other ways to point at places, on the same cities: a plain top ten, Getis-Ord Gi*, a space-time permutation scan.

    top_ten(counts), hot_spots(counts), scan(counts)      # counts: (topics, places, weeks), up to the day of the run

Each gives its flags as (score, topic, places), the higher the surer; a flag names one place, or a few that it cannot tell apart.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from esda.getisord import G_Local
from libpysal.weights import W
from numpy.typing import NDArray

from bench.areas_city import COLUMNS, PLACES, around

Flag = tuple[float, int, tuple[int, ...]]
Counts = NDArray[np.int64]

#: What a month's map or list shows.
WEEKS = 4
_NEIGHBOURS = W({place: list(around(place)) for place in range(PLACES)}, silence_warnings=True)
#: The scan looks back so far, at cylinders of so many weeks and places around each place.
SCAN_WEEKS, SCAN_LENGTHS, SCAN_SIZES = 52, (1, 2, 3, 4, 6, 8, 10, 13), (1, 2, 3, 5, 9)


def top_ten(counts: Counts) -> list[Flag]:
    """The pairs of topic and place with the most reports in four weeks."""
    last = counts[..., -WEEKS:].sum(axis=-1)
    best = np.argsort(-last, axis=None, kind="stable")[:10]
    return [(float(last.flat[n]), int(n // PLACES), (int(n % PLACES),)) for n in best]


def hot_spots(counts: Counts) -> list[Flag]:
    """Gi* of each topic's reports in four weeks, as a heat map of hot spots shows them."""
    return _gi_star(counts[..., -WEEKS:].sum(axis=-1))


def changed_spots(counts: Counts) -> list[Flag]:
    """Gi* of how much more those four weeks have than the year before them, in standard deviations: a fairer rival."""
    last = counts[..., -WEEKS:].sum(axis=-1)
    usual = counts[..., -WEEKS - 52 : -WEEKS].mean(axis=-1) * WEEKS
    usual = usual * last.sum(axis=1, keepdims=True) / np.maximum(usual.sum(axis=1, keepdims=True), 1)
    return _gi_star((last - usual) / np.sqrt(usual + 1))


def _gi_star(values: NDArray[Any]) -> list[Flag]:
    """Places whose z is above 1.96, of (topics, places) values."""
    flags: list[Flag] = []
    for topic, of_places in enumerate(values.astype(float)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # esda divides by nothing where a topic has no reports
            z = G_Local(of_places, _NEIGHBOURS, transform="B", permutations=0, star=True).Zs
        flags += [(float(z[place]), topic, (int(place),)) for place in np.flatnonzero(z >= 1.96)]
    return flags


def _zones() -> NDArray[np.float64]:
    """(zones, places): each place with its nearest ones."""
    row, column = np.divmod(np.arange(PLACES), COLUMNS)
    nearest = np.argsort((row[:, None] - row) ** 2 + (column[:, None] - column) ** 2, axis=1, kind="stable")
    zones = np.zeros((len(SCAN_SIZES) * PLACES, PLACES))
    for n, size in enumerate(SCAN_SIZES):
        np.put_along_axis(zones[n * PLACES : (n + 1) * PLACES], nearest[:, :size], 1.0, axis=1)
    return zones


_ZONES = _zones()


def scan(counts: Counts) -> list[Flag]:
    """The likeliest living cluster of each topic: Kulldorff's space-time permutation scan (2005), cylinders that end now.

    Expected in a cylinder: its places' reports times its weeks' reports, by the topic's; score: log of the Poisson likelihood ratio.
    """
    flags: list[Flag] = []
    for topic, year in enumerate(counts[..., -SCAN_WEEKS:].astype(float)):
        total = max(year.sum(), 1.0)
        lately = year[:, ::-1].cumsum(axis=1)[:, np.array(SCAN_LENGTHS) - 1]
        seen = _ZONES @ lately
        expected = (_ZONES @ year.sum(axis=1))[:, None] * lately.sum(axis=0) / total
        rest, expected_rest = total - seen, total - expected
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(seen > 0, seen * np.log(seen / expected), 0.0) + np.where(rest > 0, rest * np.log(rest / expected_rest), 0.0)
        ratio = np.where(seen > expected, ratio, 0.0)
        zone = int(ratio.max(axis=1).argmax())
        flags.append((float(ratio.max()), topic, tuple(int(p) for p in np.flatnonzero(_ZONES[zone]))))
    return flags
