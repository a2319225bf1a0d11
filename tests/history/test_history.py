"""The copy follows its tickets, is never half a change behind, and says so while it is being read."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from dashboard.commands.check import broken_rules
from dashboard.history import History, Preparing
from dashboard.settings import CityFile
from dashboard.store import SERVICE, Store
from tests.history.test_any_history import NIGHT

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)  # nine o'clock


def add(connection: psycopg.Connection, name: str, **columns: object) -> int:
    row = {"source": "t", "external_id": name, "status": "new", "opened_at": MONDAY, "modified_at": MONDAY, **columns}
    marks = ", ".join(["%s"] * len(row))
    found = connection.execute(f"insert into desk.ticket ({', '.join(row)}) values ({marks}) returning id", [*row.values()]).fetchone()
    assert found
    return int(found[0])


def tickets(history: History, columns: str) -> list[tuple]:
    with history.copy().cursor() as cursor:
        return cursor.execute(f"select {columns} from ticket order by id").fetchall()


def test_durations_are_working_time_and_what_cannot_be_true_is_set_apart(history: History, owner: psycopg.Connection) -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    done = {"status": "closed"}
    add(owner, "night", first_answer_at=MONDAY + 10 * hour, solved_at=MONDAY + day + hour, **done)
    add(owner, "closed only", closed_at=MONDAY + 2 * hour, **done)
    add(owner, "cancelled", closed_at=MONDAY + hour, status="cancelled")
    add(owner, "backwards", solved_at=MONDAY - 42_000 * day, **done)
    add(owner, "answered before", first_answer_at=MONDAY - hour, solved_at=MONDAY + hour, **done)
    add(owner, "absurd", solved_at=MONDAY + 365_000 * day, **done)
    add(owner, "open")
    history.catch_up()
    assert tickets(history, "answer_work_s / 3600, solve_work_s / 3600, oddity") == [
        (8, 9, None), (None, 2, None), (None, None, None), (None, None, "backwards"), (None, None, "backwards"), (None, None, "absurd"),
        (None, None, None),
    ]  # fmt: skip


def test_days_and_hours_are_the_citys(history: History, owner: psycopg.Connection) -> None:
    add(owner, "night", opened_at=NIGHT, modified_at=NIGHT, solved_at=NIGHT + timedelta(hours=24), status="solved")
    history.catch_up()
    assert [str(value) for value in tickets(history, "opened_on, weekday, hour, ended_on")[0]] == ["2026-03-28", "6", "23", "2026-03-30"]


def test_nobody_sees_half_a_change_and_the_thread_follows(history: History, database: str) -> None:
    """Writers add and move tickets in pairs; whoever asks meanwhile counts pairs."""
    history.start()
    until, odd, asked = time.monotonic() + 3, [], 0

    def write(worker: int) -> None:
        with psycopg.connect(database) as connection:
            for n in range(10_000):
                with connection.transaction():
                    pair = [add(connection, f"{worker}-{n}-{side}", channel="left") for side in (0, 1)]
                    connection.execute("update desk.ticket set channel = 'right' where id = any(%s)", [pair] if n % 2 else [[]])
                if time.monotonic() > until:
                    return

    writers = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    for writer in writers:
        writer.start()
    while time.monotonic() < until:
        (row,) = tickets_by_channel(history)
        odd += [count for count in row if count % 2]
        asked += 1
    for writer in writers:
        writer.join()
    assert asked > 10
    assert odd == []
    written = counted(database)
    while tickets_by_channel(history)[0][0] < written and time.monotonic() < until + 20:
        time.sleep(0.1)
    assert tickets_by_channel(history)[0][0] == written
    assert history.differences() == []


def tickets_by_channel(history: History) -> list[tuple]:
    with history.copy().cursor() as cursor:
        return cursor.execute("select count(*), count(*) filter (channel = 'left'), count(*) filter (channel = 'right') from ticket").fetchall()


def counted(database: str) -> int:
    with psycopg.connect(database) as connection:
        return connection.execute("select count(*) from desk.ticket").fetchone()[0]


def test_a_worn_copy_is_made_anew_and_answers_meanwhile(history: History, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.history.history.CHUNK_ROWS", 50)
    add_many(owner, 300)
    history.catch_up()
    worn = history.copy()
    assert worn.changed_n == 300
    history.start()
    until = time.monotonic() + 30
    while history.copy() is worn and time.monotonic() < until:
        time.sleep(0.05)
    fresh = history.copy()
    assert fresh is not worn
    assert fresh.changed_n < 300
    assert history.differences() == []


def add_many(owner: psycopg.Connection, n: int) -> None:
    owner.execute(
        """insert into desk.ticket (source, external_id, status, opened_at, modified_at)
           select 'many', n, 'new', now() - n * interval '1 hour', now() from generate_series(1, %s) n""",
        [n],
    )


def test_whoever_cannot_wait_hears_how_far_it_is(city: Store) -> None:
    history = History(city, CityFile(), patience_seconds=0)
    with city.transaction(SERVICE) as connection:
        connection.exec_driver_sql("lock table desk.ticket in access exclusive mode")
        with pytest.raises(Preparing, match="being prepared"):
            history.ask("overview/names", {})
    history.patience_seconds = 60
    assert list(history.ask("overview/names", {})["name"])
    history.stop()


def test_check_names_the_first_difference(database: str, store: Store, owner: psycopg.Connection) -> None:
    owner.execute("truncate desk.ticket, desk.change cascade")
    here = add(owner, "here")
    owner.execute("insert into desk.ticket_event (ticket_id, at, kind) values (%s, now(), 'opened')", [here])
    assert set(broken_rules(store).values()) == {0}
    with store.history.copy().cursor() as cursor:
        cursor.execute("update ticket set topic_id = 4")
    broken = {rule: n for rule, n in broken_rules(store).items() if n}
    assert broken == {"the copy for figures equals the tickets (first difference: ticket, 2026-03-02: topic_id differs)": 1}


def test_what_the_copy_holds_every_member_of_staff_may_see(history: History, owner: psycopg.Connection) -> None:
    owner.execute("update city.topic set restricted = true where key = 'welfare'")
    welfare = owner.execute("select id from city.topic where key = 'welfare'").fetchone()[0]
    add(owner, "secret", topic_id=welfare, restricted=True, title="Citizen 7 needs help")
    add(owner, "gone", gone=True)
    kept = add(owner, "kept", title="Citizen 8 wrote this")
    history.catch_up()
    assert tickets(history, "id") == [(kept,)]
    with history.copy().cursor() as cursor:
        names = [name for (name,) in cursor.execute("select column_name from duckdb_columns() where database_name = 'history'").fetchall()]
        assert not {"title", "caller_id", "operator_id", "house_number", "extra", "external_id", "number"} & set(names)
        assert cursor.execute("select count(*) from topic where key = 'welfare'").fetchone() == (0,)
