"""Matters, half-life, cap and suppression, against the definition done by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.insight import engagement
from dashboard.insight.engagement import (
    CAP_PER_DAY,
    FEWEST,
    HALF_LIFE_DAYS,
    SAME_MATTER_DAYS,
    bands,
    matters,
    people_of,
    per_thousand,
    shown,
)

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COLUMNS = ["caller_id", "topic_id", "place", "opened"]


def reports(*rows: tuple[int, int, int, datetime]) -> pd.DataFrame:
    return pd.DataFrame([(*row[:3], int(row[3].timestamp())) for row in rows], columns=COLUMNS, dtype="int64")


def by_hand(rows: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int]]:
    """The same definition, one report at a time."""
    last: dict[tuple[int, int, int], int] = {}
    firsts = []
    for caller, topic, place, opened in sorted(rows, key=lambda row: row[3]):
        key = (caller, topic, place)
        if key not in last or opened - last[key] > SAME_MATTER_DAYS * 86_400:
            firsts.append((opened, caller, topic, place))
        last[key] = opened
    counted, on_day = [], Counter[tuple[int, object]]()
    for opened, caller, topic, _ in firsts:
        day = datetime.fromtimestamp(opened, ZONE).date()
        on_day[caller, day] += 1
        if on_day[caller, day] <= CAP_PER_DAY:
            counted.append((caller, topic, opened))
    return counted


# Distinct moments: which of two reports of one second is the first would be chance.
some_reports = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(-2, 2), st.integers(0, 40 * 86_400)), max_size=60, unique_by=lambda row: row[3]
)


@settings(deadline=None, max_examples=60)
@given(some_reports)
def test_matters_are_those_of_the_definition(rows: list[tuple[int, int, int, int]]) -> None:
    start = int(NOW.timestamp()) - 41 * 86_400
    moved = [(*row[:3], start + row[3]) for row in rows]
    found = matters(pd.DataFrame(moved, columns=COLUMNS, dtype="int64"), ZONE)
    assert sorted(found.itertuples(index=False, name=None)) == sorted(by_hand(moved))


@settings(deadline=None, max_examples=60)
@given(some_reports)
def test_people_add_up_their_matters(rows: list[tuple[int, int, int, int]]) -> None:
    start = int(NOW.timestamp()) - 41 * 86_400
    counted = by_hand([(*row[:3], start + row[3]) for row in rows])
    topics, score = defaultdict(set), defaultdict(float)
    for caller, topic, opened in counted:
        topics[caller].add(topic)
        score[caller] += 0.5 ** ((NOW.timestamp() - opened) / 86_400 / HALF_LIFE_DAYS)
    people = people_of(pd.DataFrame(counted, columns=["caller_id", "topic_id", "opened"], dtype="int64"), NOW)
    assert {row.caller_id: set(row.topics) for row in people.itertuples()} == dict(topics)
    assert {row.caller_id: row.score for row in people.itertuples()} == pytest.approx(dict(score))
    assert all(row.broad == (len(topics[row.caller_id]) >= 3) for row in people.itertuples())
    assert list(people.score) == sorted(people.score, reverse=True)


def test_a_matter_weighs_a_half_after_the_half_life() -> None:
    people = people_of(matters(reports((1, 1, 1, NOW), (2, 1, 1, NOW - timedelta(days=HALF_LIFE_DAYS))), ZONE), NOW)
    assert list(people.score) == [1.0, 0.5]


def test_an_angry_afternoon_does_not_win() -> None:
    angry = [(1, topic, 10 + topic, NOW - timedelta(days=3, minutes=topic)) for topic in range(1, 13)]
    steady = [(2, 1, place, NOW - timedelta(days=20 * place)) for place in range(1, 5)]
    people = people_of(matters(reports(*angry, *steady), ZONE), NOW)
    assert list(people.caller_id) == [2, 1]
    assert list(people.matters) == [4, CAP_PER_DAY]
    assert not people.broad.any(), "three topics in one afternoon are no broad involvement"


def test_a_year_ago_counts_for_the_score_alone() -> None:
    old = [(1, topic, topic, NOW - timedelta(days=400 + 20 * topic)) for topic in (1, 2, 3)]
    person = people_of(matters(reports(*old, (1, 4, 9, NOW)), ZONE), NOW).iloc[0]
    assert (person.matters, person.topics, person.broad) == (1, [4], False)
    assert person.score > 1


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


def test_no_reports_are_no_people() -> None:
    nothing = people_of(matters(pd.DataFrame(columns=COLUMNS, dtype="int64"), ZONE), NOW)
    assert nothing.empty
    assert engagement.bands(nothing.matters) == []
