"""Periods of local days, stock counted back, changes that mean something, and flags."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.insight.flow import CAME, WENT, Change, flag, over, stock
from dashboard.insight.period import LENGTHS, Period, Span, months_before, next_midnight

ZONE = ZoneInfo("Europe/Brussels")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
some_flows = st.lists(st.tuples(*[st.integers(0, 50)] * 5), min_size=1, max_size=13)


@settings(deadline=None)
@given(moments, st.sampled_from(list(LENGTHS)))
def test_periods_are_whole_local_days_and_adjoin(now: datetime, length: str) -> None:
    period = Period.until(now, ZONE, length=length)
    steps, shape = period.steps, LENGTHS[length]
    assert len(steps) == shape.drawn
    assert all(earlier.end == later.start for earlier, later in pairwise(steps))
    assert (steps[-1].end, period.this.end, period.before.end) == (period.end, period.end, period.this.start)
    assert period.this.start == steps[-shape.steps].start
    assert period.end == now.astimezone(ZONE).date() and period.end_at <= now < period.moment == next_midnight(now, ZONE)
    assert period.year.end <= period.this.start
    if shape.days:
        assert period.this.start.weekday() == period.year.start.weekday()
        assert period.this.start - period.before.start == period.year.end - period.year.start == timedelta(days=shape.days * shape.steps)


def test_the_day_the_clock_changes_is_one_day() -> None:
    before = Period.until(datetime(2026, 10, 25, 12, tzinfo=ZONE), ZONE)
    after = Period.until(datetime(2026, 10, 26, 12, tzinfo=ZONE), ZONE)
    assert after.end_at.astimezone(UTC) - before.end_at.astimezone(UTC) == timedelta(hours=25)


def test_months_end_where_they_end() -> None:
    assert [months_before(date(2028, 3, 31), n) for n in (1, 12, 27)] == [date(2028, 2, 29), date(2027, 3, 31), date(2025, 12, 31)]


def test_a_past_day_and_data_that_ended_are_counted_to_their_last_day() -> None:
    now, last = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2011, 7, 15, 21, 30, tzinfo=UTC)
    ended = Period.until(now, ZONE, last)
    assert ended.ended and ended.moment == ended.end_at == datetime(2011, 7, 16, tzinfo=ZONE)
    assert not Period.until(now, ZONE, now - timedelta(days=28)).ended
    past = Period.until(now, ZONE, now, on=date(2026, 3, 1))
    assert past.as_was and not past.live and past.moment == datetime(2026, 3, 2, tzinfo=ZONE)
    assert Period.until(now, ZONE, now, on=date(2026, 11, 23)).live  # today is not past


@settings(deadline=None)
@given(some_flows, st.integers(0, 500))
def test_what_is_open_follows_from_what_came_and_went(rows: list[tuple[int, ...]], open_now: int) -> None:
    found = stock(pd.DataFrame(rows, columns=[*CAME, *WENT]), open_now)
    assert (found.open_start + found[list(CAME)].sum(axis=1) - found[list(WENT)].sum(axis=1) == found.open_end).all()
    assert list(found.open_end[:-1]) == list(found.open_start[1:])
    assert found.open_end.iloc[-1] == open_now


def test_days_add_up_over_spans_and_empty_ones_are_zero() -> None:
    days = pd.DataFrame({"day": [date(2026, 3, 1), date(2026, 3, 3)], **{name: [1, 2] for name in (*CAME, *WENT)}})
    spans = [Span(date(2026, 2, 1), date(2026, 3, 1)), Span(date(2026, 3, 1), date(2026, 3, 3)), Span(date(2026, 3, 1), date(2026, 3, 4))]
    assert list(over(days, spans).new) == [0, 1, 3]
    assert list(over(days[:0], spans).solved) == [0, 0, 0]


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


@pytest.mark.parametrize(
    ("backlog", "median", "expected"),
    [
        ((20, 20, 30), (500, 500, 600), "yellow"),
        ((20, 30, 40), (500, 600, 700), "red"),
        ((20, 30, 30), (500, 600, 700), ""),  # this week the backlog stood still
        ((20, 30, 40), (500, 600, 500), ""),  # slower before, quicker now
        ((20, 30, 40), (700, 600, 700), "yellow"),
        ((20, 20, 22), (500, 500, 900), ""),  # two tickets are nothing
        ((None, 20, 30), (None, 500, 600), "yellow"),
        ((20, 20, 30), (500, 500, None), ""),
    ],
)
def test_a_team_is_flagged_only_when_backlog_and_pace_both_worsen(
    backlog: tuple[float | None, ...], median: tuple[float | None, ...], expected: str
) -> None:
    assert flag(backlog, median) == expected
