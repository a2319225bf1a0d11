"""The overview's figures equal what pandas finds in the raw tables, reopenings, cancellations and impossible dates included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from dashboard.insight.flow import AGE_STEPS, WEEKS, Periods, next_midnight, stock
from dashboard.screen.hours import grid, peak
from dashboard.store import Store, Who

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime.now(UTC)
PERIODS = Periods.until(NOW, ZONE)
EVER = datetime(9999, 1, 1, tzinfo=ZONE)
MANAGER = Who("manager")
EVERYTHING = {"since": PERIODS.start, "until": PERIODS.end, "older": 0.0, "younger": float("inf"), "teamless": False, "topic": None,
              "neighbourhood": None, "now": EVER, "tomorrow": next_midnight(NOW, ZONE), "most": 10_000, "teams": None}  # fmt: skip


@pytest.fixture(scope="module")
def city(filled: Store, database: str) -> Store:
    """The synthetic city, and what real histories have besides."""
    with psycopg.connect(database, autocommit=True) as owner:
        run = owner.execute
        run("update desk.ticket set status = 'cancelled', solved_at = null, closed_at = null where not is_open and id % 41 = 0")
        run("update desk.ticket set solved_at = opened_at - interval '3 days' where not is_open and solved_at is not null and id % 37 = 0")
        run("update desk.ticket set gone = true where id % 43 = 0")
        # Solved after a day, closed after two, opened again after four: some are open now, some ended again.
        run("""create table undone as select id, opened_at + interval '1 day' as ended_at, opened_at + interval '4 days' as back_at
               from desk.ticket where opened_at < now() - interval '6 days' and not gone and status <> 'cancelled'
                 and (id % 5 = 0 and is_open or id % 29 = 0 and solved_at > opened_at + interval '5 days')""")
        run("delete from desk.ticket_event where kind = 'solved' and ticket_id in (select id from undone)")
        run("""insert into desk.ticket_event (ticket_id, at, kind, new)
               select id, ended_at, 'solved', 'solved' from undone union all
               select id, ended_at + interval '1 day', 'closed', 'closed' from undone union all
               select id, back_at, 'reopened', 'in_progress' from undone""")
    return filled


def raw(database: str, who: Who = MANAGER) -> pd.DataFrame:
    """Every ticket that `who` counts, its intervals of being open worked out one by one."""
    with psycopg.connect(database) as owner:
        cursor = owner.execute("select t.*, u.ended_at as undone_at, u.back_at from desk.ticket t left join undone u using (id) where not gone")
        frame = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description or ()])
    frame = frame[~frame.restricted] if who == MANAGER else frame
    done = frame.status.isin(["solved", "closed", "cancelled"]) | frame.solved_at.notna() | frame.closed_at.notna()
    frame["end"] = frame.solved_at.fillna(frame.closed_at).fillna(frame.modified_at).where(done)
    frame["end"] = frame[["end", "opened_at"]].max(axis=1).where(done)
    return frame


def is_open_at(tickets: pd.DataFrame, at: datetime) -> pd.Series:
    ended = (tickets.end < at) | ((tickets.undone_at < at) & ~(tickets.back_at < at))
    return (tickets.opened_at < at) & ~ended


@pytest.fixture(scope="module", params=[None, "Green"], ids=["house", "one team"])
def side(request: pytest.FixtureRequest, city: Store, database: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The raw tickets and the parameters of the same scope."""
    tickets = raw(database)
    if request.param is None:
        return tickets, {"teams": None}
    with psycopg.connect(database) as owner:
        row = owner.execute("select id from desk.team where name = %s", [request.param]).fetchone()
    assert row
    return tickets[tickets.team_id == row[0]], {"teams": [row[0]]}


def within(moments: pd.Series, start: datetime, end: datetime) -> int:
    return int(((moments >= start) & (moments < end)).sum())


