"""The copy itself: a DuckDB database in memory, compressed, which takes what was read and answers questions.

Tickets lie in the order of opening, the newest first, but for those that took long and those that are open, which follow: so a question
about the days of opening or of ending, about the newest or about what is open, reads only the stretches that can hold its tickets.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import psycopg
import pyarrow as pa

from dashboard.city.working_time import WorkingTime
from dashboard.history import cube
from dashboard.history.read import words
from dashboard.history.shape import ABSURD_DAYS, COLUMNS, DERIVED, FIRST_DAY, SMALL, TICKET, TYPES
from dashboard.store.questions import copy_question

#: Two row groups of DuckDB: read, sorted and compressed at a time.
CHUNK_ROWS = 245_760


class Copy:
    """Tickets in columns. One writer; any number of threads may ask meanwhile, each sees whole changes only."""

    def __init__(self, time: WorkingTime, timezone: str, upto: str, threads: int = 2) -> None:
        """Empty; `upto` is the change feed's cursor: what that cannot see is not in the copy yet."""
        self.upto = upto
        self.tickets_n = self.changed_n = 0
        self.cubed = False
        self._time, self._timezone = time, timezone
        self._db = duckdb.connect(":memory:", config={"threads": threads})
        self._db.execute("attach ':memory:' as history (compress)")
        self._db.execute("use history")
        self._free: queue.LifoQueue[duckdb.DuckDBPyConnection] = queue.LifoQueue()
        self._writing = threading.Lock()
        for table, columns in COLUMNS.items():
            typed = ", ".join(f'"{column.name}" {TYPES[column.kind]}' for column in columns)
            self._db.execute(f"create table {table} ({typed}, {DERIVED[table]})")
        for table, (typed, _) in SMALL.items():
            self._db.execute(f"create table {table} ({typed})")
        for statement in (cube.TABLE, *cube.MACROS):
            self._db.execute(statement)
        self._db.execute("create table word (code bigint primary key, word varchar)")
        self._db.execute(f"create macro local_day(moment) as timezone('{timezone}', moment)::date")
        self._db.execute(f"""create table calendar as
            select d::date as day, isodow(d)::integer as weekday, date_trunc('month', d)::date as month
            from range(date '{FIRST_DAY}', current_date + interval 3 year, interval 1 day) r (d)""")

    # asking

    def ask(self, name: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The answer to queries/NAME.history.sql; moments in UTC."""
        with self.cursor() as cursor:
            return _frame(cursor.execute(*_bound(name, parameters)))

    def batches(self, name: str, parameters: Mapping[str, Any], rows: int = 65_536) -> Iterator[pa.RecordBatch]:
        """The same answer in batches of `rows`, for downloads: memory stays bounded."""
        with self.cursor() as cursor:
            statement, named = _bound(name, parameters)
            reader: Any = cursor.sql(statement, params=named).to_arrow_reader(rows)  # `execute` would make the whole answer first
            yield from reader

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to the copy for one thread at a time."""
        try:
            cursor = self._free.get_nowait()
        except queue.Empty:
            cursor = self._db.cursor()
            cursor.execute("use history")
            cursor.execute(f"set variable cubed = {self.cubed}")
        try:
            yield cursor
        finally:
            self._free.put(cursor)

    # taking

    @contextmanager
    def change(self) -> Iterator[None]:
        """All that is taken inside becomes visible at once, or not at all."""
        with self._writing:
            self._db.begin()
            try:
                yield
            except BaseException:
                self._db.rollback()
                raise
            self._db.commit()

    def take_small(self, reader: psycopg.Cursor[Any]) -> None:
        """The names of topics, teams, streets and neighbourhoods, anew."""
        for table, (_, question) in SMALL.items():
            reader.execute(question)
            columns = list(zip(*reader.fetchall(), strict=True))
            self._db.execute(f"delete from {table}")
            if columns:
                with self._registered("fresh", pa.table({str(n): pa.array(column) for n, column in enumerate(columns)})):
                    self._db.execute(f"insert into {table} select * from fresh")

    @contextmanager
    def loading(self) -> Iterator[None]:
        """While the whole is read: the tickets that belong at the end are kept aside, and put there."""
        self._db.execute("create table slow as from ticket")
        yield
        with self.change():
            self._db.execute(f"insert into ticket from slow order by {_PACE}, opened_at desc, id desc")
            self._db.execute("drop table slow")
        if self.tickets_n >= cube.FROM_TICKETS:
            for statement in cube.made():
                self._db.execute(statement)
            self.cubed = True
        self.pack()

    def take(self, reader: psycopg.Cursor[Any], table: str, fresh: pa.Table, *, slow: bool = False) -> None:
        """Rows as `read` gave them, added; texts are looked up where their word is not known yet. `slow`: see `loading`."""
        if not fresh.num_rows:
            return
        if table == "ticket":
            self._learn_words(reader, fresh)
            fresh = self._with_durations(fresh)
        with self._registered("fresh", fresh):
            if table != "ticket":
                self._db.execute(f"insert into {table} {_DERIVE[table]}", {"zone": self._timezone})
                return
            self._db.execute(f"create temp table derived as {_DERIVE[table]}", {"zone": self._timezone})
        if slow:
            self._db.execute(f"insert into slow from derived where {_PACE} > 0")
        elif self.cubed:
            self._db.execute(cube.changed(1, "derived t"))
        self._db.execute(f"insert into ticket from derived {f'where {_PACE} = 0' if slow else ''} order by opened_at desc, id desc")
        self._db.execute("drop table derived")

    def interrupt(self) -> None:
        """Whatever is being taken in another thread ends with an error."""
        self._db.interrupt()

    def forget(self, ids: list[int]) -> None:
        """Everything about these tickets."""
        with self._registered("gone", pa.table({"id": pa.array(ids, pa.int64())})):
            if self.cubed:
                self._db.execute(cube.changed(-1, "ticket t where t.id in (select id from gone)"))
            for table, columns in COLUMNS.items():
                self._db.execute(f"delete from {table} where {columns[0].name} in (select id from gone)")

    def pack(self) -> None:
        """Compress what was taken."""
        self._db.execute("checkpoint history")

    @contextmanager
    def _registered(self, name: str, rows: pa.Table) -> Iterator[None]:
        self._db.register(name, rows)
        try:
            yield
        finally:
            self._db.unregister(name)

    def _with_durations(self, fresh: pa.Table) -> pa.Table:
        opened, answered, solved, closed = (_moments(fresh[name]) for name in ("opened_at", "first_answer_at", "solved_at", "closed_at"))
        done = np.where(np.isnat(solved), closed, solved)
        for name, end in (("answer", answered), ("solve", done)):
            fresh = fresh.append_column(name, pa.array(self._time.seconds(opened, end), from_pandas=True))
        return fresh

    def _learn_words(self, reader: psycopg.Cursor[Any], fresh: pa.Table) -> None:
        for name in _TEXTS:
            with self._registered("fresh", fresh.select(["id", name])):
                unknown = self._db.execute(
                    f"select min(id) from fresh where {name} <> 0 and {name} not in (select code from word) group by {name}"
                ).fetchall()
            if unknown:
                found = words(reader, name, [id for (id,) in unknown])
                self._db.executemany("insert or ignore into word values (?, ?)", list(found.items()))


#: 0: ended within a month, 1: within a year, 2: later, 3: open.
_PACE = """case when is_open then 3 when ended_at - opened_at <= interval 31 day then 0
    when ended_at - opened_at <= interval 366 day then 1 else 2 end"""

_TEXTS = [column.name for column in TICKET if column.kind == "text"]

_DERIVE = {
    "ticket": f"""
        select {", ".join(f"{c.name}_word.word as {c.name}" if c.kind == "text" else f"f.{c.name}" for c in TICKET)},
            opened::date as opened_on, timezone($zone, ended_at)::date as ended_on, isodow(opened) as weekday, hour(opened) as hour,
            case when oddity is null then answer::integer end as answer_work_s,
            case when oddity is null and status_word.word <> 'cancelled' then solve::integer end as solve_work_s,
            oddity
        from (select *, timezone($zone, opened_at) as opened, case
                when least(first_answer_at, solved_at, closed_at) < opened_at then 'backwards'
                when greatest(first_answer_at, solved_at, closed_at) - opened_at > interval {ABSURD_DAYS} day
                    or opened_at < timestamptz '{FIRST_DAY} 00:00+00' then 'absurd' end as oddity
              from fresh) f
        {" ".join(f"left join word {name}_word on {name}_word.code = f.{name}" for name in _TEXTS)}""",
    "forwarded": """select *, timezone($zone, "at")::date from fresh""",
    "undone": "select *, timezone($zone, ended_at)::date, timezone($zone, back_at)::date from fresh",
}


def _moments(column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    return np.asarray(column.cast(pa.timestamp("us")).to_numpy(), "datetime64[us]")


def _bound(name: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    statement, named = copy_question(name)
    return statement, {key: _plain(parameters[key]) for key in named}


def _plain(value: Any) -> Any:
    """numpy's and pandas' scalars as Python's own."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def _frame(result: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """As PostgreSQL's answers look: moments in UTC, days as dates, sums of whole numbers whole."""
    kinds = [str(column[1]) for column in result.description or ()]
    frame = result.df()
    for name, kind in zip(list(frame.columns), kinds, strict=True):
        if kind == "TIMESTAMP WITH TIME ZONE":
            frame[name] = frame[name].dt.tz_convert("UTC")
        elif kind == "DATE":
            frame[name] = frame[name].dt.date.where(frame[name].notna(), None)
        elif kind == "HUGEINT" and frame[name].notna().all():
            frame[name] = frame[name].astype("int64")
    return frame
