"""The change feed: which tickets moved since a cursor, losing none.

A cursor is a PostgreSQL snapshot. What that snapshot could not see is new, whenever its writer commits; a plain
sequence would lose a writer that took its number early and committed late.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from sqlalchemy import Connection, text

from dashboard.store import Store, Who

CHANNEL = "guichet_change"


@dataclass(frozen=True)
class News:
    """`tickets` changed before `cursor` and after the one given; None = the cursor is too old, read everything."""

    cursor: str
    tickets: frozenset[int] | None


def now(connection: Connection) -> str:
    """A cursor at this instant."""
    return str(connection.execute(text("select pg_current_snapshot()::text")).scalar_one())


def since(connection: Connection, cursor: str) -> News:
    """What became visible after `cursor`. One statement, hence one snapshot: nothing falls between."""
    row = connection.execute(
        text("""
            select pg_current_snapshot()::text,
                   (select pg_snapshot_xmin(cast(:cursor as pg_snapshot)) < xid
                           and not pg_visible_in_snapshot(moved_by, cast(:cursor as pg_snapshot)) from desk.change_horizon) as too_old,
                   (select array_agg(distinct ticket_id) from desk.change
                    where xid >= pg_snapshot_xmin(cast(:cursor as pg_snapshot))
                      and not pg_visible_in_snapshot(xid, cast(:cursor as pg_snapshot)))
            """),
        {"cursor": cursor},
    ).one()
    return News(row[0], None if row[1] else frozenset(row[2] or ()))


def prune(connection: Connection, keep_days: int = 7) -> int:
    """Forget changes older than `keep_days`; readers further behind read everything anew. Returns rows removed."""
    horizon = connection.execute(
        text("select max(xid::text::numeric)::text from desk.change where at < now() - make_interval(days => :days)"),
        {"days": keep_days},
    ).scalar_one()
    if horizon is None:
        return 0
    removed = connection.execute(text("delete from desk.change where xid <= cast(:x as xid8)"), {"x": horizon}).rowcount
    connection.execute(
        text("update desk.change_horizon set xid = cast(cast(cast(:x as numeric) + 1 as text) as xid8), moved_by = pg_current_xact_id()"),
        {"x": horizon},
    )
    return removed


class Listener:
    """One database listener a process: calls `on_news(tickets or None)` after each commit that moved tickets.

    Survives the database going away: it reconnects and reports "read everything" (None) once.
    """

    def __init__(self, store: Store, who: Who, on_news: Callable[[frozenset[int] | None], None]) -> None:
        self._store, self._who, self._on_news = store, who, on_news
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with psycopg.connect(self._store.url, autocommit=True, connect_timeout=5, keepalives_idle=30) as listening:
                    listening.execute(f"listen {CHANNEL}")
                    self._follow(listening)
            except Exception:  # the database is away: what it missed is unknown, so all is new when it is back
                self._stop.wait(1.0)

    def _follow(self, listening: psycopg.Connection) -> None:
        with self._store.transaction(self._who) as connection:
            cursor = now(connection)
        self._on_news(None)
        while not self._stop.is_set():
            # Several commits within 100 ms make one reading.
            for _ in listening.notifies(timeout=1.0, stop_after=1):
                self._stop.wait(0.1)
                with self._store.transaction(self._who) as connection:
                    news = since(connection, cursor)
                cursor = news.cursor
                if news.tickets is None or news.tickets:
                    self._on_news(news.tickets)
