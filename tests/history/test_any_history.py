"""Whatever happens to tickets, in whatever order, whoever commits late: the copy answers as plain SQL does."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bench.fill import TOPICS
from dashboard.city.gazetteer import Gazetteer
from dashboard.history import History
from dashboard.intake.keep import keep
from dashboard.intake.record import Record
from dashboard.settings import CityFile
from dashboard.store import SERVICE, Store, feed

NIGHT = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # the clock changes soon after, and local days differ from UTC's

moments = st.integers(-60 * 24 * 40, 60 * 24 * 3).map(lambda minutes: NIGHT + timedelta(minutes=minutes))
maybe = st.none() | moments
records = st.builds(
    Record,
    source=st.sampled_from(["topdesk", "old-file"]),
    external_id=st.sampled_from([f"t{n}" for n in range(12)]),
    opened_at=moments | st.just(datetime(1899, 12, 30, tzinfo=UTC)),
    modified_at=moments,
    status=st.sampled_from(["new", "assigned", "in_progress", "waiting", "solved", "closed", "cancelled"]),
    topic=st.sampled_from([None, *TOPICS]),
    team=st.sampled_from([None, "team-1", "team-2", "team-5"]),
    channel=st.none() | st.sampled_from(["Phone", "E-mail", "café", "it's; --"]),
    category=st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
    priority=st.sampled_from([None, "P1", "P2"]),
    street=st.sampled_from([None, "Street 3", "Street 7"]),
    lat=st.none() | st.just(50.795123),
    lon=st.just(5.160777),
    first_answer_at=maybe,
    target_at=maybe,
    solved_at=maybe,
    closed_at=maybe,
)

#: The same questions to both: whoever adds up days, forwards and reopenings gets the same.
PAIRS = [
    (
        """select (opened_at at time zone 'Europe/Brussels')::date, extract(isodow from opened_at at time zone 'Europe/Brussels')::int,
           team_id, channel, category, count(*), count(*) filter (where is_open) from desk.ticket where not gone and not restricted
           group by 1, 2, 3, 4, 5""",
        "select opened_on, weekday::int, team_id, channel, category, count(*), count(*) filter (is_open) from ticket group by all",
    ),
    (
        """select e.ticket_id, e.at, e.old_team_id, e.new_team_id, g.name from desk.ticket_event e join desk.ticket t on t.id = e.ticket_id
           left join desk.team g on g.id = e.new_team_id where e.kind = 'forwarded' and not t.gone and not t.restricted""",
        'select ticket_id, "at", old_team_id, new_team_id, name from forwarded left join team on team.id = new_team_id',
    ),
    (
        "select u.* from desk.undone u join desk.ticket t on t.id = u.ticket_id where not t.restricted",
        "select ticket_id, ended_at, back_at from undone",
    ),
]


class Lives(RuleBasedStateMachine):
    """Two copies follow: one after every step, one seldom."""

    store: Store
    places: Gazetteer
    owner: psycopg.Connection
    database: str

    late = Bundle("late")

    def __init__(self) -> None:
        super().__init__()
        self.owner.execute("truncate desk.ticket, desk.change cascade")
        self.owner.execute("update city.topic set restricted = (key = 'welfare')")
        self.diligent, self.lazy = (History(self.store, CityFile()) for _ in range(2))
        self.writers: list[psycopg.Connection] = []

    def _unless_held(self, statement: str, values: list[Any]) -> None:
        with suppress(psycopg.errors.LockNotAvailable):
            self.owner.execute(statement, values)

    @rule(batch=st.lists(records, min_size=1, max_size=6))
    def the_source_speaks(self, batch: list[Record]) -> None:
        for source in ("topdesk", "old-file"):
            with suppress(OperationalError), self.store.transaction(SERVICE) as connection:  # a row that somebody holds: another time
                connection.execute(text("set local lock_timeout = '50ms'"))
                keep(connection, self.places, [record for record in batch if record.source == source])

    @rule(number=st.integers(0, 30), how=st.sampled_from(["update desk.ticket set gone = true", "delete from desk.ticket"]))
    def one_is_erased(self, number: int, how: str) -> None:
        self._unless_held(how + " where id = (select id from desk.ticket order by id offset %s limit 1)", [number])

    @rule(topic=st.sampled_from(TOPICS), restricted=st.booleans())
    def a_topic_changes_its_rights(self, topic: str, restricted: bool) -> None:
        self._unless_held("update city.topic set restricted = %s where key = %s", [restricted, topic])

    @rule(team=st.integers(1, 6), name=st.sampled_from(["Green", "Parks", "Roads"]))
    def a_team_gets_another_name(self, team: int, name: str) -> None:
        self._unless_held("update desk.team set name = %s where external_id = %s", [name, f"team-{team}"])

    @rule(one=st.integers(1, 9), other=st.integers(1, 9))
    def streets_are_merged(self, one: int, other: int) -> None:
        named = "(select id from city.street where name = %s)"
        self._unless_held(f"update desk.ticket set street_id = {named} where street_id = {named}", [f"Street {one}", f"Street {other}"])

    @rule(target=late, number=st.integers(0, 30), status=st.sampled_from(["waiting", "closed"]))
    def a_writer_begins(self, number: int, status: str) -> psycopg.Connection:
        writer = psycopg.connect(self.database)
        self.writers.append(writer)
        writer.execute(
            "update desk.ticket set status = %s where id = (select id from desk.ticket order by id offset %s limit 1 for update skip locked)",
            [status, number],
        )
        return writer

    @rule(writer=consumes(late), well=st.booleans())
    def and_ends_late(self, writer: psycopg.Connection, well: bool) -> None:
        writer.commit() if well else writer.rollback()
        writer.close()

    @rule()
    def the_feed_forgets(self) -> None:
        self.owner.execute("update desk.change set at = at - interval '30 days'")
        with self.store.transaction(SERVICE) as connection:
            feed.prune(connection)

    @rule()
    def the_lazy_one_looks(self) -> None:
        assert self.lazy.differences() == []

    @invariant()
    def the_diligent_one_is_right(self) -> None:
        self.diligent.catch_up()
        for plain, ours in PAIRS:
            wanted = self.owner.execute(plain).fetchall()
            with self.diligent.copy().cursor() as cursor:
                assert _in_order(cursor.execute(ours).fetchall()) == _in_order(wanted)
        assert self.diligent.differences() == []

    def teardown(self) -> None:
        for writer in self.writers:
            writer.close()
        self.the_lazy_one_looks()


def _in_order(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(str([value.astimezone(UTC) if isinstance(value, datetime) else value for value in row]) for row in rows)


def test_any_history_gives_the_same_answers(database: str, city: Store, places: Gazetteer, owner: psycopg.Connection) -> None:
    owner.execute("set lock_timeout = '50ms'")
    machine = type("Here", (Lives,), {"store": city, "places": places, "owner": owner, "database": database})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=4, stateful_step_count=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    )
