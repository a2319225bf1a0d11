"""A run over the demo city: it finds what was planted, keeps what it counted, and a killed one never was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import psycopg
import pytest
from sqlalchemy import text

from dashboard.areas.nightly import is_due
from dashboard.areas.run import run
from dashboard.demo import SEED
from dashboard.guard import users
from dashboard.sandbox.town import found
from dashboard.sandbox.town.days import ordinal
from dashboard.store import SERVICE, Store, Who
from tests.areas.conftest import DAY, ZONE, City
from tests.conftest import APP_PASSWORD

#: What the demo city's troubles are about, as topics.
TOPICS = {"glass": "dumping", "dark": "lighting", "school": "traffic"}


def test_the_planted_problem_areas_are_found_at_their_streets(city: City) -> None:
    rows = city.findings()
    town = found(SEED)
    for site, _expected in town.memo["troubles"].at(ordinal(datetime(2026, 11, 23, 12, tzinfo=UTC))):
        street = town.ground.streets[site.spot.street].name
        there = rows[(rows.topic == TOPICS[site.kind]) & rows.name.str.startswith(street)]
        assert len(there), f"{site.kind} in {street}"
        assert (there.observed > 2 * there.expected).all()
    assert 3 <= len(rows) < 60, "and not everything is a problem"
    assert sorted(rows.position) == list(range(len(rows))) and (rows.kind == "fading").is_monotonic_increasing


def test_a_finding_has_exactly_the_tickets_that_it_counted(city: City) -> None:
    listed = Counter(row[0] for row in city.owner.execute("select finding_id from desk.area_ticket").fetchall())
    rows = city.findings()
    current = rows[rows.q < 1]
    assert [listed[id] for id in current.id] == current.observed.tolist()
    quarters = current[current.place_kind == "neighbourhood"]
    assert len(quarters)
    for row in quarters.itertuples():
        counted = city.owner.execute(
            "select count(*), count(distinct coalesce(caller_id::text, (opened_at at time zone 'Europe/Brussels')::date::text))"
            " from desk.ticket where topic_id = %s and neighbourhood_id = %s and placed_by <> 'outside' and not gone"
            " and (opened_at at time zone 'Europe/Brussels')::date >= %s and (opened_at at time zone 'Europe/Brussels')::date < %s",
            [row.topic_id, row.place, row.since, DAY],
        ).fetchone()
        assert counted == (row.observed, row.reporters)


def test_the_calendar_ends_with_the_day_before_and_adds_up(city: City) -> None:
    for row in city.findings().itertuples():
        starts = [datetime.fromisoformat(week[0]).date() for week in row.series]
        assert np.diff(starts).tolist() == [timedelta(weeks=1)] * (len(starts) - 1)
        assert starts[-1] + timedelta(weeks=1) == DAY
        inside = [week for week, start in zip(row.series, starts, strict=True) if start >= row.since]
        assert sum(week[1] for week in inside) == row.observed
        assert sum(week[2] for week in inside) == pytest.approx(row.expected, rel=0.01)


def test_again_it_finds_the_same_and_each_run_is_kept(city: City) -> None:
    again = run(city.store, ZONE, day=DAY)
    assert again is not None and again.id != city.first.id
    before, after = (frame.drop(columns=["id", "run_id"]) for frame in (city.findings(), city.findings(again.id)))
    pd.testing.assert_frame_equal(before, after)
    assert city.store.ask(SERVICE, "areas/last_run", until=None).id[0] == again.id
    city.owner.execute("delete from desk.area_run where id = %s", [again.id])


def test_what_the_last_run_found_and_this_one_does_not_is_fading(city: City) -> None:
    rows = city.findings()
    gone = rows[(rows.place_kind == "neighbourhood") & (rows.q < 1)].iloc[0]
    city.owner.execute("create table kept as select id, gone from desk.ticket where topic_id = %s", [int(gone.topic_id)])
    city.owner.execute(
        "update desk.ticket set gone = true where topic_id = %s and neighbourhood_id = %s and opened_at >= %s and id %% 5 > 0",
        [int(gone.topic_id), int(gone.place), gone.since],
    )
    later = run(city.store, ZONE, day=DAY + timedelta(days=1))
    city.owner.execute("update desk.ticket t set gone = k.gone from kept k where k.id = t.id and t.gone <> k.gone")
    city.owner.execute("drop table kept")
    assert later is not None
    found_then = city.findings(later.id)
    same = found_then[(found_then.topic_id == gone.topic_id) & (found_then.place_kind == "neighbourhood") & (found_then.place == gone.place)]
    assert same.kind.tolist() == ["fading"] and same.last_found.iloc[0] == DAY
    city.owner.execute("delete from desk.area_run where id = %s", [later.id])


def test_a_killed_run_leaves_nothing_and_is_started_again(city: City) -> None:
    before = city.owner.execute("select count(*), max(id) from desk.area_run").fetchone()
    env = os.environ | {"DATABASE_URL": city.url, "GUICHET_APP_PASSWORD": APP_PASSWORD}
    command = [sys.executable, "-m", "dashboard", "areas", "--day", str(DAY)]
    busy = "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
    until = time.monotonic() + 200
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as child:
        while time.monotonic() < until and city.owner.execute(busy).fetchone() == (0,):
            time.sleep(0.01)
        assert run(city.store, ZONE, day=DAY) is None, "one at a time"
        child.send_signal(signal.SIGKILL)
    while time.monotonic() < until and city.owner.execute(busy).fetchone() != (0,):
        time.sleep(0.01)
    assert city.owner.execute("select count(*), max(id) from desk.area_run").fetchone() == before
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "problem areas up to 23 November 2026" in done.stdout
    city.owner.execute("delete from desk.area_run where id > %s", [city.first.id])


def test_daily_runs_are_forgotten_and_those_of_mondays_stay(city: City) -> None:
    city.owner.execute("""
        insert into desk.area_run (day, ended, q, weeks, reports, no_place, tested, left_out, apart)
        select day, false, 0.1, 0, 0, 0, 0, '{}', '[]' from generate_series('2026-08-31'::date, '2026-09-13', '1 day') day""")
    again = run(city.store, ZONE, day=DAY)
    assert again is not None
    kept = [row[0].isoformat() for row in city.owner.execute("select day from desk.area_run where day < '2026-10-01' order by day").fetchall()]
    assert kept == ["2026-08-31", "2026-09-07"]
    city.owner.execute("delete from desk.area_run where id <> %s", [city.first.id])


def test_a_restricted_topic_is_found_for_its_own_teams_alone(city: City) -> None:
    topic = int(city.findings().topic_id.iloc[0])
    lead = users.add(city.store, users.ADMIN, "lead", "team", "Lead", "a long enough one")
    team = city.owner.execute("insert into desk.team (source, external_id, name) values ('topdesk', 'own', 'Own') returning id").fetchone()
    assert team
    city.owner.execute("insert into guard.user_team values (%s, %s)", [lead, team[0]])
    city.owner.execute("insert into city.topic_team values (%s, %s)", [topic, team[0]])

    def seen(who: Who) -> int:
        return int((city.store.ask(who, "areas/findings", run=city.first.id).topic_id == topic).sum())

    def tickets(who: Who) -> int:
        with city.store.transaction(who) as connection:
            return int(connection.execute(text("select count(*) from desk.area_ticket")).scalar_one())

    every = tickets(Who("coordinator", 1))
    assert seen(Who("manager", 1)) > 0
    city.owner.execute("update city.topic set restricted = true where id = %s", [topic])
    try:
        assert seen(Who("team", lead)) > 0 and tickets(Who("team", lead)) == every
        for role in ("presenter", "patrol", "team", "manager", "coordinator", "admin"):
            assert seen(Who(role, 0)) == 0
            assert role == "presenter" or tickets(Who(role, 0)) < every
    finally:
        city.owner.execute("update city.topic set restricted = false where id = %s", [topic])


def test_what_a_run_keeps_says_nothing_about_who_reported(city: City) -> None:
    columns = city.owner.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'desk' and table_name like 'area%'"
    ).fetchall()
    assert not [column for _, column in columns if "caller" in column or "person" in column]


def empty(store: Store) -> Any:
    return run(store, ZONE)


def test_an_empty_city_has_nothing_to_find_and_no_run_is_due(store: Store) -> None:
    assert not is_due(store, ZONE)
    done = empty(store)
    assert (done.findings, done.reports, done.tested) == (0, 0, 0)


def test_a_short_history_and_a_topic_without_places_find_nothing_and_say_so(filled: Store, owner: psycopg.Connection) -> None:
    owner.execute("truncate desk.area_run cascade")
    owner.execute("update city.topic set placeless = true where key <> 'dumping'")
    owner.execute("update desk.ticket set lat = null, lon = null, street_id = null, neighbourhood_id = null where id % 2 = 0")
    owner.execute("update desk.ticket set placed_by = 'outside' where id % 2 = 1 and id < 200")
    owner.execute("update desk.ticket set gone = true where opened_at < now() - interval '40 days'")
    assert is_due(filled, ZONE)
    done = empty(filled)
    row = next(filled.ask(SERVICE, "areas/last_run", until=None).itertuples())
    midnight = datetime.combine(row.day, datetime.min.time(), ZONE)
    counted = (
        "select count(*), count(*) filter (where lat is null) from desk.ticket t join city.topic o on o.id = topic_id and o.key = 'dumping'"
        " where not gone and placed_by <> 'outside' and opened_at < %s and opened_at >= %s"
    )
    inside = owner.execute(counted, [midnight, midnight - timedelta(weeks=row.weeks)]).fetchone()  # whole weeks alone
    assert done.findings == 0 and row.weeks < 8 and inside == (done.reports, row.no_place) and row.no_place > 0
    outside = owner.execute("select count(*) from desk.ticket where not gone and placed_by = 'outside' and opened_at < %s", [midnight]).fetchone()
    assert outside == (row.left_out["outside"],)
    assert not is_due(filled, ZONE), "that day is counted now"


def test_data_that_have_ended_are_judged_at_their_end(filled: Store, owner: psycopg.Connection) -> None:
    owner.execute("update desk.ticket set gone = true where opened_at > now() - interval '90 days'")
    owner.execute("update desk.ticket set gone = false where opened_at < now() - interval '90 days'")
    newest = owner.execute("select max(opened_at) from desk.ticket where not gone").fetchone()
    assert newest and is_due(filled, ZONE) is False, "a run was made for a later day"
    owner.execute("truncate desk.area_run cascade")
    assert is_due(filled, ZONE)
    done = empty(filled)
    assert done.day == newest[0].astimezone(ZONE).date() + timedelta(days=1)
    assert owner.execute("select ended from desk.area_run").fetchone() == (True,)


def test_a_default_place_is_set_apart_and_named(city: City) -> None:
    street = city.owner.execute("select id, name, min_lon, min_lat from city.street where name = 'Grote Markt' or id = 1 order by id desc limit 1").fetchone()
    assert street
    city.owner.execute(
        """
        insert into desk.ticket (source, external_id, topic_id, status, street_id, lat, lon, placed_by, opened_at, modified_at)
        select 'pile', 'pile-' || n, o.id, 'closed', %s, %s, %s, 'coordinates', timestamptz '2026-11-23 12:00' - make_interval(hours => n * 5), now()
        from generate_series(1, 900) n
        join (select id, row_number() over (order by id) k, count(*) over () as all_n from city.topic where not placeless) o on o.k = 1 + n %% o.all_n""",
        [street[0], street[3], street[2]],
    )
    again = run(city.store, ZONE, day=DAY)
    city.owner.execute("delete from desk.ticket where source = 'pile'")
    assert again is not None
    row = next(city.store.ask(SERVICE, "areas/last_run", until=None).itertuples())
    assert len(row.apart) == 1 and row.apart[0]["reports"] == 900 and row.apart[0]["name"]
    assert (row.apart[0]["lon"], row.apart[0]["lat"]) == pytest.approx((street[2], street[3]), abs=2e-5)
    before, after = city.findings(), city.findings(again.id)
    assert set(zip(before.topic_id, before.place, strict=True)) >= set(zip(after.topic_id, after.place, strict=True)), "it makes no problem area"
    city.owner.execute("delete from desk.area_run where id = %s", [again.id])
