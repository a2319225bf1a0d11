"""Reading PostgreSQL by the million: every row of a `COPY ... (format binary)` is made equally long, so that numpy reads it as it came.

An absent value travels as one that means "none"; a text as its 64-bit hash, whose word is looked up once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.history.shape import COLUMNS, SOURCES, Column

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
    sent = ", ".join(_SENT[column.kind].format(column.expression) for column in columns)
    question = f"copy (select {sent} from {SOURCES[table].format(ids=which)} {more}) to stdout (format binary)"
    with cursor.copy(question, [*([] if ids is None else [list(ids)]), *parameters]) as copy:
        whole = b"".join(copy)
    return _arrow(whole, columns)


def words(cursor: psycopg.Cursor[Any], column: str, ids: Sequence[int]) -> dict[int, str]:
    """Hash -> text of one column, from tickets that carry it."""
    cursor.execute(f"select hashtextextended({column}, 0), {column} from desk.ticket where id = any(%s)", [list(ids)])
    return dict(cursor.fetchall())


def _arrow(whole: bytes, columns: Sequence[Column]) -> pa.Table:
    """A header of 19 bytes, then per row the number of columns and each with its length before it; two bytes end it."""
    row = [("_n", ">i2")]
    for column in columns:
        row += [(f"_{column.name}", ">i4"), (column.name, _RAW[column.kind])]
    rows = np.frombuffer(whole, np.dtype(row), offset=19, count=(len(whole) - 21) // np.dtype(row).itemsize)
    return pa.table({column.name: _values(rows[column.name], column.kind) for column in columns})


def _values(raw: NDArray[Any], kind: str) -> pa.Array:
    native = raw.astype(raw.dtype.newbyteorder("="))
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
