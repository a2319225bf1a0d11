"""The overview's figures equal what pandas finds in the raw tables: forwards, reopenings, cancellations and impossible dates included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from dashboard.city.working_time import Hours, WorkingTime
from dashboard.figures import Ask, Overview, Selection, extent, overview
from dashboard.figures.backlog import by_key
from dashboard.insight.flow import AGE_STEPS
from dashboard.insight.period import Period, Span, midnight, next_midnight
from dashboard.screen.behind import Asked
from dashboard.screen.hours import grid, peak
from dashboard.screen.scope import Scope
from dashboard.store import Store, Who

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime.now(UTC)
PERIOD = Period.until(NOW, ZONE)
MANAGER = Who("manager")


@pytest.fixture(scope="module")
def city(filled: Store, database: str) -> Store:
    """The synthetic city, and what real histories have besides."""
    with psycopg.connect(database, autocommit=True) as owner:
        run = owner.execute
        run("update desk.ticket set status = 'cancelled', solved_at = null, closed_at = null where not is_open and id % 41 = 0")
        run("update desk.ticket set solved_at = opened_at - interval '3 days' where not is_open and solved_at is not null and id % 37 = 0")
        run("update desk.ticket set closed_at = opened_at + interval '365000 days', solved_at = null where not is_open and id % 53 = 0")
        run("update desk.ticket set first_answer_at = null where id % 11 = 0")
        run("update desk.ticket set placed_by = 'outside', street_id = null, neighbourhood_id = null where id % 31 = 0")
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
        # Came from Green two days after they were opened, some of them from Roads before that; now with whoever has them.
        run("""insert into desk.ticket_event (ticket_id, at, kind, old, new)
               select t.id, t.opened_at + interval '2 days', 'forwarded', 'Green', g.name from desk.ticket t join desk.team g on g.id = t.team_id
               where t.id % 3 = 0 and t.opened_at < now() - interval '2 days' and g.name <> 'Green' union all
               select id, opened_at + interval '5 hours', 'forwarded', 'Roads', 'Green' from desk.ticket
               where id % 6 = 0 and team_id is not null and opened_at < now() - interval '2 days'""")
    filled.history.catch_up()
    return filled


def raw(database: str, who: Who = MANAGER) -> pd.DataFrame:
    """Every ticket that `who` counts, with its end, the ending that was undone, and its forwards as a list of (at, old team)."""
    with psycopg.connect(database) as owner:
        cursor = owner.execute("""
            select t.*, u.ended_at as undone_at, u.back_at, o.restricted as hidden, coalesce(f.moves, '{}') as moves, coalesce(f.olds, '{}') as olds
            from desk.ticket t left join undone u using (id) left join city.topic o on o.id = t.topic_id
            left join (select e.ticket_id, array_agg(e.at order by e.at) as moves, array_agg(g.id order by e.at) as olds
                       from desk.ticket_event e join desk.team g on g.name = e.old where e.kind = 'forwarded' group by 1) f on f.ticket_id = t.id
            where not gone""")
        frame = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description or ()])
    frame = frame[~frame.hidden] if who == MANAGER else frame
    done = frame.status.isin(["solved", "closed", "cancelled"]) | frame.solved_at.notna() | frame.closed_at.notna()
    frame["end"] = frame.solved_at.fillna(frame.closed_at.dt.as_unit("us")).fillna(frame.modified_at).where(done)
    frame["end"] = frame[["end", "opened_at"]].max(axis=1).where(done)
    return frame


def team_then(ticket: Any, at: datetime, after: bool = False) -> int | None:
    """Whose it was just before `at`, or just after it: the old team of the first forward that came later."""
    for moved, old in zip(ticket.moves, ticket.olds, strict=True):
        if moved > at or (moved == at and not after):
            return int(old)
    return None if pd.isna(ticket.team_id) else int(ticket.team_id)


def open_at(tickets: pd.DataFrame, at: datetime, team: int | None) -> pd.DataFrame:
    ended = (tickets.end < at) | ((tickets.undone_at < at) & ~(tickets.back_at < at))
    held = tickets[(tickets.opened_at < at) & ~ended]
    return held if team is None else held[[team_then(row, at) == team for row in held.itertuples()]]


def counted(tickets: pd.DataFrame, column: str, span: Span, team: int | None, after: bool = False) -> int:
    start, end = midnight(span.start, ZONE), midnight(span.end, ZONE)
    own = tickets[(tickets[column] >= start) & (tickets[column] < end)]
    return len(own) if team is None else sum(team_then(row, getattr(row, column), after) == team for row in own.itertuples())


@pytest.fixture(scope="module")
def ask(city: Store) -> Ask:
    return partial(city.ask, MANAGER)


@pytest.fixture(scope="module", params=[None, "Green"], ids=["house", "one team"])
def side(request: pytest.FixtureRequest, ask: Ask, database: str) -> tuple[pd.DataFrame, Selection, Overview]:
    """The raw tickets, and the figures of one scope."""
    names = ask("overview/names").set_index("name").id
    selection = Selection(None if request.param is None else (int(names[request.param]),))
    return raw(database), selection, overview(ask, PERIOD, selection, extent(ask))


def test_stock_and_flow_equal_a_replay_of_every_history(side: tuple[pd.DataFrame, Selection, Overview]) -> None:
    tickets, selection, found = side
    team = selection.teams[0] if selection.teams else None
    for span, row in zip(PERIOD.steps, found.flow.steps.itertuples(), strict=True):
        assert row.open_start == len(open_at(tickets, midnight(span.start, ZONE), team))
        assert row.open_end == len(open_at(tickets, midnight(span.end, ZONE), team))
        assert row.open_start + row.new + row.reopened + row.from_others - row.solved - row.to_others == row.open_end
    for span, row in ((PERIOD.this, found.flow.this), (PERIOD.before, found.flow.before), (PERIOD.year, found.flow.year)):
        assert row.new == counted(tickets, "opened_at", span, team)
        assert row.solved == counted(tickets, "end", span, team, after=True) + counted(tickets, "undone_at", span, team, after=True)
        assert row.reopened == counted(tickets, "back_at", span, team)
    assert (found.flow.steps.from_others.sum() > 0) == (team is not None)


def test_backlog_ages_and_what_is_overdue_equal_the_tickets(ask: Ask, side: tuple[pd.DataFrame, Selection, Overview]) -> None:
    tickets, selection, found = side
    team = selection.teams[0] if selection.teams else None
    live = tickets[tickets.is_open] if team is None else tickets[tickets.is_open & (tickets.team_id == team)]
    late = (live.status != "waiting") & (live.target_at < NOW)
    assert (found.backlog.open, found.backlog.undated) == (len(live), live.target_at.isna().sum())
    assert abs(found.backlog.overdue - late.sum()) <= 1  # one may become overdue while this runs
    age = (NOW - live.opened_at).dt.total_seconds() / 86_400
    assert found.backlog.median_days == pytest.approx(age.median(), abs=0.1)  # days; NOW was some minutes ago
    by_hand = pd.cut(age, [*AGE_STEPS, np.inf], right=False, labels=False).value_counts()
    assert {row.step: row.open for row in found.ages if row.open} == by_hand.to_dict()
    for get, span in ((found.open.before, PERIOD.before), (found.open.year, PERIOD.year)):
        assert get == len(open_at(tickets, midnight(span.end, ZONE), team))
    overdue = [((then := open_at(tickets, at, team)).target_at < at) & ~((then.status == "waiting") & then.is_open)
               for at in (midnight(span.end, ZONE) for span in PERIOD.steps)]  # fmt: skip
    if team is None:
        assert list(found.overdue.past[:-1]) == [flags.sum() for flags in overdue]
    assert by_key(ask, PERIOD.end_at, selection, "")[None].overdue == overdue[-1].sum()


def test_a_past_days_backlog_follows_the_forwards(ask: Ask, database: str) -> None:
    tickets, city = raw(database), extent(ask)
    period = Period.until(NOW, ZONE, on=NOW.date() - timedelta(days=20))
    found = overview(ask, period, Selection(), city)
    held = open_at(tickets, period.end_at, None)
    then = pd.Series([team_then(row, period.end_at) for row in held.itertuples()])
    assert {team.id: team.backlog.open for team in found.teams} == then.value_counts(dropna=False).rename(lambda key: None if pd.isna(key) else key).to_dict()
    assert (then.dropna() != held.team_id.reset_index(drop=True)[then.notna()]).sum() > 5
    assert found.backlog.open == found.flow.this.open_end == len(held)
    assert city.reconstructed(period.this.last, period) and not city.reconstructed(NOW.date(), period)


def test_durations_promises_and_shares_equal_the_tickets(ask: Ask, side: tuple[pd.DataFrame, Selection, Overview]) -> None:
    tickets, selection, found = side
    own = tickets if selection.teams is None else tickets[tickets.team_id == selection.teams[0]]
    times = WorkingTime(Hours(), "Europe/Brussels")
    done = own.solved_at.fillna(own.closed_at)
    odd = (own[["first_answer_at", "solved_at", "closed_at"]].min(axis=1) < own.opened_at) | (
        own[["first_answer_at", "solved_at", "closed_at"]].max(axis=1) - own.opened_at > timedelta(days=3653)
    )
    worked = {
        "solve": pd.Series(times.seconds(*(column.dt.tz_convert(None).to_numpy("datetime64[us]") for column in (own.opened_at, done))), own.index),
        "answer": pd.Series(
            times.seconds(*(column.dt.tz_convert(None).to_numpy("datetime64[us]") for column in (own.opened_at, own.first_answer_at))), own.index
        ),
    }
    for span, share, p50, p90, a50, a90, unanswered in (
        (PERIOD.this, found.on_time.now, found.solve_min.now, found.solve_p90_min.now, found.answer_min.now, found.answer_p90_min.now,
         found.unanswered.now),
        (PERIOD.year, found.on_time.year, found.solve_min.year, found.solve_p90_min.year, found.answer_min.year, found.answer_p90_min.year,
         found.unanswered.year),
    ):  # fmt: skip
        start, end = midnight(span.start, ZONE), midnight(span.end, ZONE)
        ended = (own.end >= start) & (own.end < end) & (own.status != "cancelled")
        dated = own[ended & own.target_at.notna()]
        assert share == pytest.approx((dated.end <= dated.target_at).mean())
        assert unanswered == pytest.approx(own[ended].first_answer_at.isna().mean())
        solved = np.floor(worked["solve"][ended & ~odd].dropna() / 60)
        answered = np.floor(worked["answer"][(own.opened_at >= start) & (own.opened_at < end) & ~odd].dropna() / 60)
        for values, at, figure in ((solved, 0.5, p50), (solved, 0.9, p90), (answered, 0.5, a50), (answered, 0.9, a90)):
            assert figure == np.quantile(values, at, method="inverted_cdf")
    ended = own[(own.end >= PERIOD.start_at) & (own.end < PERIOD.end_at) & (own.status != "cancelled")]
    for topic in found.topics:
        about = ended[ended.topic_id == topic.id]
        assert (topic.solved, topic.dated, topic.on_time) == (len(about), about.target_at.notna().sum(), (about.end <= about.target_at).sum())
    assert sum(topic.solved for topic in found.topics) == len(ended)


def test_impossible_dates_are_counted_and_in_no_duration(ask: Ask, database: str) -> None:
    tickets = raw(database)
    span = Span(NOW.date() - timedelta(days=800), NOW.date() + timedelta(days=2))
    odd = ask("overview/oddities", since=span.start, until=span.end, **Selection().parameters()).iloc[0]
    backwards = tickets[["first_answer_at", "solved_at", "closed_at"]].min(axis=1) < tickets.opened_at
    assert odd.backwards == backwards.sum() > 0
    assert odd.absurd == (~backwards & (tickets.closed_at > tickets.opened_at + timedelta(days=300_000))).sum() > 0
    assert odd.outside == (tickets.placed_by == "outside").sum() > 0
    timed = ask("overview/times", since=span.start, until=span.end, of=[0] * (span.end - span.start).days, **Selection().parameters())
    assert timed.p50_min.iloc[0] >= 0


def test_the_list_behind_a_figure_has_as_many_tickets(ask: Ask, side: tuple[pd.DataFrame, Selection, Overview]) -> None:
    _, selection, found = side
    scope = Scope("manager", PERIOD, selection, {})

    def behind(kind: str, **query: Any) -> int:
        asked = Asked.of({"tickets": kind, **{name: str(value) for name, value in query.items()}}, scope)
        assert asked is not None
        rows = ask("overview/behind_now", tomorrow=next_midnight(NOW, ZONE), **asked.parameters(PERIOD)) if asked.live(PERIOD) else ask(
            "overview/behind", **asked.parameters(PERIOD)
        )  # fmt: skip
        assert len(rows) == min(int(rows.in_all.iloc[0]), 200) if len(rows) else True
        return int(rows.in_all.iloc[0]) if len(rows) else 0

    flows = ((None, found.flow.this), ("before", found.flow.before), ("year", found.flow.year), (3, found.flow.steps.iloc[3]))
    for span, row in flows:
        query = {} if span is None else {"span": span}
        assert [behind(kind, **query) for kind in ("new", "solved", "reopened")] == [row.new, row.solved, row.reopened]
    assert behind("open", span="this") == found.flow.this.open_end
    assert behind("open", span="before") == found.open.before
    assert behind("overdue", span="year") == found.overdue.year
    assert behind("open") == found.backlog.open
    assert [behind("aged", step=row.step) for row in found.ages] == [row.open for row in found.ages]
    times = found.times
    assert [behind(kind) for kind in ("done", "dated", "on_time", "unanswered", "timed", "answered")] == [
        times.done, times.dated, times.on_time, times.unanswered, times.timed, times.answered,
    ]  # fmt: skip
    topic = found.topics[0]
    assert behind("late", about=topic.id) == topic.dated - topic.on_time


def test_this_moment_is_the_readers_own_and_the_hall_gets_not_a_word_of_a_citizen(ask: Ask, city: Store, owner: psycopg.Connection, database: str) -> None:
    row = owner.execute("insert into guard.user (login, name, role, password_hash) values ('w', 'W', 'team', '') returning id").fetchone()
    assert row
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", row)
    everything = {"tomorrow": next_midnight(NOW, ZONE), **Selection().parameters()}
    member, presenter = Who("team", row[0]), Who("presenter")
    inside, outside = (int(city.ask(who, "overview/now", **everything).open.iloc[0]) for who in (member, MANAGER))
    hidden = int(city.ask(member, "overview/restricted").open.sum())
    assert inside == raw(database, member).is_open.sum() == outside + hidden and hidden > 0
    assert city.ask(MANAGER, "overview/restricted").empty
    for name in ("now", "teams", "stuck"):
        own = city.ask(presenter, f"overview/{name}", **everything)
        pd.testing.assert_frame_equal(own, ask(f"overview/{name}", **everything))
    found = ask("overview/behind_now", kind="overdue", teamless=False, most=20, **everything)
    tickets = [int(ticket) for ticket in found.id]
    assert len(city.ask(presenter, "overview/tickets", tickets=tickets)) == 20
    assert "title" not in city.ask(presenter, "overview/tickets", tickets=tickets)
    with pytest.raises(ProgrammingError, match="permission denied"):
        city.ask(presenter, "overview/titles", tickets=tickets)


def test_where_it_is_stuck_and_who_waits(ask: Ask, database: str) -> None:
    live = raw(database)[lambda frame: frame.is_open & (frame.status != "waiting") & (frame.target_at < NOW)]
    stuck = ask("overview/stuck", **Selection().parameters()).iloc[0]
    counts = live.team_id.value_counts()
    assert (stuck.n, stuck.since) == (counts.max(), live[live.team_id == stuck.team_id].target_at.min())
    own = live[live.team_id == stuck.team_id]
    givers = pd.Series([row.olds[-1] for row in own.itertuples() if row.olds and row.olds[-1] != row.team_id])
    handed = ask("overview/handed", team=int(stuck.team_id), moment=PERIOD.moment, **Selection().parameters())
    assert (handed.team_id[0], handed.n[0]) == (givers.value_counts().idxmax(), givers.value_counts().max())


def test_an_empty_city_and_an_empty_period_have_no_figures_and_no_error(ask: Ask) -> None:
    period = Period.until(NOW, ZONE, on=date(2001, 5, 5))
    found = overview(ask, period, Selection(), extent(ask))
    assert (found.open.now, found.new.now, found.topics, found.teams) == (0, 0, [], [])
    assert (found.solve_min.now, found.on_time.now, found.reopened.now, found.new.before) == (None, None, None, None)


def test_the_busiest_hours_are_found_within_a_day(ask: Ask, database: str) -> None:
    week = grid(pd.DataFrame({"weekday": [1, 2, 3, 3], "hour": [23, 0, 9, 10], "n": [9, 9, 6, 5]}))
    assert (len(week), week.n.sum()) == (7 * 24, 29)
    assert peak(week) == (3, 9, 11)
    found = ask("overview/hours", since=PERIOD.this.start, until=PERIOD.this.end, **Selection().parameters())
    opened = raw(database).opened_at
    local = opened[(opened >= PERIOD.start_at) & (opened < PERIOD.end_at)].dt.tz_convert(ZONE)
    expected = local.groupby([local.dt.isocalendar().day.rename("weekday"), local.dt.hour.rename("hour")]).size()
    assert found.set_index(["weekday", "hour"]).n.to_dict() == expected.to_dict()
