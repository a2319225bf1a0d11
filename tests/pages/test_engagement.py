"""Who is involved: the right to names holds in the database, each showing is one line in the log, small and restricted groups stay unseen."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import psycopg
import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from dashboard.insight.engagement import matters, people_of
from dashboard.screen.engagement import rates
from dashboard.screen.quarter_map import coarse, deck, shape
from dashboard.screen.ramp import even
from dashboard.screen.theme import TINT, rgb
from dashboard.store import Store, Who
from dashboard.store.who import PEOPLE_ROLES

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime.now(UTC)
WINDOW = {"since": NOW - timedelta(days=730), "now": NOW}


def reports(store: Store, who: Who) -> pd.DataFrame:
    return pd.DataFrame(store.ask(who, "engagement/reports", **WINDOW).iloc[0].to_dict(), dtype="int64")


def test_the_database_refuses_names_to_everybody_but_the_coordinator(filled: Store, owner: psycopg.Connection) -> None:
    owner.execute("truncate guard.access_log")
    caller = int(reports(filled, Who("manager")).caller_id.iloc[0])
    for role in PEOPLE_ROLES:
        for question in ("engagement/names", "engagement/contact"):
            if role == "coordinator":
                continue
            with pytest.raises(ProgrammingError, match="permission denied"):
                filled.ask(Who(role, 7), question, callers=[caller], purpose="test")
        with pytest.raises(ProgrammingError, match="permission denied"), filled.transaction(Who(role, 7)) as connection:
            connection.execute(text("select name from people.person"))
    assert owner.execute("select count(*) from guard.access_log").fetchone() == (0,)


def test_a_showing_is_one_line_in_the_log(filled: Store, owner: psycopg.Connection) -> None:
    owner.execute("truncate guard.access_log")
    callers = [int(caller) for caller in reports(filled, Who("coordinator", 7)).caller_id.unique()[:25]]
    names = filled.ask(Who("coordinator", 7), "engagement/names", callers=callers, purpose="involvement, litter: invite")
    assert set(names.caller_id) == set(callers)
    assert names.name.str.startswith("Citizen ").all()
    assert owner.execute("select user_id, what, caller_ids from guard.access_log").fetchall() == [(7, "involvement, litter: invite", callers)]


def test_the_reports_counted_are_those_of_known_people_within_sight(filled: Store, owner: psycopg.Connection) -> None:
    row = owner.execute(
        "select count(*) from desk.ticket where caller_id is not null and not restricted and opened_at between %s and %s",
        [WINDOW["since"], WINDOW["now"]],
    ).fetchone()
    assert row == (len(reports(filled, Who("manager"))),)
    topics = filled.ask(Who("manager"), "engagement/topics", now=NOW)
    assert "welfare" not in set(topics.key)
    seen = owner.execute(
        "select count(*), count(*) filter (where caller_id is null) from desk.ticket where not restricted and opened_at between %s and %s",
        [NOW - timedelta(days=365), NOW],
    ).fetchone()
    assert seen == (topics.reports.sum(), topics.unknown.sum())

    member = owner.execute("insert into guard.user (login, name, role, password_hash) values ('w', 'W', 'coordinator', '') returning id").fetchone()
    assert member
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", member)
    assert len(reports(filled, Who("coordinator", member[0]))) > row[0]


def test_people_equal_a_count_by_the_database(filled: Store, owner: psycopg.Connection) -> None:
    people = people_of(matters(reports(filled, Who("manager")), ZONE), NOW).set_index("caller_id")
    rows = owner.execute(
        """with told as (
               select *, lag(opened_at) over (partition by caller_id, topic_id, coalesce(street_id, -neighbourhood_id) order by opened_at) as last_at
               from desk.ticket where caller_id is not null and not restricted and opened_at between %s and %s
           ), matter as (
               select *, row_number() over (partition by caller_id, (opened_at at time zone 'Europe/Brussels')::date order by opened_at) as nth
               from told where last_at is null or opened_at - last_at > interval '14 days'
           )
           select caller_id, count(*), count(distinct topic_id) >= 3 from matter where nth <= 2 and opened_at > %s group by 1""",
        [WINDOW["since"], WINDOW["now"], NOW - timedelta(days=365)],
    ).fetchall()
    assert rows
    assert {caller: (row.matters, row.broad) for caller, row in people.iterrows()} == {caller: (n, broad) for caller, n, broad in rows}


def test_the_map_shows_the_rates_of_the_raw_tables_and_hides_what_the_dots_hide(filled: Store, owner: psycopg.Connection) -> None:
    found = reports(filled, Who("manager"))
    people = people_of(matters(found, ZONE), NOW)
    homes = dict(owner.execute("select id, neighbourhood_id from desk.caller where neighbourhood_id is not null").fetchall())
    quarters = filled.ask(Who("manager"), "engagement/neighbourhoods")
    small = int(quarters.id[0])
    # In one neighbourhood a handful less than may be shown.
    people = people.assign(home=people.caller_id.map(homes).fillna(0).astype(int))
    people = pd.concat([people[people.home != small], people[people.home == small][:4]])
    places = rates(people, quarters)
    places = places.assign(value=places.rate, words=[str(rate) for rate in places.rate])
    outlines = {int(row.id): shape(row.rings) for row in filled.ask(Who("presenter"), "engagement/outlines").itertuples()}
    begins = even(places.rate.max())
    drawn = json.loads(deck(outlines, places, begins).to_json())
    features = {one["properties"]["name"]: one["properties"] for one in drawn["layers"][0]["data"]["features"]}
    inhabitants = dict(owner.execute("select name, inhabitants from city.neighbourhood").fetchall())
    living = people.home.map(dict(zip(quarters.id, quarters.name, strict=True))).value_counts()
    assert set(features) == set(inhabitants)
    shown = {name for name, told in features.items() if told["words"] != "nan"}
    assert shown and shown == {row.name for row in places[places.rate.notna()].itertuples(index=False)}
    assert quarters.name[0] not in shown
    for name, told in features.items():
        if name in shown:
            rate = 1000 * living[name] / inhabitants[name]
            assert float(told["words"]) == pytest.approx(rate)
            assert told["fill"] == rgb(TINT["light"][sum(begin <= rate for begin in begins)])
        else:
            assert told["fill"] == rgb(TINT["light"][0])
    assert len(drawn["layers"][1]["data"]["features"]) == len(features) - len(shown)


def test_detailed_outlines_become_light_and_keep_their_form() -> None:
    detailed = {n: shapely.Point(5 + n % 8 / 50, 50 + n // 8 / 50).buffer(0.0125, quad_segs=2_000) for n in range(64)}
    light = coarse(detailed)
    places = pd.DataFrame({"id": list(detailed), "name": "A neighbourhood", "value": [1.0, float("nan")] * 32, "words": "Not shown"})
    assert len(deck(light, places, even(1)).to_json()) <= 60_000
    for n, one in detailed.items():
        assert light[n].symmetric_difference(one).area < 0.1 * one.area
