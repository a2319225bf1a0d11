"""Reading PostgreSQL by the million: each column of an answer travels as one array of equally long values, which numpy reads as it came.

An absent value travels as one that means "none"; a text as its 64-bit hash, whose word is looked up once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.history.shape import COLUMNS, SOURCES

NO_INT, NO_MOMENT = -(2**31), -(2**63)
_FROM_2000_US = 946_684_800_000_000

_SENT = {
    "int": f"coalesce({{0}}, {NO_INT})",
    "bigint": "{0}",
    "moment": "coalesce({0}, '-infinity')",
    "real": "coalesce({0}, 'NaN')",
    "bool": "({0})::integer",
    "text": "coalesce(hashtextextended({0}, 0), 0)",
}
_RAW = {"int": ">i4", "bigint": ">i8", "moment": ">i8", "real": ">f8", "bool": ">i4", "text": ">i8"}


def read(cursor: psycopg.Cursor[Any], table: str, ids: Sequence[int] | None = None, more: str = "", *parameters: Any) -> pa.Table:
    """Rows of `table` of shape.py: those of the tickets `ids`, or all; `more` is put behind the question. Texts are hashes."""
    columns = COLUMNS[table]
    which = "true" if ids is None else f"{columns[0].expression} = any(%s)"
    sent = ", ".join(f"{_SENT[column.kind].format(column.expression)} as c{n}" for n, column in enumerate(columns))
    arrays = ", ".join(f"array_agg(c{n})" for n in range(len(columns)))
    question = f"select {arrays} from (select {sent} from {SOURCES[table].format(ids=which)} {more}) rows"
    cursor.execute(question, [*([] if ids is None else [list(ids)]), *parameters], binary=True)
    result = cursor.pgresult
    assert result
    return pa.table({column.name: _values(result.get_value(0, n) or b"", column.kind) for n, column in enumerate(columns)})


def words(cursor: psycopg.Cursor[Any], column: str, ids: Sequence[int]) -> dict[int, str]:
    """Hash -> text of one column, from tickets that carry it."""
    cursor.execute(f"select hashtextextended({column}, 0), {column} from desk.ticket where id = any(%s)", [list(ids)])
    return dict(cursor.fetchall())


def _values(array: bytes, kind: str) -> pa.Array:
    """An array of PostgreSQL: 20 bytes about it, then each value with its length before it."""
    raw = np.frombuffer(array[20:], [("length", ">i4"), ("value", _RAW[kind])])["value"]
    native: NDArray[Any] = raw.astype(raw.dtype.newbyteorder("="))
    if kind == "moment":
        none = (native == NO_MOMENT) | (native == 2**63 - 1)
        return pa.array(np.where(none, 0, native + _FROM_2000_US), pa.timestamp("us", "UTC"), mask=none)
    if kind == "int":
        return pa.array(native, mask=native == NO_INT)
    if kind == "real":
        return pa.array(native, mask=np.isnan(native))
    if kind == "bool":
        return pa.array(native == 1)
    return pa.array(native)
