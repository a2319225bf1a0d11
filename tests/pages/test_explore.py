"""Tables of "explore" equal what pandas finds in the raw tickets, whatever they are grouped by; each cell opens as many tickets as it says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import combinations, cycle
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import psycopg
import pytest

from dashboard.figures import extent
from dashboard.figures.explore import ALL, BASES, DIMENSIONS, FIGURES, Asked, Table, explore, value
from dashboard.screen import explore as address
from dashboard.screen import explore_files
from dashboard.screen.explore_table import drawn
from dashboard.screen.explore_words import namer
from dashboard.screen.words import speaking
from dashboard.store import Store, Who

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime.now(ZONE)
MANAGER = Who("manager", 1)
SINCE, UNTIL = NOW.date() - timedelta(days=300), NOW.date() - timedelta(days=7)
NASTY = ("none", ":none", "=1+1", "'; drop table desk.ticket; --", "é, ß & <b>", "")


@pytest.fixture(scope="module")
def city(filled: Store, database: str) -> Store:
    """The synthetic city, and what real data have besides: dates that cannot be true, tickets that are nowhere, channels that mean mischief."""
    with psycopg.connect(database, autocommit=True) as owner:
        run = owner.execute
        run("update desk.ticket set status = 'cancelled' where not is_open and id % 41 = 0")
        run("update desk.ticket set first_answer_at = null, solved_at = opened_at - interval '42000 days', closed_at = null"
            " where not is_open and solved_at is not null and id % 37 = 0")  # fmt: skip
        run("update desk.ticket set closed_at = opened_at + interval '365000 days', solved_at = null where not is_open and id % 31 = 0")
        run("update desk.ticket set gone = true where id % 43 = 0")
        run("update desk.ticket set street_id = null, neighbourhood_id = null, placed_by = (array['outside', 'nothing', 'placeless'])[1 + id % 3]"
            " where id % 11 = 0")  # fmt: skip
        run("update desk.ticket set topic_id = null where id % 23 = 0")
        run("update desk.ticket set team_id = null where id % 19 = 0")
        run("update desk.ticket set channel = (%s::text[])[1 + id %% 6] where id %% 3 = 0", [list(NASTY)])
        run("update desk.ticket set channel = null where id % 13 = 0")
        run("insert into city.street (name, village, key, lines, length_m, min_lon, min_lat, max_lon, max_lat)"
            " select name, 'Elsewhere', key, lines, length_m, min_lon, min_lat, max_lon, max_lat from city.street limit 1")  # fmt: skip
    filled.history.catch_up()
    return filled


@pytest.fixture(scope="module")
def raw(city: Store, database: str) -> pd.DataFrame:
    """Every ticket that a table may count, with the words it is grouped by."""
    with psycopg.connect(database) as owner:
        cursor = owner.execute("select * from desk.ticket where not gone and not restricted")
        frame = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description or ()])
    took = city.history.copy()
    with took.cursor() as connection:
        work = connection.execute("select id, answer_work_s, solve_work_s from ticket").df()
    frame = frame.merge(work, on="id", how="left", validate="one_to_one")
    ends = frame[["first_answer_at", "solved_at", "closed_at"]]
    opened = frame.opened_at
    frame["odd"] = ends.lt(opened, axis=0).any(axis=1) | ends.sub(opened, axis=0).gt(pd.Timedelta(days=3653)).any(axis=1)
    for basis, moment in (("opened", frame.opened_at), ("ended", frame.ended_at)):
        local = moment.map(lambda at: None if pd.isna(at) else at.astimezone(ZONE))
        frame[f"{basis}_day"] = local.map(lambda at: None if at is None or pd.isna(at) else at.date())
        for name, tell in (("weekday", datetime.isoweekday), ("hour", lambda at: at.hour), ("month", lambda at: at.year * 100 + at.month)):
            frame[f"{basis}_{name}"] = local.map(lambda at, tell=tell: None if at is None or pd.isna(at) else tell(at))
    return frame


def counted(raw: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """The tickets that a table is about, each with `row` and `column`."""
    when = "ended" if asked.basis == "ended" else "opened"
    days = raw[f"{when}_day"]
    keep = {"opened": pd.Series(True, raw.index), "ended": raw.ended_at.notna() & (raw.status != "cancelled"), "open": raw.is_open}[asked.basis]
    if asked.basis != "open":
        keep &= days.map(lambda day: day is not None and (asked.since is None or day >= asked.since) and (asked.until is None or day < asked.until))
    kept = raw[keep]
    nowhere = kept.placed_by.map({"outside": -1, "placeless": -2, "nothing": -3}).fillna(-4)
    keys: dict[str | None, Any] = {
        "topic": kept.topic_id, "team": kept.team_id, "neighbourhood": kept.neighbourhood_id.fillna(nowhere), "street": kept.street_id.fillna(nowhere),
        "year": kept[f"{when}_month"] // 100, **{name: kept[f"{when}_{name}"] for name in ("weekday", "hour", "month")},
    }  # fmt: skip
    keys = {name: column for name, column in keys.items() if name in (asked.rows, asked.columns)}
    keys = {name: column.map(lambda key: None if pd.isna(key) else str(int(key))) for name, column in keys.items()}
    keys |= {"channel": kept.channel, "status": kept.status, None: pd.Series(ALL, kept.index)}
    return kept.assign(row=keys[asked.rows].fillna("?"), column=keys[asked.columns].fillna("?"))


def test_counts_equal_pandas_for_every_pair_of_dimensions(city: Store, raw: pd.DataFrame) -> None:
    ask = partial(city.ask, MANAGER)
    for (rows, columns), basis in zip([*combinations(DIMENSIONS, 2), ("topic", None)], cycle(BASES), strict=False):
        asked = Asked(rows, columns, basis, SINCE, UNTIL, str(ZONE))
        expected = counted(raw, asked).groupby(["row", "column"]).agg(n=("id", "size"), open=("is_open", "sum"), odd=("odd", "sum"))
        table = explore(ask, asked)
        cells = {(row or "?", column or "?"): cell for (row, column), cell in table.cells.items() if row != ALL and (columns is None or column != ALL)}
        found = {key: (cell.n, cell.open, cell.odd) for key, cell in cells.items()}
        assert found == {key: tuple(map(int, numbers)) for key, numbers in zip(expected.index, expected.to_numpy(), strict=True)}, asked
        assert found
        total = table[ALL, ALL]
        assert total.n == expected.n.sum() == sum(table[row, ALL].n for row in table.rows)
        assert sum(table[ALL, column].n for column in table.columns) in (0, total.n)


def nearest_rank(seconds: pd.Series, share: float) -> int:
    minutes = np.sort(seconds.dropna().astype("int64") // 60)
    return int(minutes[int(np.ceil(round(share * len(minutes), 9))) - 1])


@pytest.mark.parametrize("pair", [("topic", None), ("neighbourhood", "weekday"), ("channel", "month"), ("team", "status")])
@pytest.mark.parametrize("basis", ["opened", "ended"])
def test_medians_and_90th_percentiles_equal_pandas_in_cells_and_totals(
    city: Store, raw: pd.DataFrame, pair: tuple[str, str | None], basis: str
) -> None:
    asked = Asked(*pair, basis, None, UNTIL, str(ZONE))
    table = explore(partial(city.ask, MANAGER), asked, ("answer", "solve"))
    tickets = counted(raw, asked)
    seen = 0
    for (row, column), cell in table.cells.items():
        part = tickets[(tickets.row == (row or "?")) | (row == ALL)]
        part = part[(part.column == (column or "?")) | (column == ALL)]
        assert (cell.answer, cell.solve) == (part.answer_work_s.notna().sum(), part.solve_work_s.notna().sum())
        for of, seconds in (("answer", part.answer_work_s), ("solve", part.solve_work_s)):
            expected = (nearest_rank(seconds, 0.5), nearest_rank(seconds, 0.9)) if seconds.notna().any() else None
            assert cell.took.get(of) == expected
            seen += expected is not None
    assert seen > 10
    assert table[ALL, ALL].odd > 0 and not tickets[tickets.odd].solve_work_s.notna().any(), "odd ones are counted, and in no duration"


def test_filters_narrow_and_bases_tell_other_tickets(city: Store, raw: pd.DataFrame) -> None:
    ask = partial(city.ask, MANAGER)
    one = raw.iloc[raw.street_id.first_valid_index()]
    for name in ("street", "status"):
        key = one.street_id if name == "street" else "closed"
        found = explore(ask, Asked("topic", None, "opened", zone=str(ZONE), **{name: key if name == "status" else int(key)}))
        assert found[ALL, ALL].n == (raw.street_id if name == "street" else raw.status).eq(key).sum() > 0
    assert explore(ask, Asked("hour", None, "open", SINCE, SINCE, str(ZONE)))[ALL, ALL].n == raw.is_open.sum(), "open now, whenever it came"


def test_time_has_no_gaps_and_what_is_nowhere_has_rows_of_its_own(city: Store) -> None:
    ask = partial(city.ask, MANAGER)
    months = explore(ask, Asked("month", "weekday", "opened", date(2010, 11, 5), NOW.date(), str(ZONE)))
    assert months.rows[:3] == ("201011", "201012", "201101") and months["201012", ALL].n == 0
    assert months.columns == tuple("1234567")
    places = explore(ask, Asked("neighbourhood", None, zone=str(ZONE)))
    assert places.rows[-3:] == ("-1", "-2", "-3")
    sizes = [places[row, ALL].n for row in places.rows[:-3]]
    assert sizes == sorted(sizes, reverse=True)
    assert explore(ask, Asked("topic", None, "opened", date(1999, 1, 1), date(1999, 2, 1), str(ZONE))) == Table((), (), {})


def read(city: Store, said: str | dict[str, str], role: str = "manager") -> address.Explored:
    ask = partial(city.ask, Who(role, 1))
    query = dict(parse_qsl(said.removeprefix("?"))) if isinstance(said, str) else said
    return address.read(query, role, ask("queues/teams"), NOW, ZONE, extent(ask))


@pytest.mark.parametrize("said", ["rows=channel&columns=neighbourhood&period=all", "rows=team&columns=status&basis=ended", "rows=street&basis=open",
                                  "rows=month&columns=topic&period=own&from=2025-02-01"])  # fmt: skip
def test_each_cell_opens_as_many_tickets_as_it_says(city: Store, said: str) -> None:
    asked = read(city, said)
    ask = partial(city.ask, MANAGER)
    table = explore(ask, asked.table, ("solve", "answer"))
    opened = 0
    for (row, column), cell in list(table.cells.items())[:40]:
        again = read(city, asked.cell("n", row, column))
        assert again.table == asked.table, "a link repeats the whole table"
        for kind in ("n", "open", "solve", "answer", "odd"):
            query = dict(parse_qsl(asked.cell(kind, row, column)[1:]))
            found = ask("explore/behind", **address.behind(query, again), most=100_000)
            assert len(found) == getattr(cell, kind), (row, column, kind)
            opened += len(found)
    assert opened > 200


def test_an_address_that_makes_no_sense_is_the_usual_table(city: Store) -> None:
    usual = read(city, {})
    assert (usual.table.rows, usual.table.columns, usual.table.basis, usual.figure, usual.view, usual.length) == ("topic", None, "opened", "n", "table", "12m")
    wild = dict.fromkeys((*address.KEPT, *address.OURS), "'; drop table desk.ticket; --\0")
    asked = read(city, wild)
    assert (asked.table.rows, asked.table.columns, asked.table.since) == (usual.table.rows, usual.table.columns, usual.table.since)
    assert not len(city.ask(MANAGER, "explore/behind", **address.behind(wild, asked), most=10)), "only the channel is a word of anybody's"
    swapped = read(city, "rows=topic&columns=street&period=own&from=2026-05-31&to=2026-05-01")
    assert (swapped.table.rows, swapped.table.columns) == ("street", "topic")
    assert (swapped.table.since, swapped.table.until) == (date(2026, 5, 1), date(2026, 6, 1))


def test_a_team_member_starts_with_the_own_teams(city: Store, raw: pd.DataFrame, owner: psycopg.Connection) -> None:
    row = owner.execute("insert into guard.user (login, name, role, password_hash) values ('e', 'E', 'team', '') returning id").fetchone()
    assert row
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Green'", row)
    green = owner.execute("select id from desk.team where name = 'Green'").fetchone()
    assert green
    ask = partial(city.ask, Who("team", row[0]))
    for said, expected in (({"period": "all"}, raw.team_id.eq(green[0]).sum()), ({"period": "all", "team": "all"}, len(raw))):
        asked = address.read(said, "team", ask("queues/teams"), NOW, ZONE, extent(ask))
        assert explore(ask, asked.table)[ALL, ALL].n == expected


@pytest.mark.parametrize("figure", list(FIGURES))
def test_the_file_of_a_table_holds_what_the_screen_shows(city: Store, figure: str) -> None:
    ask = partial(city.ask, MANAGER)
    for said in (f"rows=channel&columns=weekday&figure={figure}", f"rows=neighbourhood&figure={figure}", f"rows=topic&view=chart&figure={figure}"):
        asked = read(city, said)
        with speaking("en"):
            content = explore_files.table(ask, asked)
            rows, columns = (namer(ask, dimension) for dimension in (asked.table.rows, asked.table.columns))
            table = explore(ask, asked.table, asked.times)
            html = drawn(asked, table, rows, columns)
            names = [*(rows(row) for row in table.rows), "All"]
        frame = next(content.pieces).to_pandas()
        assert list(frame.iloc[:, 0]) == names
        if asked.view == "table":
            assert [line.count("<td") for line in html.split("<tr")[2:]] == [len(content.heads) - 1] * len(names)
        if not asked.beside:
            told = [value(table, figure, row, column) for row in (*table.rows, ALL) for column in (*table.columns, ALL)]
            expected = [float("nan") if number is None else number for number in told]
            assert frame.iloc[:, 1:].to_numpy(dtype=float).ravel().tolist() == pytest.approx(expected, nan_ok=True)
        assert "<b>" not in html and "'; drop" not in html, "words of a source are escaped"


def test_streets_of_one_name_are_told_apart_by_their_village(city: Store, owner: psycopg.Connection) -> None:
    twins = owner.execute("select id from city.street where name in (select name from city.street group by 1 having count(*) > 1)").fetchall()
    assert len(twins) == 2
    name = namer(partial(city.ask, MANAGER), "street")
    with speaking("en"):
        assert len({name(str(id)) for (id,) in twins}) == 2
        assert name("-1") == "Outside the city" and name("123456789") == "Unknown"


def test_the_restricted_are_in_no_table(city: Store, owner: psycopg.Connection) -> None:
    row = owner.execute("select count(*) from desk.ticket where restricted and not gone").fetchone()
    welfare = owner.execute("select id from city.topic where restricted").fetchone()
    assert row and welfare and row[0] > 0
    table = explore(partial(city.ask, Who("admin", 1)), Asked("topic", None, until=datetime.now(UTC).date() + timedelta(days=9), zone=str(ZONE)))
    assert str(welfare[0]) not in table.rows
