"""What a download of "explore" holds: the table as it is on screen, or the tickets behind it; pieces of Arrow with their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from dashboard.export.files import SHARE
from dashboard.figures import Ask
from dashboard.figures.explore import ALL, FIGURES, STATUSES, Key, explore, value
from dashboard.history import History
from dashboard.screen.explore import Explored, behind
from dashboard.screen.explore_table import beside
from dashboard.screen.explore_words import DIMENSIONS, FIGURE_NAMES, PLACES, counted, namer, reading
from dashboard.screen.filters import status_name
from dashboard.screen.words import N_, _, language

PIECE_ROWS = 16_384
#: Columns of explore/tickets; also in docs/data.md.
HEADS = {
    "number": N_("Number"), "source": N_("Source"), "topic": N_("Topic"), "category": N_("Category"), "subcategory": N_("Subcategory"),
    "team": N_("Team"), "channel": N_("Channel"), "priority": N_("Priority"), "status": N_("Status"), "street": N_("Street"),
    "neighbourhood": N_("Neighbourhood"), "lat": N_("Latitude"), "lon": N_("Longitude"), "placed_by": N_("How it was placed"),
    "opened_at": N_("Received"), "first_answer_at": N_("First answer"), "target_at": N_("Target date"), "solved_at": N_("Solved"),
    "closed_at": N_("Closed"), "answer_work_min": N_("Working minutes to the first answer"),
    "solve_work_min": N_("Working minutes to the solution"), "oddity": N_("Dates cannot be true"),
}  # fmt: skip
PLACED = {
    "coordinates": N_("Pin"), "street": N_("Street"), "text": N_("Its words"), "hand": N_("By hand"), "placeless": PLACES["-2"],
    "outside": PLACES["-1"], "nothing": PLACES["-3"],
}  # fmt: skip
ODD = {"backwards": N_("Ended before they began"), "absurd": N_("Longer than can be true")}


@dataclass(frozen=True, slots=True)
class Content:
    """`all`: how many rows `pieces` have together; `about`: how it is counted."""

    pieces: Iterator[pa.RecordBatch]
    heads: list[str]
    about: list[str]
    all: int


def table(ask: Ask, asked: Explored) -> Content:
    """All rows of the table, its total last. Durations are working minutes, shares are of 1."""
    found = explore(ask, asked.table, asked.times)
    names = namer(ask, asked.table.rows), namer(ask, asked.table.columns)
    rows = (*found.rows, ALL)
    if asked.beside:
        places: list[tuple[str, Key]] = [(figure, ALL) for figure in beside(asked, found)]
        heads = [_head(figure) for figure, _column in places]
        first = _(DIMENSIONS[asked.table.rows])
    else:
        places = [(asked.figure, column) for column in (*found.columns, ALL)]
        heads = [names[1](column) if column != ALL else _("All") for _figure, column in places]
        first = f"{_(DIMENSIONS[asked.table.rows])} / {_head(asked.figure)}"
    columns = [pa.array([_("All") if row == ALL else names[0](row) for row in rows])]
    fields = [pa.field(first, pa.string())]
    for (figure, column), head in zip(places, heads, strict=True):
        share = bool(FIGURES[figure].share)
        kind = pa.float64() if share else pa.int64()
        numbers = [value(found, figure, row, column) for row in rows]
        columns.append(pa.array([None if n is None else n if share else int(n) for n in numbers], kind))
        fields.append(pa.field(head, kind, metadata=SHARE if share else None))
    batch = pa.record_batch(columns, schema=pa.schema(fields))
    return Content(iter([batch]), [first, *heads], [reading(asked.table, found[ALL, ALL].n), *counted(asked.table)], batch.num_rows)


def tickets(ask: Ask, history: History, asked: Explored, query: Mapping[str, str], codes: bool) -> Content:
    """Every ticket behind the cell that `query` names, or behind the whole table; nothing that a citizen wrote. `codes`: words of the
    data dictionary instead of the reader's.
    """
    parameters = behind(query, asked)
    first = ask("explore/behind", **parameters, most=1)
    n = int(first.in_all.iloc[0]) if len(first) else 0
    words: dict[str, dict[str, str]] = {} if codes else {
        "status": {code: status_name(code) for code in STATUSES},
        "placed_by": {code: _(word) for code, word in PLACED.items()},
        "oddity": {code: _(word) for code, word in ODD.items()},
    }  # fmt: skip
    pieces = history.batches("explore/tickets", **parameters, language=language())
    about = [reading(asked.table, n), *counted(asked.table), _("Titles, texts and people are in no download.")]
    return Content(_told(pieces, words), [_(head) for head in HEADS.values()], about, n)


def _told(batches: Iterator[pa.RecordBatch], words: Mapping[str, Mapping[str, str]]) -> Iterator[pa.RecordBatch]:
    """Pieces of PIECE_ROWS, with words of the reader in place of codes."""
    for batch in batches:
        for start in range(0, batch.num_rows, PIECE_ROWS):
            piece = batch.slice(start, PIECE_ROWS)
            for name, known in words.items():
                at = piece.schema.get_field_index(name)
                codes = piece.column(at).to_pylist()
                piece = piece.set_column(at, name, pa.array([known.get(code, code) for code in codes], pa.string()))
            yield piece


def _head(figure: str) -> str:
    name = _(FIGURE_NAMES[figure])
    return _("{figure} (working minutes)", figure=name) if FIGURES[figure].of else name