def test_stock_and_flow_equal_a_replay_of_every_history(city: Store, side: tuple[pd.DataFrame, dict[str, Any]]) -> None:
    tickets, scope = side
    now = next(city.ask(MANAGER, "overview/now", tomorrow=next_midnight(NOW, ZONE), until=EVER, **scope).itertuples())
    weeks = stock(city.ask(MANAGER, "overview/flow", bounds=list(PERIODS.bounds), **scope), now.open)
    assert len(weeks) == WEEKS + 1
    assert weeks.reopened.sum() > 0
    for week, start, end in zip(weeks[:-1].itertuples(), PERIODS.bounds, PERIODS.bounds[1:], strict=False):
        assert week.open_start == is_open_at(tickets, start).sum()
        assert week.open_end == is_open_at(tickets, end).sum()
        assert week.new == within(tickets.opened_at, start, end)
        assert week.solved == within(tickets.end, start, end) + within(tickets.undone_at, start, end)
        assert week.reopened == within(tickets.back_at, start, end)
        assert week.open_start + week.new + week.reopened - week.solved == week.open_end


def test_what_is_open_now_equals_the_tickets(city: Store, side: tuple[pd.DataFrame, dict[str, Any]]) -> None:
    tickets, scope = side
    at = datetime.now(UTC)
    live = tickets[tickets.is_open]
    late = (live.status != "waiting") & (live.target_at < at)
    age = (at - live.opened_at).dt.total_seconds() / 86_400
    now = next(city.ask(MANAGER, "overview/now", tomorrow=next_midnight(NOW, ZONE), until=EVER, **scope).itertuples())
    assert (now.open, now.overdue, now.unassigned) == (len(live), late.sum(), (live.team_id.isna() & live.operator_id.isna()).sum())
    assert float(now.median_days) == pytest.approx(age.median(), abs=0.01)

    teams = city.ask(MANAGER, "overview/teams", until=EVER, **scope)
    for row in teams.itertuples():
        own = live.team_id.isna() if pd.isna(row.id) else live.team_id == row.id
        assert (row.open, row.overdue, row.not_taken) == (own.sum(), (own & late).sum(), (own & live.operator_id.isna()).sum())
        assert float(row.median_days) == pytest.approx(age[own].median(), abs=0.01)
    assert teams.open.sum() == len(live)

    ages = city.ask(MANAGER, "overview/ages", steps=list(map(float, AGE_STEPS)), until=EVER, **scope).set_index("n").open
    by_hand = pd.cut(age, [*AGE_STEPS, float("inf")], right=False, labels=False).value_counts()
    assert ages.to_dict() == {step + 1: n for step, n in by_hand.items()}

    past = city.ask(MANAGER, "overview/past", at=[PERIODS.start], **scope).iloc[0]
    then = tickets[(tickets.opened_at < PERIODS.start) & ~(tickets.end < PERIODS.start)]
    assert float(past.median_days) == pytest.approx(((PERIODS.start - then.opened_at).dt.total_seconds() / 86_400).median(), abs=0.01)
    assert past.overdue == ((then.target_at < PERIODS.start) & (then.status != "waiting")).sum()

    stuck = city.ask(MANAGER, "overview/stuck", **scope).iloc[0]
    counts = live[late].team_id.value_counts()
    assert (stuck.n, stuck.since) == (counts.max(), live[late & (live.team_id == stuck.team_id)].target_at.min())


def test_the_list_behind_a_figure_has_as_many_tickets(city: Store, database: str) -> None:
    weeks = stock(city.ask(MANAGER, "overview/flow", bounds=list(PERIODS.bounds), teams=None),
                  int(raw(database).is_open.sum()))[:-1]  # fmt: skip
    for n in (0, 6, WEEKS - 1):
        period = {"since": PERIODS.bounds[n], "until": PERIODS.bounds[n + 1]}
        for kind, figure in (("new", "new"), ("solved", "solved"), ("reopened", "reopened"), ("stock", "open_end")):
            assert len(city.ask(MANAGER, "overview/tickets", **EVERYTHING | {"kind": kind} | period)) == weeks[figure].iloc[n], kind
    now = next(city.ask(MANAGER, "overview/now", tomorrow=EVERYTHING["tomorrow"], until=EVER, teams=None).itertuples())
    for kind in ("open", "overdue", "unassigned", "today"):
        assert len(city.ask(MANAGER, "overview/tickets", **EVERYTHING | {"kind": kind})) == getattr(now, kind)
    for row in city.ask(MANAGER, "overview/teams", until=EVER, teams=None).itertuples():
        of = {"teamless": True} if pd.isna(row.id) else {"teams": [int(row.id)]}
        assert len(city.ask(MANAGER, "overview/tickets", **EVERYTHING | {"kind": "untaken"} | of)) == row.not_taken
    for row in city.ask(MANAGER, "overview/ages", steps=list(map(float, AGE_STEPS)), until=EVER, teams=None).itertuples():
        ages = dict(zip(("older", "younger"), [*AGE_STEPS, float("inf")][row.n - 1 : row.n + 1], strict=True))
        assert len(city.ask(MANAGER, "overview/tickets", **EVERYTHING | {"kind": "aged"} | ages)) == row.open
    backwards = int(city.ask(MANAGER, "overview/backwards", since=PERIODS.bounds[0], teams=None).n.iloc[0])
    assert backwards > 0
    found = city.ask(MANAGER, "overview/tickets", **EVERYTHING | {"kind": "backwards", "since": PERIODS.bounds[0]})
    assert len(found) == backwards


