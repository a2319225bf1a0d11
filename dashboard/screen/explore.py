"""What the address of "explore" asks: a table and how to look at it, and the tickets behind one of its cells; the same for page and door.

    asked = read(st.query_params, role, teams, now, zone, city)
    explore(ask_shared, asked.table, asked.times)            # dashboard.figures.explore
    asked.cell("solve", row="3", column=ALL)                 # the address that opens the tickets behind it
    behind(address, asked)                                   # that address, as parameters of explore/behind and explore/tickets
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.figures import City
from dashboard.figures.explore import ALL, BASES, DIMENSIONS, FIGURES, STATUSES, WORDS, Asked, Key
from dashboard.insight.period import Period
from dashboard.screen import choices
from dashboard.screen.filters import a_day, whole
from dashboard.screen.panel import address

LENGTHS = ("28d", "13w", "12m", "all", "own")
USUAL = "12m"
VIEWS = ("table", "chart")
KEPT = ("period", "from", "to", "team", "topic", "neighbourhood", "street", "channel", "priority", "status",
        "rows", "columns", "basis", "figure", "view", "most")  # fmt: skip
#: Which tickets a figure may open.
KINDS = ("n", "open", "solve", "answer", "odd", "backwards", "absurd")
OURS = ("tickets", "row", "column")
NONE = "none"
MOST_ROWS, MOST_CELLS = 100, 20_000


@dataclass(frozen=True, slots=True)
class Explored:
    """The address, read: `filters` as the boxes show them, `kept` = what a link repeats; `whole`: all rows, not the first MOST_ROWS."""

    role: str
    table: Asked
    figure: str
    view: str
    length: str
    whole: bool
    filters: Mapping[str, Any]
    kept: Mapping[str, str]

    @property
    def times(self) -> tuple[str, ...]:
        """The durations that are shown."""
        if self.beside:
            return ("answer",) if self.table.basis == "open" else ("answer", "solve")
        return (FIGURES[self.figure].of,) if FIGURES[self.figure].of else ()

    @property
    def beside(self) -> bool:
        """All figures beside each other: one property only, as a table."""
        return self.table.columns is None and self.view == "table"

    def cell(self, kind: str, row: Key = ALL, column: Key = ALL) -> str:
        """The address on this page that opens the tickets behind a cell or total."""
        names = {"row": (self.table.rows, row), "column": (self.table.columns or "", column)}
        return address("", **dict(self.kept), tickets=kind, **{name: _said(of, key) for name, (of, key) in names.items() if key != ALL})


def read(query: Mapping[str, str], role: str, teams: pd.DataFrame, now: datetime, zone: ZoneInfo, city: City) -> Explored:
    """What is no valid value counts as absent. `teams` as queries/queues/teams.sql gives them."""
    chosen = choices.read(query, role, teams)
    rows = _one_of(query.get("rows"), DIMENSIONS, "topic")
    columns: str | None = _one_of(query.get("columns"), DIMENSIONS, "")
    if columns == "street":  # thousands belong below one another
        rows, columns = columns, rows
    basis = _one_of(query.get("basis"), BASES, "opened")
    length = _one_of(query.get("period"), LENGTHS, USUAL)
    since, until = _days(length, query, now, zone, city)
    status = _one_of(query.get("status"), STATUSES, "") or None
    filters = {**chosen.filters, "status": status}
    columns = None if columns in ("", rows) else columns
    kept = {name: query[name] for name in KEPT if query.get(name)} | {name: chosen.kept[name] for name in ("team",) if name in chosen.kept}
    return Explored(
        role,
        Asked(rows, columns, basis, since, until, str(zone), chosen.selection, filters["street"], status),
        _one_of(query.get("figure"), tuple(FIGURES), "n"),
        _one_of(query.get("view"), VIEWS, "table"),
        length,
        query.get("most") == "all",
        filters,
        kept,
    )


def behind(query: Mapping[str, str], asked: Explored) -> dict[str, Any]:
    """The tickets behind the cell that an address names, or behind the whole table, as parameters of explore/behind and explore/tickets."""
    in_row, r, r_word = _place(asked.table.rows, query.get("row"))
    in_column, c, c_word = _place(asked.table.columns, query.get("column"))
    kind = _one_of(query.get("tickets"), KINDS, "n")
    return asked.table.parameters(kind=kind, in_row=in_row, r=r, r_word=r_word, in_column=in_column, c=c, c_word=c_word)


def key(dimension: str | None, said: str | None) -> Key:
    """The row or column that an address names, ALL where it names none."""
    within, number, word = _place(dimension, said)
    if not within:
        return ALL
    return word if number is None else str(number)


def _said(dimension: str, key: Key) -> str:
    """A key as the address has it: words begin with a colon, so that none of them is "none"."""
    return NONE if key is None else f":{key}" if dimension in WORDS else key


def _place(dimension: str | None, said: str | None) -> tuple[bool, int | None, str | None]:
    """Whether a row (or column) is meant, its number, its word."""
    if not said or dimension is None:
        return False, None, None
    if said == NONE:
        return True, None, None
    if dimension in WORDS:
        return said[0] == ":", None, said[1:].replace("\0", "")[:200]
    digits = said.removeprefix("-")
    number = whole(digits)
    return number is not None, None if number is None else (-number if said != digits else number), None


def _one_of(said: str | None, known: tuple[str, ...], usual: str) -> str:
    return said if said in known else usual


def _days(length: str, query: Mapping[str, str], now: datetime, zone: ZoneInfo, city: City) -> tuple[date | None, date | None]:
    if length == "all":
        return None, None
    if length == "own":
        first, last = a_day(query.get("from")), a_day(query.get("to"))
        if first and last and first > last:
            first, last = last, first
        return first, last + timedelta(days=1) if last else None
    span = Period.until(now, zone, city.last_at, length=length).this
    return span.start, span.end
