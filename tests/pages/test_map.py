"""What the street map counts equals what pandas and plain arithmetic find in the raw table."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import psycopg
import pytest
from sqlalchemy import text

from dashboard.city.hexagons import Grid
from dashboard.guard import users
from dashboard.screen.places import parse
from dashboard.screen.ramp import MEASURES, limits, step
from dashboard.store import Store, Who
from dashboard.store.questions import question

MANAGER = Who("manager")
GRID = Grid.over((5.15, 50.79, 5.2, 50.83))
EVERYTHING: dict[str, Any] = {"since": None, "team": None, "mine": False, "topic": None, "neighbourhood": None, "street": None,
                              "status": None, "priority": None, "text": None}  # fmt: skip


@pytest.fixture(scope="module")
def city(filled: Store, database: str) -> Store:
    """The synthetic city with tickets in no street, for every reason there is."""
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("update desk.ticket set street_id = null, lat = null, lon = null, placed_by = 'nothing' where id % 11 = 0")
        owner.execute("update desk.ticket set street_id = null, lat = 52, lon = 4, placed_by = 'outside' where id % 11 = 1")
        owner.execute("update desk.ticket set street_id = null where id % 11 = 2")
        owner.execute("update desk.ticket set street_id = null, lat = null, lon = null, placed_by = 'placeless' where id % 11 = 3")
    return filled


def raw(database: str, where: str = "is_open and not restricted") -> pd.DataFrame:
    with psycopg.connect(database) as owner:
        cursor = owner.execute(f"select *, extract(epoch from now() - opened_at)::float8 / 86400 as days from desk.ticket where {where}")
        return pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description or ()])


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({}, "true"),
        ({"status": "waiting"}, "status = 'waiting'"),
        ({"text": "street 7"}, "street_id in (select id from city.street where name ilike '%street 7%')"),
        ({"team": 1, "priority": "P1"}, "team_id = 1 and priority = 'P1'"),
    ],
)
def test_streets_and_the_rest_add_up_to_what_is_open(city: Store, database: str, asked: dict[str, Any], where: str) -> None:
    expected = raw(database, f"is_open and not restricted and {where}")
    streets = city.ask(MANAGER, "map/streets", **EVERYTHING | asked).set_index("street_id")
    grouped = expected.dropna(subset="street_id").groupby("street_id").days
    assert streets.n.to_dict() == grouped.size().to_dict()
    assert streets.median_days.to_dict() == pytest.approx(grouped.median().to_dict(), abs=0.01)
    assert streets.oldest_days.to_dict() == pytest.approx(grouped.max().to_dict(), abs=0.01)
    rest = next(city.ask(MANAGER, "map/rest", **EVERYTHING | asked).itertuples())
    assert rest.all == len(expected)
    assert streets.n.sum() + rest.beside + rest.outside + rest.unneeded + rest.nowhere == len(expected)


def test_each_place_lists_as_many_tickets_as_it_counts(city: Store) -> None:
    def listed(place: str, **at: Any) -> int:
        given = {"at": None, "i": None, "j": None, "dx": GRID.dx, "dy": GRID.dy, "most": 10_000} | at
        return len(city.ask(MANAGER, "map/tickets", place=place, **given, **EVERYTHING))

    rest = next(city.ask(MANAGER, "map/rest", **EVERYTHING).itertuples())
    assert rest.nowhere and rest.outside and rest.beside and rest.unneeded
    assert [listed(kind) for kind in ("nowhere", "outside", "beside", "unneeded")] == [
        rest.nowhere, rest.outside, rest.beside, rest.unneeded,
    ]  # fmt: skip
    for row in city.ask(MANAGER, "map/streets", **EVERYTHING).head(5).itertuples():
        assert listed("street", at=row.street_id) == row.n
    for row in city.ask(MANAGER, "map/cells", dx=GRID.dx, dy=GRID.dy, **EVERYTHING).head(5).itertuples():
        assert listed("cell", i=row.i, j=row.j) == row.n


def test_a_hexagon_holds_what_lies_nearest_to_its_middle(city: Store, database: str) -> None:
    seen = raw(database, "is_open and not restricted and lat is not null and placed_by <> 'outside'")

    def nearest(lon: float, lat: float) -> tuple[int, int]:
        x, y = lon / (GRID.dx / 2), lat / (GRID.dy / 2)
        near = [(i, j) for i in range(math.floor(x) - 2, math.floor(x) + 4) for j in range(math.floor(y) - 2, math.floor(y) + 4)
                if (i - j) % 2 == 0]  # fmt: skip
        return min(near, key=lambda middle: (x - middle[0]) ** 2 + 3 * (y - middle[1]) ** 2)

    expected = Counter(nearest(row.lon, row.lat) for row in seen.itertuples())
    cells = city.ask(MANAGER, "map/cells", dx=GRID.dx, dy=GRID.dy, **EVERYTHING)
    assert {(row.i, row.j): row.n for row in cells.itertuples()} == dict(expected)
    assert Counter(zip(*GRID.cells(seen.lon, seen.lat), strict=True)) == expected, "the same without a database"
    xs, ys = zip(*GRID.ring(2, 4), strict=True)
    assert (min(xs) + max(xs)) / 2 == pytest.approx(GRID.dx, abs=1e-6)
    assert (min(ys) + max(ys)) / 2 == pytest.approx(2 * GRID.dy, abs=1e-6)


def test_a_restricted_topic_is_on_its_own_teams_map_alone(city: Store, database: str) -> None:
    users.add(city, users.ADMIN, "w", "team", "W", "a long enough one")
    users.join_team(city, users.ADMIN, "w", "Welfare")
    with psycopg.connect(database) as owner:
        found = owner.execute("select id from guard.user where login = 'w'").fetchone()
    assert found
    hidden = len(raw(database, "is_open and restricted"))
    theirs = city.ask(Who("team", found[0]), "map/rest", **EVERYTHING)["all"][0]
    assert hidden and theirs - city.ask(MANAGER, "map/rest", **EVERYTHING)["all"][0] == hidden


def test_where_nothing_is_open_the_newest_days_are_counted(city: Store, database: str) -> None:
    since = pd.Timestamp.now("UTC") - timedelta(days=28)
    expected = raw(database, "opened_at >= now() - interval '28 days' and not restricted and not gone")
    begin: datetime = since.to_pydatetime()
    assert abs(city.ask(MANAGER, "map/rest", **EVERYTHING | {"since": begin})["all"][0] - len(expected)) <= 1


def read_of_tickets(plan: dict[str, Any]) -> float:
    """How many rows of desk.ticket and desk.work a plan touched."""
    counts = plan.get("Relation Name") in ("ticket", "work")
    mine = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"] if counts else 0
    return float(mine + sum(read_of_tickets(part) for part in plan.get("Plans", ())))


@pytest.mark.parametrize("name", ["map/streets", "map/rest", "map/cells", "map/tickets", "map/extent", "wall/streets", "wall/topics",
                                  "wall/neighbourhoods", "wall/spots"])  # fmt: skip
def test_a_redraw_reads_open_tickets_alone(city: Store, database: str, name: str) -> None:
    given = EVERYTHING | {"dx": GRID.dx, "dy": GRID.dy, "place": "all", "at": None, "i": None, "j": None, "most": 10_000}
    statement = question(name)
    who = Who("presenter") if name.startswith("wall/") else MANAGER
    with city.transaction(who) as connection:
        for habit in ("seqscan", "hashjoin", "mergejoin"):  # 2,000 tickets are too few for an index to pay by itself
            connection.execute(text(f"set local enable_{habit} = off"))
        asked = {parameter: given[parameter] for parameter in statement.compile().params}
        plan = connection.execute(text("explain (analyze, format json) " + str(statement)), asked).scalar_one()
    readings = 3 if name == "map/tickets" else 1  # how many, which are first, what they say
    assert 0 < read_of_tickets(plan[0]["Plan"]) <= readings * len(raw(database, "is_open"))


def test_a_place_in_the_address_is_checked() -> None:
    assert parse("street-12") == ("street", [12])
    assert parse("cell-4--10") == ("cell", [4, -10])
    assert parse("nowhere") == ("nowhere", [])
    for wrong in ("", "street-", "street-x", "street-1; drop", "cell-1", "everywhere", "street-99999999999"):
        assert parse(wrong) is None


def test_steps_of_the_ramp() -> None:
    number, age = MEASURES["number"], MEASURES["age"]
    few, many = pd.Series([1, 2, 5]), pd.Series([1] * 60 + [9] * 38 + [300] * 2)
    assert limits(number, few) == (1, 2, 3, 4, 5)
    assert limits(number, many) == (1, 2, 3, 5, 8), "two streets of a hundred may exceed the ladder"
    assert [step(value, limits(number, many)) for value in (0, 1, 2, 4, 7, 8, 300)] == [0, 1, 2, 3, 4, 5, 5]
    assert [step(value, limits(age, few)) for value in (0.0, 6.9, 7, 89, 90)] == [1, 1, 2, 4, 5]