def test_a_restricted_topic_counts_for_its_team_alone(city: Store, database: str, owner: psycopg.Connection) -> None:
    row = owner.execute("insert into guard.user (login, name, role, password_hash) values ('w', 'W', 'team', '') returning id").fetchone()
    assert row
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", row)
    asked = {"tomorrow": EVERYTHING["tomorrow"], "until": EVER, "teams": None}
    inside = int(city.ask(Who("team", row[0]), "overview/now", **asked).open.iloc[0])
    assert inside == raw(database, Who("team", row[0])).is_open.sum()
    assert inside > int(city.ask(MANAGER, "overview/now", **asked).open.iloc[0])


def test_the_hall_gets_the_figures_and_not_a_word_of_a_citizen(city: Store) -> None:
    presenter = Who("presenter")
    found = city.ask(presenter, "overview/tickets", **EVERYTHING | {"kind": "new"})
    assert len(found) and "title" not in found
    bounds, steps = list(PERIODS.bounds), list(map(float, AGE_STEPS))
    asked: dict[str, dict[str, Any]] = {
        "span": {}, "now": {"tomorrow": EVERYTHING["tomorrow"], "until": EVER, "teams": None}, "flow": {"bounds": bounds, "teams": None},
        "past": {"at": bounds, "teams": None}, "stuck": {"teams": None}, "teams": {"until": EVER, "teams": None},
        "ages": {"steps": steps, "until": EVER, "teams": None}, "backwards": {"since": bounds[0], "teams": None},
        "hours": {"since": PERIODS.start, "until": PERIODS.end, "zone": str(ZONE), "teams": None},
    }  # fmt: skip
    for name, parameters in asked.items():
        pd.testing.assert_frame_equal(
            city.ask(presenter, f"overview/{name}", **parameters), city.ask(MANAGER, f"overview/{name}", **parameters), atol=1e-3
        )
    with pytest.raises(ProgrammingError, match="permission denied"):
        city.ask(presenter, "overview/titles", tickets=[int(found.id.iloc[0])])


def test_ages_of_data_that_ended_are_taken_to_their_end(city: Store) -> None:
    asked = {"tomorrow": EVERYTHING["tomorrow"], "teams": None}
    now = city.ask(MANAGER, "overview/now", until=EVER, **asked).iloc[0]
    then = city.ask(MANAGER, "overview/now", until=NOW - timedelta(days=100), **asked).iloc[0]
    assert then.open == now.open
    assert float(now.median_days) - float(then.median_days) == pytest.approx(100, abs=0.01)


def test_the_hours_of_the_week_equal_the_tickets_on_the_citys_clock(city: Store, side: tuple[pd.DataFrame, dict[str, Any]]) -> None:
    tickets, scope = side
    found = city.ask(MANAGER, "overview/hours", since=PERIODS.start, until=PERIODS.end, zone=str(ZONE), **scope)
    local = tickets.opened_at[(tickets.opened_at >= PERIODS.start) & (tickets.opened_at < PERIODS.end)].dt.tz_convert(ZONE)
    expected = local.groupby([local.dt.isocalendar().day.rename("weekday"), local.dt.hour.rename("hour")]).size()
    assert len(expected) > 10
    assert found.set_index(["weekday", "hour"]).n.to_dict() == expected.to_dict()


def test_the_busiest_hours_are_found_within_a_day() -> None:
    week = grid(pd.DataFrame({"weekday": [1, 2, 3, 3], "hour": [23, 0, 9, 10], "n": [9, 9, 6, 5]}))
    assert (len(week), week.n.sum()) == (7 * 24, 29)
    assert peak(week) == (3, 9, 11)
