"""Evidence, and how often chance alone has as much."""

import numpy as np
import pytest

from dashboard.insight.areas.evidence import Recent, chance, likeliest, weigh


def series(random: np.random.Generator, n: int, usual: float, *, spread: float = 0.08, doubt: float = 0.15, weeks: int = 26) -> Recent:
    """`n` series without trouble."""
    factor = np.exp(doubt * random.standard_normal((n, 1)) - doubt**2 / 2)
    mean = np.broadcast_to(usual * factor, (n, weeks))
    counts = random.poisson(random.gamma(1 / spread, spread * mean))
    return Recent(counts, np.full((n, weeks), usual), np.full(n, spread), np.full(n, doubt), np.full(n, weeks))


@pytest.mark.parametrize("usual", [0.3, 1.2, 5.0])
def test_without_trouble_a_chance_of_x_comes_up_x_of_the_time(usual: float) -> None:
    random = np.random.default_rng(7)
    quiet = series(random, 8_000, usual)
    evidence = weigh(quiet)
    for often in (0.03, 0.005):
        level = np.quantile(evidence, 1 - often)
        assert chance(quiet, 0, float(level), 10_000) == pytest.approx(often, rel=0.3)


def test_evidence_of_ten_without_trouble_is_rarer_than_one_in_ten() -> None:
    evidence = weigh(series(np.random.default_rng(3), 8_000, 0.5))
    for level in (3, 10, 30, 100):
        assert (evidence >= level).mean() <= 1 / level


def test_tripled_reports_are_heard_and_since_when() -> None:
    quiet = series(np.random.default_rng(5), 400, 4.0)
    random = np.random.default_rng(6)
    counts = quiet.counts.copy()
    counts[:, -8:] += random.poisson(8.0, (400, 8))
    loud = Recent(counts, quiet.usual, quiet.spread, quiet.doubt, quiet.reach)
    assert np.median(weigh(loud)) > 1_000
    assert np.median(likeliest(loud)) == 8


def test_a_series_without_reach_or_without_reports_says_nothing() -> None:
    still = Recent(np.zeros((2, 26), dtype=np.int64), np.full((2, 26), 1.0), np.zeros(2), np.zeros(2), np.array([0, 26]))
    assert weigh(still)[0] == 0
    assert weigh(still)[1] < 1


def test_chance_is_never_none_at_all() -> None:
    """Two hundred reports where next to nothing is usual: beyond what draws reach, so a bound."""
    counts = np.zeros((1, 26), dtype=np.int64)
    counts[0, -1] = 200
    odd = Recent(counts, np.full((1, 26), 0.001), np.full(1, 0.05), np.full(1, 0.3), np.full(1, 26))
    evidence = float(weigh(odd)[0])
    assert chance(odd, 0, evidence) == pytest.approx(1 / evidence)
