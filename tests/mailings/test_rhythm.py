"""When editions are due, through a year and both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dashboard.mailings.rhythm import Rhythm

ZONE = ZoneInfo("Europe/Brussels")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
RHYTHMS = st.one_of(
    st.builds(Rhythm, st.just("weekly"), st.integers(1, 7), st.integers(0, 23)),
    st.builds(Rhythm, st.just("monthly"), st.integers(1, 28), st.integers(0, 23)),
)


@given(RHYTHMS, MOMENTS)
def test_the_last_due_moment_is_the_last(rhythm: Rhythm, now: datetime) -> None:
    due = rhythm.last_due(now, ZONE)
    assert due <= now
    local = due.astimezone(ZONE)
    assert rhythm.day == (local.isoweekday() if rhythm.name == "weekly" else local.day)
    assert local.hour == rhythm.hour or local.utcoffset() != (local - timedelta(hours=3)).astimezone(ZONE).utcoffset()
    span = rhythm.period(due, ZONE).this
    assert span.end == due.astimezone(ZONE).date()
    # Nothing falls between two editions.
    after = rhythm.last_due(now + timedelta(days=7 if rhythm.name == "weekly" else 32), ZONE)
    assert rhythm.name == "monthly" or rhythm.period(after, ZONE).this.start == span.end
    assert rhythm.last_due(due, ZONE) == due


def test_a_month_is_a_month() -> None:
    rhythm = Rhythm("monthly", 1, 7)
    span = rhythm.period(rhythm.last_due(datetime(2026, 3, 4, tzinfo=UTC), ZONE), ZONE).this
    assert span == (date(2026, 2, 1), date(2026, 3, 1))
    assert rhythm.period(datetime(2026, 3, 1, 6, tzinfo=UTC), ZONE).year == (date(2025, 2, 1), date(2025, 3, 1))
