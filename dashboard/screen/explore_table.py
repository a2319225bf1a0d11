"""Tables of "explore" as HTML for `panel`: numbers in rows and columns, or tinted by how much; every number opens its tickets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from dashboard.figures.explore import ALL, FIGURES, Key, Table, value
from dashboard.screen import charts
from dashboard.screen.charts import cell, measure, swatches
from dashboard.screen.explore import MOST_CELLS, MOST_ROWS, Explored
from dashboard.screen.explore_words import DIMENSIONS, FIGURE_NAMES, shown
from dashboard.screen.panel import address, link
from dashboard.screen.ramp import even, step
from dashboard.screen.theme import TINT, mode
from dashboard.screen.words import _, number

Namer = Callable[[Key], str]


def beside(asked: Explored, table: Table) -> tuple[str, ...]:
    """The figures that stand beside each other."""
    told = ["n", "share", "open", *(f"{of}_{rank}" for of in asked.times for rank in ("p50", "p90"))]
    if asked.table.basis != "opened":
        told.remove("open")  # all of them, or none
    return (*told, *(["odd"] if table[ALL, ALL].odd else []))


def drawn(asked: Explored, table: Table, row_name: Namer, column_name: Namer) -> str:
    """The table or chart that the address asks for."""
    rows, after = _cut(asked, table)
    if asked.view == "chart" and not asked.table.columns:
        return _bars(asked, table, rows, row_name) + after
    if asked.beside:
        figures = beside(asked, table)
        heads = [_(FIGURE_NAMES[figure]) for figure in figures]
        places: list[tuple[str, Key]] = [(figure, ALL) for figure in figures]
    else:
        heads = [column_name(column) for column in table.columns] + [_("All")]
        places = [(asked.figure, column) for column in (*table.columns, ALL)]
    tint, legend = _tints(asked, table, rows) if asked.view == "chart" else (lambda row, column, told: "", "")
    body = "".join(
        f'<tr class="{"all" if row == ALL else ""}"><th scope="row">{escape(_("All") if row == ALL else row_name(row))}</th>'
        + "".join(_cell(asked, table, figure, row, column, tint) for figure, column in places)
        + "</tr>"
        for row in (*rows, ALL)
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (_(DIMENSIONS[asked.table.rows]), *heads))
    kind = asked.view + ("" if asked.beside else " totals")
    return f'{legend}<div class="cross {kind}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{after}'


def _cut(asked: Explored, table: Table) -> tuple[Sequence[Key], str]:
    """The rows that are shown, and what says that there are more."""
    most = min(MOST_CELLS // (len(table.columns) + 1), len(table.rows)) if asked.whole else MOST_ROWS
    if len(table.rows) <= most:
        return table.rows, ""
    words = _("{n} of {all} rows are shown; the download has all.", n=number(most), all=number(len(table.rows)))
    more = "" if asked.whole else " " + link(address("", **dict(asked.kept), most="all"), escape(_("Show all")))
    return table.rows[:most], f'<p class="faint under">{escape(words)}{more}</p>'


def _cell(asked: Explored, table: Table, figure: str, row: Key, column: Key, tint: Callable[[Key, Key, float | None], str]) -> str:
    told = value(table, figure, row, column)
    words = escape(shown(figure, told))
    kind = FIGURES[figure].kind
    style = tint(row, column, told)
    if not getattr(table[row, column], kind):
        return f'<td class="faint"{style}>{words}</td>'
    return f"<td{style}>{link(asked.cell(kind, row, column), words)}</td>"


def _tints(asked: Explored, table: Table, rows: Sequence[Key]) -> tuple[Callable[[Key, Key, float | None], str], str]:
    """The tint of a cell by its step on one scale for all cells, and the legend; totals have none."""
    values = [told for row in rows for column in table.columns if (told := value(table, asked.figure, row, column)) is not None]
    scale = 100.0 if FIGURES[asked.figure].share else 1.0
    begins = even(max(max(values, default=0) * scale, 5))
    colours = TINT[mode()]

    def tint(row: Key, column: Key, told: float | None) -> str:
        if ALL in (row, column):
            return ""
        n = step(told * scale, begins) if told else 0
        ink = ";color:var(--st-background-color)" if n >= 4 else ""
        return f' style="background:{colours[n]}{ink}"'

    labels = [shown(asked.figure, begin / scale) for begin in (*begins[1:], 2 * begins[-1] - begins[-2])]
    legend = swatches([_("under {n}", n=label) for label in labels], _("nothing"))
    return tint, f'<div class="under">{legend}</div>'


def _bars(asked: Explored, table: Table, rows: Sequence[Key], row_name: Namer) -> str:
    values = {row: value(table, asked.figure, row) for row in rows}
    most = max((told for told in values.values() if told is not None), default=0) or 1.0
    kind = FIGURES[asked.figure].kind
    lines = []
    for row, told in values.items():
        words = shown(asked.figure, told)
        target = asked.cell(kind, row) if getattr(table[row, ALL], kind) else ""
        lines.append(("", [cell(row_name(row), "name"), measure(words, [("", told or 0)], most, target, f"{row_name(row)}: {words}")]))
    return charts.rows("minmax(6rem, 16rem) 1fr", lines)
