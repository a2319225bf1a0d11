"""Keeping the copy: reading everything once, then what the change feed tells, at most two seconds behind.

Nothing is ever repaired: whatever goes wrong, and whatever the feed no longer knows, makes a new copy beside the old one.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import psycopg
import pyarrow as pa
from sqlalchemy import Connection

from dashboard import settings as configuration
from dashboard.city.working_time import WorkingTime
from dashboard.errors import N_, DatabaseDown, Trouble
from dashboard.history import digest
from dashboard.history.copy import CHUNK_ROWS, Copy
from dashboard.history.read import read
from dashboard.history.shape import COLUMNS
from dashboard.settings import CityFile
from dashboard.store import feed
from dashboard.store.who import Who

if TYPE_CHECKING:
    from dashboard.store import Store

log = logging.getLogger(__name__)

#: In whose eyes the tickets are read: a manager of no team sees what everybody on staff may see.
EYES = Who("manager")

EVERY_SECONDS = 1.0

#: Changes lie at the end, in no order; once they are this share of the tickets, a new copy is read.
WORN = 0.1


class Preparing(Trouble):
    """The copy is being read; `percent` of the tickets are in it."""

    def __init__(self, percent: int) -> None:
        super().__init__(N_("Figures are being prepared. Queues, map and tickets work meanwhile; try again in a moment."))
        self.percent = percent


class History:
    """One a process, made by Store; `start` (or the first question) lets it follow the tickets until `stop`."""

    def __init__(self, store: Store, city: CityFile | None = None, *, patience_seconds: float = 3600) -> None:
        city = city or configuration.load().toml
        self.version = 0
        self.percent = 0
        self.patience_seconds = patience_seconds
        self._store, self._timezone = store, city.city.timezone
        self._hours = city.working_time
        self._copy: Copy | None = None
        self._reading: Copy | None = None
        self._news: list[Callable[[], None]] = []
        self._lock = threading.RLock()  # one reader of the feed at a time
        self._ready, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to read and to follow, in a thread of its own."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="history", daemon=True)
                self._thread.start()
                atexit.register(self.stop)  # an interpreter that ends under a thread within DuckDB aborts

    def stop(self) -> None:
        """Follow no more; what is being read is given up."""
        self._stop.set()
        if self._reading is not None:
            self._reading.interrupt()
        if self._thread is not None:
            self._thread.join(timeout=10)
            atexit.unregister(self.stop)

    def on_news(self, tell: Callable[[], None]) -> None:
        """Call `tell` after each change of the copy."""
        self._news.append(tell)

    def ask(self, name: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The copy's answer; waits `patience_seconds` while the copy is read for the first time, then raises Preparing."""
        return self.copy().ask(name, parameters)

    def batches(self, name: str, **parameters: Any) -> Iterator[pa.RecordBatch]:
        """The answer to queries/NAME.history.sql in pieces of bounded size."""
        return self.copy().batches(name, parameters)

    @property
    def ready(self) -> bool:
        """Whether questions are answered without waiting."""
        return self._copy is not None

    def copy(self) -> Copy:
        """The copy of this moment."""
        if self._copy is None:
            self.start()
            self._ready.wait(self.patience_seconds)
        if self._copy is None:
            raise Preparing(self.percent)
        return self._copy

    def catch_up(self) -> None:
        """Bring the copy to this instant: whatever was committed before the call is in it afterwards."""
        with self._lock:
            if self._copy is None or not self._follow(self._copy):
                self._put(self._read_all())

    def differences(self) -> list[str]:
        """Where the copy differs from the tickets, both at one instant: a day and a column each, the first day first; empty = nowhere."""
        with self._lock:
            self.catch_up()
            copy = self.copy()
            with self._store.transaction(EYES, snapshot=True) as connection:
                if not self._follow_in(connection, copy):
                    raise Preparing(self.percent)
                return digest.differences(copy, _reader(connection), self._timezone)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.catch_up()
                if self._copy and self._copy.changed_n > max(CHUNK_ROWS, self._copy.tickets_n * WORN):
                    self._renew()
            except DatabaseDown:
                pass
            except Exception:
                if self._stop.is_set():
                    return
                log.exception("The copy for figures could not follow; it is read anew.")
                self._copy, self.percent = None, 0
                self._stop.wait(5.0)
            self._stop.wait(EVERY_SECONDS)

    def _renew(self) -> None:
        """A new copy in place of one with many changes, which answers and follows meanwhile."""
        made: list[Copy] = []
        reading = threading.Thread(target=lambda: made.append(self._read_all()), name="history-anew", daemon=True)
        reading.start()
        while reading.is_alive() and not self._stop.is_set():
            self.catch_up()
            reading.join(EVERY_SECONDS)
        with self._lock:
            if made and self._follow(made[0]):
                self._put(made[0])

    def _follow(self, copy: Copy) -> bool:
        """Bring a copy to this instant; False when the feed no longer knows what changed since it was read."""
        with self._store.transaction(EYES, snapshot=True) as connection:
            return self._follow_in(connection, copy)

    def _follow_in(self, connection: Connection, copy: Copy) -> bool:
        news = feed.since(connection, copy.upto)
        if news.tickets is None:
            return False
        if news.tickets:
            self._take(_reader(connection), copy, sorted(news.tickets))
        copy.upto = news.cursor
        if news.tickets and copy is self._copy:
            self._tell()
        return True

    def _take(self, reader: psycopg.Cursor[Any], copy: Copy, ids: list[int]) -> None:
        with copy.change():
            copy.forget(ids)
            if 0 in ids:
                copy.take_small(reader)
            for n in range(0, len(ids), CHUNK_ROWS):
                for table in COLUMNS:
                    copy.take(reader, table, read(reader, table, ids[n : n + CHUNK_ROWS]))
        copy.changed_n += len(ids)

    def _read_all(self) -> Copy:
        started = time.monotonic()
        with self._store.transaction(EYES, snapshot=True) as connection:
            copy = self._reading = Copy(WorkingTime(self._hours, self._timezone), self._timezone, feed.now(connection))
            reader = _reader(connection)
            reader.execute("select count(*) from desk.ticket t where not gone")
            expected = (reader.fetchone() or [0])[0]
            with copy.change():
                copy.take_small(reader)
                for table in ("forwarded", "undone"):
                    copy.take(reader, table, read(reader, table))
            with copy.loading():
                for fresh in _in_order(reader):
                    with copy.change():
                        copy.take(reader, "ticket", fresh, slow=True)
                    copy.pack()
                    copy.tickets_n += fresh.num_rows
                    self.percent = min(99, 100 * copy.tickets_n // max(1, expected))
                    if self._stop.is_set():
                        raise Preparing(self.percent)
        self._reading = None
        log.info("The copy for figures holds %s tickets, read in %.1f s.", copy.tickets_n, time.monotonic() - started)
        return copy

    def _put(self, copy: Copy) -> None:
        self._copy, self.percent = copy, 100
        self._ready.set()
        self._tell()

    def _tell(self) -> None:
        self.version += 1
        for tell in self._news:
            tell()


def _in_order(reader: psycopg.Cursor[Any]) -> Iterator[pa.Table]:
    """All tickets, the newest first, CHUNK_ROWS at a time."""
    after: tuple[Any, int] = ("infinity", 2**63 - 1)
    while True:
        fresh = read(
            reader, "ticket", None,
            "and (t.opened_at, t.id) < (%s::timestamptz, %s) order by t.opened_at desc, t.id desc limit %s", *after, CHUNK_ROWS,
        )  # fmt: skip
        if fresh.num_rows:
            yield fresh
            after = (fresh["opened_at"][-1].as_py(), fresh["id"][-1].as_py())
        if fresh.num_rows < CHUNK_ROWS:
            return


def _reader(connection: Connection) -> psycopg.Cursor[Any]:
    raw: Any = connection.connection.driver_connection
    return raw.cursor()  # type: ignore[no-any-return]
