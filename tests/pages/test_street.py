"""A street's file equals what pandas finds in the raw table, and every figure lists as many tickets as it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import psycopg
import pytest

from dashboard.city.gazetteer import gazetteer
from dashboard.city.working_time import Hours, WorkingTime
from dashboard.insight.period import Period
from dashboard.screen.publications import _excerpt, _marked
from dashboard.screen.street_file import calendar_months, month_span
from dashboard.store import Store, Who

ZONE = ZoneInfo("Europe/Brussels")
PERIOD = Period.until(datetime.now(UTC), ZONE, length="12m")
MANAGER = Who("manager")
CITY: dict[str, Any] = {"street": None, "neighbourhood": None}


@pytest.fixture(scope="module")
def city(filled: Store, database: str) -> Store:
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("update desk.ticket set status = 'cancelled', solved_at = null where not is_open and id % 17 = 0")
        owner.execute("update desk.ticket set solved_at = opened_at - interval '3 days' where solved_at is not null and id % 37 = 0")
        owner.execute("update desk.ticket set street_id = (select min(id) from city.street) where id % 9 = 0")
        owner.execute("update desk.ticket set neighbourhood_id = (select min(id) from city.neighbourhood) where id % 9 = 0")
    filled.history.catch_up()
    return filled


def raw(database: str) -> pd.DataFrame:
    with psycopg.connect(database) as owner:
        cursor = owner.execute("select * from desk.ticket where not restricted and not gone")
        frame = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description or ()])
    for name in ("opened_at", "ended_at", "target_at", "solved_at", "closed_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame


def on(moments: pd.Series) -> pd.Series:
    return moments.dt.tz_convert(ZONE).dt.date


@pytest.mark.parametrize("kind", ["street", "neighbourhood", "city"])
def test_a_place_fares_as_pandas_finds(city: Store, database: str, kind: str) -> None:
    every = raw(database)
    where = CITY if kind == "city" else CITY | {kind: int(every[f"{kind}_id"].value_counts().index[0])}
    here = every if kind == "city" else every[every[f"{kind}_id"] == where[kind]]
    days = on(here.ended_at)
    ended = here[(days >= PERIOD.this.start) & (days < PERIOD.end)]
    counted = ended[ended.status != "cancelled"]
    found = next(city.ask(MANAGER, "street/pace", **where, since=PERIOD.this.start, until=PERIOD.end).itertuples())
    assert found.new == ((on(here.opened_at) >= PERIOD.this.start) & (on(here.opened_at) < PERIOD.end)).sum()
    assert (found.solved, found.dated, found.on_time) == (len(counted), counted.target_at.notna().sum(), (counted.ended_at <= counted.target_at).sum())
    true = counted[(counted.solved_at.fillna(counted.closed_at) >= counted.opened_at)]
    seconds = WorkingTime(Hours(), "Europe/Brussels").seconds(*(true[name].dt.tz_localize(None).to_numpy() for name in ("opened_at", "ended_at")))
    assert found.timed == len(true) > 20
    ordered = np.sort(seconds)
    for value, share in ((found.p50_s, 0.5), (found.p90_s, 0.9)):
        assert abs(value - ordered[max(0, int(np.ceil(share * len(ordered))) - 1)]) <= 1

    def listed(which: str, **more: Any) -> int:
        asked = where | {"kind": which, "since": PERIOD.this.start, "until": PERIOD.end, "topic": None, "most": 10_000} | more
        return len(city.ask(MANAGER, "street/behind", **asked))

    assert (listed("new"), listed("timed"), listed("dated")) == (found.new, found.timed, found.dated)
    assert (listed("on_time"), listed("late")) == (found.on_time, found.dated - found.on_time)
    months = calendar_months(PERIOD)
    monthly = city.ask(MANAGER, "street/months", **where, since=months[0], until=month_span(months[-1]).end)
    first = here[here.topic_id.notna() & (on(here.opened_at) >= months[0])]
    assert monthly.n.sum() == len(first)
    row = next(monthly.itertuples())
    span = month_span(pd.Timestamp(row.month).date())
    assert listed("new", topic=int(row.topic_id), since=span.start, until=span.end) == row.n


def test_what_is_open_follows_the_reader(city: Store, database: str) -> None:
    now = partial(city.ask, MANAGER, "street/now")
    seen = raw(database)
    busiest = city.ask(MANAGER, "street/busiest", most=3)
    assert list(busiest.open) == sorted(seen[seen.is_open].street_id.value_counts().head(3), reverse=True)
    row = next(busiest.itertuples())
    here = next(now(street=row.id, neighbourhood=None).itertuples())
    assert (here.open, here.overdue) == (row.open, row.overdue)
    assert here.planned == (seen[seen.is_open & (seen.street_id == row.id)].status == "planned").sum()
    with psycopg.connect(database) as owner:
        hidden = owner.execute("select count(*) from desk.ticket where is_open and restricted").fetchone()
    assert hidden and hidden[0] and now(**CITY).open[0] == seen.is_open.sum()


def test_an_unknown_place_has_no_file_and_neighbours_meet(city: Store) -> None:
    assert city.ask(MANAGER, "street/street", street=10**8).empty and city.ask(MANAGER, "street/neighbourhood", neighbourhood=10**8).empty
    streets = gazetteer(city, MANAGER)
    ids = list(streets.names)[:40]
    for id in ids:
        assert all(id in streets.beside(other) for other in streets.beside(id))
    assert any(streets.around(int(quarter)) for quarter in city.ask(MANAGER, "queues/neighbourhoods").id)


def test_calendar_months_end_with_the_running_one() -> None:
    period = Period.until(datetime(2026, 11, 25, 8, tzinfo=UTC), ZONE, length="12m")
    months = calendar_months(period)
    assert (months[0], months[-1], len(months)) == (date(2024, 12, 1), date(2026, 11, 1), 24)
    assert month_span(date(2026, 12, 1)) == (date(2026, 12, 1), date(2027, 1, 1))


def test_foreign_words_are_shown_as_words_and_the_reason_is_marked() -> None:
    assert _marked("<b>Werken</b> in de Luikerstr.", ["Luikerstr"]) == "&lt;b&gt;Werken&lt;/b&gt; in de <mark>Luikerstr</mark>."
    assert _marked("<i>", []) == "&lt;i&gt;"
    long = "woord " * 200 + "Luikerstraat " + "einde " * 200
    shown = _excerpt(long, ["Luikerstraat"])
    assert "Luikerstraat" in shown and len(shown) < 400 and shown.startswith("… ") and shown.endswith(" …")
