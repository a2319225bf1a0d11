"""Which of many tests to believe."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from dashboard.insight.areas.discovery import q_values


def test_with_equal_weights_they_are_those_of_benjamini_and_hochberg() -> None:
    p = np.random.default_rng(1).uniform(0, 1, 200) ** 2
    assert q_values(p, np.full(200, 3.0)) == pytest.approx(false_discovery_control(p))


def test_weight_goes_where_it_is_put_and_is_paid_for_elsewhere() -> None:
    p = np.array([0.01, 0.01, 0.5, 0.5])
    q = q_values(p, np.array([3.0, 1 / 3, 1 / 3, 1 / 3]))
    assert q[0] < q_values(p, np.ones(4))[0] < q[1]


def test_nothing_tested_nothing_found() -> None:
    assert q_values(np.empty(0), np.empty(0)).shape == (0,)
