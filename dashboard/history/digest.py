"""Is the copy equal to the tickets? Each side adds up every column of every day in the same way; what differs is named.

Each value weighs by the number of its ticket, so that two tickets with each other's values are found too.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg

from dashboard.history.copy import Copy
from dashboard.history.shape import ABSURD_DAYS, COLUMNS, FIRST_DAY, SMALL, SOURCES, Column

#: The moment that gives a row its day.
_DAY_OF = {"ticket": "opened_at", "forwarded": "at", "undone": "back_at"}

_NUMBER = {  # of a value, as a whole number: in PostgreSQL, in DuckDB
    "int": ("{0}", "{0}"),
    "bigint": ("{0}", "{0}"),
    "moment": ("(extract(epoch from {0}) * 1000000)::bigint", "epoch_us({0})"),
    "real": ("floor({0} * 1000000)::bigint", "floor({0} * 1000000)::bigint"),
    "bool": ("({0})::integer", "({0})::integer"),
    "text": ("hashtextextended({0}, 0)", "(select any_value(code) from word where word = {0})"),
}

_SUM = 'sum((coalesce({0}, 77) % 1000003) * (t."{1}" % 1009 + 1))'

_ODDITY = f"""case when least(t.first_answer_at, t.solved_at, t.closed_at) < t.opened_at then 1
    when greatest(t.first_answer_at, t.solved_at, t.closed_at) - t.opened_at > interval '{ABSURD_DAYS} days'
        or t.opened_at < '{FIRST_DAY} 00:00+00' then 2 else 0 end"""

_DERIVED = {  # of the copy's own columns: name -> what PostgreSQL says of it, what it is in DuckDB, as whole numbers
    "ticket": {
        "ended_on": ("(t.ended_at at time zone '{zone}')::date - date '2000-01-01'", "ended_on - date '2000-01-01'"),
        "weekday": ("extract(isodow from t.opened_at at time zone '{zone}')::integer", "weekday::integer"),
        "hour": ("extract(hour from t.opened_at at time zone '{zone}')::integer", "hour::integer"),
        "oddity": (_ODDITY, "case oddity when 'backwards' then 1 when 'absurd' then 2 else 0 end"),
    },
    "forwarded": {},
    "undone": {"ended_on": ("(t.ended_at at time zone '{zone}')::date - date '2000-01-01'", "ended_on - date '2000-01-01'")},
}


def differences(copy: Copy, reader: psycopg.Cursor[Any], zone: str) -> list[str]:
    """Sentences, a day and a column each; `reader` sees the instant that the copy has reached."""
    found = _small(copy, reader) + _words(copy, reader)
    for table, columns in COLUMNS.items():
        names = ["rows", *(column.name for column in columns), *_DERIVED[table]]
        there, here = _asked(table, columns, zone)
        reader.execute(there)
        wanted = _by_day(reader.fetchall())
        with copy.cursor() as cursor:
            held = _by_day(cursor.execute(here).fetchall())
        for day in sorted(wanted.keys() | held.keys()):
            none = [0] * len(names)
            pairs = zip(names, wanted.get(day, none), held.get(day, none), strict=True)
            found += [f"{table}, {day}: {name} differs" for name, a, b in pairs if a != b]
    return found


def _asked(table: str, columns: tuple[Column, ...], zone: str) -> tuple[str, str]:
    """The same question to both: day, number of rows, one sum a column."""
    key, day_of = columns[0].name, _DAY_OF[table]
    said = [[column.expression for column in columns], [f't."{column.name}"' for column in columns]]
    sums = [[_SUM.format(_NUMBER[c.kind][side].format(of), key) for c, of in zip(columns, said[side], strict=True)] for side in (0, 1)]
    for there, here in _DERIVED[table].values():
        sums[0].append(_SUM.format(f"({there.format(zone=zone)})", key))
        sums[1].append(_SUM.format(f"({here})", key))
    local = f"""(t."{day_of}" at time zone '{zone}')::date"""
    source = SOURCES[table].format(ids="true")
    day = "t.opened_on" if table == "ticket" else f'local_day(t."{day_of}")'
    return (
        f"select {local}, count(*), {', '.join(sums[0])} from {source} group by 1",
        f"select {day}, count(*), {', '.join(sums[1])} from {table} t group by 1",
    )


def _by_day(rows: list[tuple[Any, ...]]) -> dict[date, list[int]]:
    return {row[0]: [int(value) for value in row[1:]] for row in rows}


def _small(copy: Copy, reader: psycopg.Cursor[Any]) -> list[str]:
    found = []
    for table, (_, question) in SMALL.items():
        reader.execute(question)
        with copy.cursor() as cursor:
            if sorted(reader.fetchall()) != sorted(cursor.execute(f"from {table}").fetchall()):
                found.append(f"{table}: names differ")
    return found


def _words(copy: Copy, reader: psycopg.Cursor[Any]) -> list[str]:
    with copy.cursor() as cursor:
        rows = cursor.execute("from word").fetchall()
    reader.execute(
        "select word from unnest(%s::bigint[], %s::text[]) w (code, word) where hashtextextended(word, 0) <> code",
        [[code for code, _ in rows], [word for _, word in rows]],
    )
    return [f"the word {word!r} is not what it stands for" for (word,) in reader.fetchall()]
