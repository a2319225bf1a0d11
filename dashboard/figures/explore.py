"""Tables of tickets by any one or two of their properties, worked out from the columnar copy. Nothing here draws.

    asked = Asked(rows="topic", columns="month", since=date(2026, 1, 1), until=date(2027, 1, 1), zone="Europe/Brussels")
    table = explore(ask, asked, times=("solve",))
    table.rows, table.columns                       # keys in order: an id, a number or a word, as text; None = has none
    table[key, ALL].n                               # a row's total
    value(table, "solve_p50", "3", "202601")        # whole minutes of working time; shares are of 1; None = nothing there
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures.city import Ask, Selection

#: What a table may be grouped by; the words of these are the key themselves, the others have a number.
DIMENSIONS = ("topic", "neighbourhood", "street", "team", "channel", "status", "weekday", "hour", "month", "year")
WORDS = ("channel", "status")
#: They have an order of their own, and a place for each of their values although nothing is there.
IN_ORDER = ("weekday", "hour", "month", "year")
STATUSES = ("new", "assigned", "planned", "in_progress", "waiting", "solved", "closed", "cancelled")
#: Which tickets: those that came in the period, those that were solved in it, those that are open now.
BASES = ("opened", "ended", "open")

#: In place of a key: all of them. No word of a source has it (NUL cannot be stored).
ALL = "\0"
Key = str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is about; since and until: local days, the last does not belong to it, None = without end."""

    rows: str
    columns: str | None = None
    basis: str = "opened"
    since: date | None = None
    until: date | None = None
    zone: str = "UTC"
    selection: Selection = field(default_factory=Selection)
    street: int | None = None
    status: str | None = None

    def parameters(self, **more: Any) -> dict[str, Any]:
        """As the questions in queries/explore take them."""
        now = self.basis == "open"  # what is open now is so whenever it came
        return self.selection.parameters() | {
            "rows": self.rows, "columns": self.columns, "basis": self.basis, "since": None if now else self.since,
            "until": None if now else self.until, "zone": self.zone, "street": self.street, "status": self.status,
        } | more  # fmt: skip


class Figure(NamedTuple):
    """`kind`: which tickets are behind it; `of`: the duration it tells, its median or 90th percentile; `share`: of what it is one."""

    kind: str
    of: str = ""
    rank: int = 0
    share: str = ""


FIGURES = {
    "n": Figure("n"), "row_share": Figure("n", share="row"), "column_share": Figure("n", share="column"), "share": Figure("n", share="all"),
    "open": Figure("open"), "answer_p50": Figure("answer", "answer", 0), "answer_p90": Figure("answer", "answer", 1),
    "solve_p50": Figure("solve", "solve", 0), "solve_p90": Figure("solve", "solve", 1), "odd": Figure("odd"),
}  # fmt: skip


@dataclass(slots=True)
class Cell:
    """Counts, and working minutes by duration: (median, 90th percentile)."""

    n: int = 0
    open: int = 0
    solve: int = 0
    answer: int = 0
    odd: int = 0
    took: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by (row, column); ALL stands for a total. Without `columns` there are totals of rows only."""

    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: dict[tuple[Key, Key], Cell]

    def __getitem__(self, at: tuple[Key, Key]) -> Cell:
        return self.cells.get(at) or Cell()


def explore(ask: Ask, asked: Asked, times: Sequence[str] = ()) -> Table:
    """The table; `times`: the durations it tells ("solve", "answer"). Asks explore/counts once, explore/times for each kind of total."""
    cells: dict[tuple[Key, Key], Cell] = {}
    for found in ask("explore/counts", **asked.parameters()).itertuples(index=False):
        row, column = _key(found.row), _key(found.column)
        for at in {(r, c) for r in (row, ALL) for c in ((column, ALL) if asked.columns else (ALL,))}:
            cell = cells.setdefault(at, Cell())
            for name in ("n", "open", "solve", "answer", "odd"):
                setattr(cell, name, getattr(cell, name) + int(getattr(found, name)))
    for of in times:
        for rows in (asked.rows, None):
            for columns in (asked.columns, None) if asked.columns else (None,):
                for found in ask("explore/times", **asked.parameters(rows=rows, columns=columns), of=of).itertuples(index=False):
                    at = (_key(found.row) if rows else ALL, _key(found.column) if columns else ALL)
                    if at in cells:  # else it came between the two questions
                        cells[at].took[of] = (int(found.p50_min), int(found.p90_min))
    rows_, columns_ = ({at[n] for at in cells} - {ALL} for n in (0, 1))
    return Table(
        _ordered(asked, asked.rows, {key: cells[key, ALL].n for key in rows_}),
        _ordered(asked, asked.columns, {key: cells[ALL, key].n for key in columns_}) if asked.columns else (),
        cells,
    )


def value(table: Table, figure: str, row: Key, column: Key = ALL) -> float | None:
    """A figure of one cell or total; None where nothing was timed, or a share of nothing."""
    cell, told = table[row, column], FIGURES[figure]
    if told.share:
        whole = {"row": table[row, ALL], "column": table[ALL, column], "all": table[ALL, ALL]}[told.share].n
        return cell.n / whole if whole else None
    if told.of:
        return float(cell.took[told.of][told.rank]) if told.of in cell.took else None
    return float(getattr(cell, told.kind))


def _key(value: Any) -> Key:
    return None if pd.isna(value) else str(value)


def _ordered(asked: Asked, dimension: str, found: dict[Key, int]) -> tuple[Key, ...]:
    """Time in its own order without gaps; the rest by size; what has none of it at the end."""
    known = [key for key in found if key is not None]
    none: tuple[Key, ...] = (None,) if None in found else ()
    if dimension in IN_ORDER and known:
        return (*_every(asked, dimension, sorted(map(int, known))), *none)
    if dimension == "status":
        return (*(status for status in STATUSES if status in found), *none)
    outside = [key for key in known if dimension not in WORDS and int(key) < 0]
    by_size = sorted(set(known) - set(outside), key=lambda key: (-found[key], key))
    return (*by_size, *sorted(outside, key=int, reverse=True), *none)


def _every(asked: Asked, dimension: str, found: list[int]) -> list[str]:
    if dimension == "weekday":
        return [str(n) for n in range(1, 8)]
    if dimension == "hour":
        return [str(n) for n in range(24)]
    first, last = found[0], found[-1]
    if asked.since and asked.until and asked.basis != "open":
        final = asked.until - timedelta(days=1)
        first, last = ((day.year * 100 + day.month) // (1 if dimension == "month" else 100) for day in (asked.since, final))
    if dimension == "year":
        return [str(n) for n in range(first, last + 1)]
    months = range(first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100)
    return [str(n // 12 * 100 + n % 12 + 1) for n in months]
