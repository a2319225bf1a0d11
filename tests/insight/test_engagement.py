"""What may be shown of groups: nothing small, nor what would let it be worked out."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.insight.engagement import FEWEST, bands, per_thousand, shown


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 15), max_size=80))
def test_bands_never_show_a_small_group_nor_let_it_be_worked_out(counts: list[int]) -> None:
    found = bands(counts)
    assert all(people == sum(count >= step for count in counts) for step, people in found)
    shown_numbers = [people for _, people in found]
    assert all(people >= FEWEST for people in shown_numbers)
    assert all(more - fewer == 0 or more - fewer >= FEWEST for more in shown_numbers for fewer in shown_numbers if more >= fewer)
    assert bool(found) == (len(counts) >= FEWEST)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from([None, 0, 500, 2_000])), min_size=1, max_size=25))
def test_what_neighbourhoods_hide_cannot_be_worked_out_from_the_city(rows: list[tuple[int, int | None]]) -> None:
    places = per_thousand(pd.DataFrame(rows, columns=["people", "inhabitants"]))
    seen = places[places.rate.notna()]
    assert (seen.people >= FEWEST).all() and (seen.inhabitants > 0).all()
    assert list(seen.rate) == pytest.approx(list(1000 * seen.people / seen.inhabitants))
    hidden = places[places.rate.isna() & (places.inhabitants > 0)].people.sum()
    assert hidden == 0 or hidden >= FEWEST or seen.empty


def test_a_part_is_not_shown_when_the_rest_is_small() -> None:
    assert shown(FEWEST - 1) is None
    assert shown(20, 20) == 20
    assert shown(20, 20 + FEWEST - 1) is None
    assert shown(20, 20 + FEWEST) == 20
