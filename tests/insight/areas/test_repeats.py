"""Near repeats."""

import numpy as np
import pytest

from dashboard.insight.areas.repeats import near_repeats


def test_what_comes_again_nearby_is_seen_and_what_is_scattered_is_not() -> None:
    random = np.random.default_rng(1)
    x, y, day = random.uniform(0, 2_000, 80), random.uniform(0, 2_000, 80), random.integers(0, 365, 80)
    scattered = near_repeats(x, y, day, 100, 14)
    again = near_repeats(np.r_[x, x[:40] + 20], np.r_[y, y[:40] + 20], np.r_[day, day[:40] + 5], 100, 14)
    assert scattered and again and again.ratio
    assert scattered.p > 0.05
    assert again.p == pytest.approx(1 / 200)
    assert again.pairs >= 40 > 3 * again.expected
    assert again.ratio == pytest.approx(again.pairs / again.expected)


def test_expected_is_the_mean_of_all_shuffles() -> None:
    random = np.random.default_rng(2)
    x, y, day = random.uniform(0, 300, 30), random.uniform(0, 300, 30), random.integers(0, 60, 30)
    close = np.hypot(x[:, None] - x, y[:, None] - y) <= 100
    pairs = [
        np.triu(close & (np.abs(shuffled[:, None] - shuffled) <= 14), 1).sum()
        for shuffled in (random.permutation(day) for _ in range(2_000))
    ]
    found = near_repeats(x, y, day, 100, 14)
    assert found
    assert found.expected == pytest.approx(np.mean(pairs), rel=0.03)


def test_fewer_than_two_points_have_no_pairs() -> None:
    assert near_repeats(np.array([1.0, np.nan]), np.array([1.0, 2.0]), np.array([0, 1]), 100, 14) is None
