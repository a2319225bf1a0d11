"""What is usual."""

import numpy as np
import pytest

from dashboard.insight.areas.usual import Series, Usual, fit


def usual(counts: np.ndarray, around: list[list[int]] | None = None, reach: int = 26) -> Usual:
    """Of (topics, places, weeks) counts."""
    topics, places, weeks = counts.shape
    topic, place = np.repeat(np.arange(topics), places), np.tile(np.arange(places), topics)
    past = counts[..., : weeks - reach].sum(axis=-1).astype(float)
    near = [np.array(one, dtype=np.int64) for one in around or []]
    cells = Series(counts.reshape(topics * places, weeks).astype(float), topic, place, past, near)
    return fit(cells, counts.sum(axis=1).astype(float), np.zeros(topics, dtype=np.int64), np.full(topics, reach))


def test_it_follows_season_and_trend() -> None:
    random = np.random.default_rng(1)
    t = np.arange(156) / 52.18
    course = np.exp(0.6 * np.cos(2 * np.pi * t) + 0.1 * (t - t.mean()))
    mean = np.broadcast_to(3.0 * course, (2, 20, 156))
    expected = usual(random.poisson(mean)).expected.reshape(mean.shape)
    assert expected[..., -26:].mean(axis=(0, 1)) == pytest.approx(mean[0, 0, -26:], rel=0.15)


def test_a_storm_over_the_whole_city_is_usual_everywhere() -> None:
    mean = np.full((1, 40, 104), 2.0)
    mean[..., -3:] *= 2
    expected = usual(np.random.default_rng(2).poisson(mean)).expected
    assert expected[:, -2].mean() == pytest.approx(4.0, rel=0.15)


def test_restlessness_is_learnt() -> None:
    random = np.random.default_rng(3)
    mean = np.full((3, 30, 130), 3.0)
    calm, restless = random.poisson(mean), random.poisson(random.gamma(1 / 0.3, 0.3 * mean))
    assert usual(calm).spread.mean() < 0.03
    assert usual(restless).spread.mean() == pytest.approx(0.3, rel=0.25)


def test_trouble_of_the_past_does_not_become_usual() -> None:
    random = np.random.default_rng(4)
    mean = np.full((2, 20, 130), 2.0)
    mean[0, 0, 60:80] = 10.0
    fitted = usual(random.poisson(mean))
    assert fitted.trouble[0, 60:80].mean() > 0.8
    assert fitted.trouble[1:].mean() < 0.01
    assert fitted.expected[0, -10:].mean() == pytest.approx(2.0, rel=0.25)


def test_small_places_borrow_from_their_surroundings() -> None:
    """Half the town has much of topic 0; a place there without a history is expected to have more of it than one elsewhere."""
    random = np.random.default_rng(5)
    mean = np.full((2, 20, 52), 0.5)
    mean[0, :10] = 2.0
    counts = random.poisson(mean)
    counts[:, [4, 15]] = 0
    row = [[p for p in (n - 2, n - 1, n + 1, n + 2) if 0 <= p < 20] for n in range(20)]
    alone, near = usual(counts, reach=17), usual(counts, row, reach=17)
    assert near.expected[4].mean() > 1.5 * near.expected[15].mean()
    assert alone.expected[4].mean() == pytest.approx(alone.expected[15].mean(), rel=0.2)
    assert near.doubt[4] > near.doubt[5]


def test_one_place_only_and_nothing_at_all() -> None:
    one = usual(np.random.default_rng(6).poisson(np.full((1, 1, 104), 3.0)))
    assert one.expected[0, -5:] == pytest.approx(3.0, rel=0.25)
    empty = usual(np.zeros((2, 3, 60), dtype=np.int64), reach=20)
    assert np.isfinite(empty.expected).all()
    assert (empty.expected < 0.1).all()


def test_where_half_of_the_reports_have_no_place_a_place_is_not_expected_to_have_them() -> None:
    counts = np.random.default_rng(7).poisson(np.full((2, 15, 104), 1.0))
    topic, place = np.repeat(np.arange(2), 15), np.tile(np.arange(15), 2)
    past = counts[..., :78].sum(axis=-1).astype(float)
    cells = Series(counts.reshape(30, 104).astype(float), topic, place, past)
    totals = 2.0 * counts.sum(axis=1)
    fitted = fit(cells, totals, np.zeros(2, dtype=np.int64), np.full(2, 26))
    assert fitted.expected.mean() == pytest.approx(1.0, rel=0.1)
    assert fitted.doubt.mean() < 0.2
