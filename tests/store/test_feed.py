"""The change feed loses no writer, however late it commits."""

from __future__ import annotations

import threading
import time

import psycopg
from sqlalchemy import text

from dashboard.store import SERVICE, Store, Who, feed

READER = Who("manager")


def add(connection: psycopg.Connection, name: str) -> int:
    row = connection.execute(
        "insert into desk.ticket (source, external_id, status, opened_at, modified_at) values ('t', %s, 'new', now(), now()) returning id",
        [name],
    ).fetchone()
    assert row
    return int(row[0])


def cursor_now(store: Store) -> str:
    with store.transaction(READER) as connection:
        return feed.now(connection)


def news(store: Store, cursor: str) -> feed.News:
    with store.transaction(READER) as connection:
        return feed.since(connection, cursor)


def test_a_writer_that_commits_late_is_not_lost(database: str, store: Store) -> None:
    cursor = cursor_now(store)
    with psycopg.connect(database) as slow, psycopg.connect(database) as quick:
        late = add(slow, "late")  # takes the lower transaction id
        early = add(quick, "early")
        quick.commit()
        first = news(store, cursor)
        assert first.tickets == {early}
        slow.commit()
        second = news(store, first.cursor)
        assert second.tickets == {late}
        assert news(store, second.cursor).tickets == frozenset()


def test_a_rollback_is_no_news(database: str, store: Store) -> None:
    cursor = cursor_now(store)
    with psycopg.connect(database) as connection:
        add(connection, "never")
        connection.rollback()
    assert news(store, cursor).tickets == frozenset()


def test_many_writers_at_once_lose_nothing(database: str, store: Store) -> None:
    cursor, seen, written, done = cursor_now(store), set(), set(), threading.Event()
    lock = threading.Lock()

    def write(worker: int) -> None:
        with psycopg.connect(database) as connection:
            for n in range(40):
                id = add(connection, f"w{worker}-{n}")
                if n % 3 == worker % 3:
                    time.sleep(0.003)
                if n % 7 == 0:
                    connection.rollback()
                    continue
                connection.commit()
                with lock:
                    written.add(id)

    def read() -> None:
        nonlocal cursor
        while True:
            last = done.is_set()
            fresh = news(store, cursor)
            cursor = fresh.cursor
            assert fresh.tickets is not None
            assert not fresh.tickets & seen  # and nothing twice
            seen.update(fresh.tickets)
            if last:
                return

    writers = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    reader = threading.Thread(target=read)
    for thread in (*writers, reader):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert seen == written


def test_a_reader_behind_the_pruned_part_reads_everything_anew(database: str, store: Store, owner: psycopg.Connection) -> None:
    cursor = cursor_now(store)
    with psycopg.connect(database) as connection:
        add(connection, "old")
    owner.execute("update desk.change set at = now() - interval '30 days'")
    with store.transaction(SERVICE) as connection:
        assert feed.prune(connection) > 0
    assert news(store, cursor).tickets is None
    assert news(store, cursor_now(store)).tickets == frozenset()


def test_the_listener_tells_within_a_second_and_survives_a_cut(database: str, store: Store, owner: psycopg.Connection) -> None:
    heard: list[frozenset[int] | None] = []
    bell = threading.Event()

    def on_news(tickets: frozenset[int] | None) -> None:
        heard.append(tickets)
        bell.set()

    def wait_for(condition: object) -> None:
        until = time.monotonic() + 10
        while condition not in heard and time.monotonic() < until:
            bell.wait(0.1)
            bell.clear()
        assert condition in heard

    listener = feed.Listener(store, READER, on_news)
    listener.start()
    try:
        wait_for(None)
        started = time.monotonic()
        wait_for(frozenset({add(owner, "heard")}))
        assert time.monotonic() - started < 5
        heard.clear()
        owner.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen guichet%'")
        wait_for(None)
        wait_for(frozenset({add(owner, "heard again")}))
    finally:
        listener.stop()


def test_the_change_is_told_in_the_writers_transaction(store: Store) -> None:
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text("insert into desk.ticket (source, external_id, status, opened_at, modified_at) values ('t', 'x', 'new', now(), now())")
        )
        mine = connection.execute(text("select count(*) from desk.change where xid = pg_current_xact_id()")).scalar_one()
    assert mine == 1


def test_a_quiet_change_is_in_the_feed_and_wakes_nobody(database: str, store: Store) -> None:
    with psycopg.connect(store.url, autocommit=True) as listening, psycopg.connect(database) as writer:
        listening.execute(f"listen {feed.CHANNEL}")
        for quiet, woken in (("on", 0), ("off", 1)):
            cursor = cursor_now(store)
            writer.execute("select set_config('guichet.quiet', %s, true)", [quiet])
            ticket = add(writer, f"quiet {quiet}")
            writer.commit()
            assert len(list(listening.notifies(timeout=0.5))) == woken
            assert news(store, cursor).tickets == {ticket}
