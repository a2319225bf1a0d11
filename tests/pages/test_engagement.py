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

from dashboard.figures.involved import as_of
from dashboard.screen.engagement import rates
from dashboard.screen.quarter_map import coarse, deck, shape
from dashboard.screen.ramp import even
from dashboard.screen.theme import TINT, rgb
from dashboard.store import Store, Who
from dashboard.store.who import PEOPLE_ROLES

ZONE = ZoneInfo("Europe/Brussels")
NOW = as_of(datetime.now(UTC), ZONE, None)
YEAR = {"since": (NOW - timedelta(days=365)).date(), "until": NOW.date()}


def people_of(store: Store, who: Who) -> pd.DataFrame:
    found = store.ask(who, "engagement/people", topic=None, now=NOW, zone=str(ZONE)).iloc[0]
    return pd.DataFrame(found.to_dict())


def test_the_database_refuses_names_to_everybody_but_the_coordinator(filled: Store, owner: psycopg.Connection) -> None:
    owner.execute("truncate guard.access_log")
    caller = int(people_of(filled, Who("manager")).caller_id.iloc[0])
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
    callers = [int(caller) for caller in people_of(filled, Who("coordinator", 7)).caller_id[:25]]
    names = filled.ask(Who("coordinator", 7), "engagement/names", callers=callers, purpose="involvement, litter: invite")
    assert set(names.caller_id) == set(callers)
    assert names.name.str.startswith("Citizen ").all()
    assert owner.execute("select user_id, what, caller_ids from guard.access_log").fetchall() == [(7, "involvement, litter: invite", callers)]


def test_reports_are_counted_by_topic_and_restricted_ones_for_their_teams_alone(filled: Store, owner: psycopg.Connection) -> None:
    counted = "select count(*), count(*) filter (where caller_id is null) from desk.ticket where {} and (opened_at at time zone %s)::date between %s and %s"
    days = [str(ZONE), YEAR["since"], YEAR["until"] - timedelta(days=1)]
    filled.history.catch_up()
    topics = filled.ask(Who("manager"), "engagement/topics", **YEAR)
    assert "welfare" not in set(topics.key)
    assert owner.execute(counted.format("not restricted"), days).fetchone() == (topics.reports.sum(), topics.unknown.sum())
    assert filled.ask(Who("manager"), "engagement/restricted", zone=str(ZONE), **YEAR).empty
    member = owner.execute("insert into guard.user (login, name, role, password_hash) values ('w', 'W', 'coordinator', '') returning id").fetchone()
    assert member
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", member)
    own = filled.ask(Who("coordinator", member[0]), "engagement/restricted", zone=str(ZONE), **YEAR)
    assert list(own.key) == ["welfare"]
    assert owner.execute(counted.format("restricted"), days).fetchone() == (own.reports.sum(), own.unknown.sum())


def test_the_map_shows_the_rates_of_the_raw_tables_and_hides_what_the_dots_hide(filled: Store, owner: psycopg.Connection) -> None:
    people = people_of(filled, Who("manager"))
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
