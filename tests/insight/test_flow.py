"""Periods of local days, stock counted back, and changes that mean something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.insight.flow import WEEKS, Change, Periods, next_midnight, stock

ZONE = ZoneInfo("Europe/Brussels")
some_flows = st.lists(st.tuples(*[st.integers(0, 50)] * 3), min_size=1, max_size=13)


@settings(deadline=None)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_periods_are_whole_local_days(now: datetime) -> None:
    periods = Periods.until(now, ZONE)
    local = [bound.astimezone(ZONE) for bound in periods.bounds]
    assert all((bound.hour, bound.minute, bound.second) == (0, 0, 0) for bound in local)
    assert [later.date() - earlier.date() for earlier, later in pairwise(local)] == [timedelta(days=7)] * WEEKS
    assert local[-1].date() == now.astimezone(ZONE).date()
    assert periods.end - timedelta(hours=1) <= now < next_midnight(now, ZONE)
    assert (local[-1].date() - periods.start.date(), periods.start.date() - periods.before.date()) == (timedelta(days=28),) * 2


def test_the_day_the_clock_changes_is_one_day() -> None:
    before = Periods.until(datetime(2026, 10, 25, 12, tzinfo=ZONE), ZONE)
    after = Periods.until(datetime(2026, 10, 26, 12, tzinfo=ZONE), ZONE)
    assert after.end.astimezone(UTC) - before.end.astimezone(UTC) == timedelta(hours=25)


def test_data_that_ended_long_ago_are_counted_to_their_last_day() -> None:
    now, last = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2011, 7, 15, 21, 30, tzinfo=UTC)
    periods = Periods.until(now, ZONE, last)
    assert periods.ended and periods.end == datetime(2011, 7, 16, tzinfo=ZONE)
    assert not Periods.until(now, ZONE, now - timedelta(days=28)).ended


@settings(deadline=None)
@given(some_flows, st.integers(0, 500))
def test_what_is_open_follows_from_what_came_and_went(rows: list[tuple[int, int, int]], open_now: int) -> None:
    found = stock(pd.DataFrame(rows, columns=["new", "reopened", "solved"]), open_now)
    assert (found.open_start + found.new + found.reopened - found.solved == found.open_end).all()
    assert list(found.open_end[:-1]) == list(found.open_start[1:])
    assert found.open_end.iloc[-1] == open_now


@pytest.mark.parametrize(
    ("now", "before", "rise_is", "means"),
    [
        (120, 100, "bad", "bad"),
        (80, 100, "bad", "good"),
        (120, 100, "good", "good"),
        (120, 100, "", ""),
        (105, 100, "bad", ""),  # less than a tenth
        (2, 1, "bad", ""),  # doubled, but one ticket
        (120, None, "bad", ""),
        (None, 100, "bad", ""),
        (7, 0, "bad", "bad"),
    ],
)
def test_only_a_change_that_means_something_has_a_meaning(now: float | None, before: float | None, rise_is: str, means: str) -> None:
    assert Change(now, before, rise_is).means == means  # type: ignore[arg-type]
