"""Working seconds are what a clerk would count on the clock of the town hall, minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dashboard.city.working_time import Hours, WorkingTime

BRUSSELS = ZoneInfo("Europe/Brussels")
LUNCH = ["09:00-12:00", "13:00-17:00"]
CITY = Hours(
    monday=LUNCH, tuesday=LUNCH, wednesday=["09:00-12:00"], thursday=[*LUNCH, "18:00-20:00"], friday=LUNCH,
    sunday=["00:00-24:00"], closed=[date(2026, 5, 15)],
)  # fmt: skip
TIME = WorkingTime(CITY, "Europe/Brussels")


def hours(start: str, end: str, time: WorkingTime = TIME) -> float:
    """Working hours between two local moments such as "2026-03-02 09:30"."""
    moments = [np.datetime64(datetime.fromisoformat(at).replace(tzinfo=BRUSSELS).astimezone(UTC).replace(tzinfo=None)) for at in (start, end)]
    return float(time.seconds([moments[0]], [moments[1]])[0]) / 3600


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-02 09:30", "2026-03-02 11:00", 1.5),
        ("2026-03-02 11:00", "2026-03-02 14:00", 2),  # over lunch
        ("2026-03-02 16:00", "2026-03-03 10:00", 2),  # over the night
        ("2026-03-02 19:00", "2026-03-03 07:00", 0),  # a night alone
        ("2026-03-02 17:00", "2026-03-03 09:00", 0),  # half-open: the closing minute is outside, the opening one counts from it
        ("2026-03-02 16:59", "2026-03-03 09:01", 2 / 60),
        ("2026-03-06 16:00", "2026-03-09 10:00", 26),  # over a weekend of which the Sunday is whole
        ("2026-04-03 16:00", "2026-04-07 10:00", 2),  # Easter Sunday and Monday are closed
        ("2026-12-24 16:00", "2026-12-28 09:00", 27),  # Christmas on a Friday, after a long Thursday
        ("2026-05-14 12:00", "2026-05-18 09:00", 24),  # Ascension and the bridge day after it, which is the city's own
        ("2026-03-29 00:00", "2026-03-30 00:00", 23),  # the clock skips an hour
        ("2026-10-25 00:00", "2026-10-26 00:00", 25),  # and repeats one
        ("2026-03-28 18:00", "2026-03-30 10:00", 24),
        ("2026-03-03 10:00", "2026-03-02 16:00", -2),  # ends before it begins
        ("2026-03-02 10:00", "2026-03-02 10:00", 0),
    ],
)  # fmt: skip
def test_what_counts(start: str, end: str, expected: float) -> None:
    assert hours(start, end) == pytest.approx(expected)


def test_a_missing_moment_is_unknown_and_one_outside_the_calendar_counts_to_its_edge() -> None:
    some, none = np.datetime64("2026-03-02T10:00"), np.datetime64("NaT")
    assert np.isnan(TIME.seconds([some, none, none], [none, some, none])).all()
    old, ever = np.datetime64("1900-01-01"), np.datetime64("2900-01-01")
    assert TIME.seconds([old], [np.datetime64("1950-01-01")])[0] == 0
    assert TIME.seconds([ever], [np.datetime64("2950-01-01")])[0] == 0
    assert TIME.seconds([old], [some])[0] > 0


def test_a_city_that_never_opens_and_one_that_never_closes() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    never = WorkingTime(Hours(**{day: [] for day in days}), "Europe/Brussels")
    ever = WorkingTime(Hours(**{day: ["00:00-24:00"] for day in days}, holidays=""), "Europe/Brussels")
    assert hours("2026-01-01 00:00", "2027-01-01 00:00", never) == 0
    assert hours("2026-01-01 00:00", "2027-01-01 00:00", ever) == 365 * 24


moments = st.datetimes(datetime(2025, 12, 20), datetime(2026, 11, 10)).map(lambda at: at.replace(second=0, microsecond=0))


@settings(max_examples=60, deadline=None)
@given(start=moments, length=st.timedeltas(timedelta(0), timedelta(days=6)))
def test_like_counting_minute_by_minute(start: datetime, length: timedelta) -> None:
    end = start + length - timedelta(seconds=length.seconds % 60, microseconds=length.microseconds)
    minutes = np.arange(np.datetime64(start, "m"), np.datetime64(end, "m"))
    open_minutes = sum(_open(datetime.fromisoformat(str(at)).replace(tzinfo=UTC).astimezone(BRUSSELS)) for at in minutes)
    assert TIME.seconds([np.datetime64(start)], [np.datetime64(end)])[0] == pytest.approx(60 * open_minutes)


def _open(at: datetime) -> bool:
    holidays = {date(2025, 12, 25), date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
                date(2026, 7, 21), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 5, 15), date(2026, 4, 5), date(2026, 5, 24)}  # fmt: skip
    if at.date() in holidays:
        return False
    spans = getattr(CITY, at.strftime("%A").lower())
    clock = at.strftime("%H:%M")
    return any(begin <= clock < end for begin, end in (span.split("-") for span in spans))


@pytest.mark.parametrize(
    "wrong",
    [{"monday": ["17:00-09:00"]}, {"monday": ["nine to five"]}, {"monday": ["09:00-12:00", "11:00-17:00"]}, {"holidays": "Belgium"},
     {"monday": ["09:00-25:00"]}],
)  # fmt: skip
def test_opening_hours_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Hours(**wrong)  # type: ignore[arg-type]
