"""What figures look like: cards, weeks and rows of bars, as HTML for `panel`. One scale a picture; colour where it means something.

Every part that stands for tickets is a link to them. All functions return HTML in which every foreign word is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.screen.panel import how, link
from dashboard.screen.theme import TINT, mode


def spark(values: Sequence[float | None]) -> str:
    """A line without axes; gaps where nothing is known."""
    known = [value for value in values if value is not None and value == value]
    if len(known) < 2:
        return '<svg class="spark" aria-hidden="true"></svg>'
    low, high = min(known), max(known)
    step, size = 100 / (len(values) - 1), (high - low) or 1
    points = [(n * step, 26 - 22 * (value - low) / size) for n, value in enumerate(values) if value is not None and value == value]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"><polyline points="{line}"/></svg>'


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, how much, how it changed ("good", "bad" or "" in `means`; `more` changes likewise), its past, its tickets,
    how it is counted.
    """

    key: str
    label: str
    value: str
    unit: str = ""
    change: str = ""
    means: str = ""
    past: Sequence[float | None] = ()
    target: str = ""
    counted: str = ""
    more: Sequence[tuple[str, str]] = ()  # (change, means)


def cards(figures: Sequence[Card]) -> str:
    """Figures side by side, all of one height."""
    return f'<div class="cards">{"".join(map(_card, figures))}</div>'


def _card(card: Card) -> str:
    unit = f" <small>{escape(card.unit)}</small>" if card.unit else ""
    told = [(card.change, card.means), *card.more]
    changes = "".join(f'<span class="{means or "faint"}">{escape(words)}</span>' for words, means in told)
    inner = (
        f'<span class="label">{escape(card.label)}</span><span class="value">{escape(card.value)}{unit}</span>'
        f'<span class="change">{changes}</span>{spark(card.past) if card.past else ""}'
    )
    # Block elements would be no part of a link's name; a screen reader hears label, value and change in this order.
    body = link(card.target, inner) if card.target else f"<div>{inner}</div>"
    return f'<div class="card" data-figure="{card.key}">{body}{how(card.key, card.counted) if card.counted else ""}</div>'


def heading(title: str, key: str = "", counted: str = "", beside: str = "") -> str:
    """A section's title with its "how it is counted" and what stands beside it (HTML)."""
    return f'<div class="top"><h2>{escape(title)}</h2>{how(key, counted) if counted else ""}{beside}</div>'


def legend(keys: Sequence[tuple[str, str]]) -> str:
    """Signs and what they mean: (class of the sign, words)."""
    return '<div class="legend">' + "".join(f'<span><i class="key {kind}"></i>{escape(words)}</span>' for kind, words in keys) + "</div>"


def swatches(labels: Sequence[str], none: str) -> str:
    """The tints' steps in words, the palest for `none` first, for under a heading."""
    keys = zip(TINT[mode()], (none, *labels), strict=True)
    drawn = "".join(f'<span><i class="key" style="background:{colour}"></i>{escape(words)}</span>' for colour, words in keys if words)
    return f'<div class="legend">{drawn}</div>'


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture that stands for tickets: how many, where they are, and what it is called when spoken."""

    value: float
    words: str
    target: str = ""
    title: str = ""  # what a pointer sees


@dataclass(frozen=True, slots=True)
class Week:
    """One column: its name, what came, what went, what was open at its end; `found` = reconstructed."""

    name: str
    new: Part
    solved: Part
    open_end: Part
    found: bool = False


def _steps(most: float) -> list[int]:
    """Two or three round numbers up to `most`."""
    if most < 2:
        return [0, 1]
    size = 10 ** (len(str(int(most))) - 1)
    step = next(step for step in (size / 5, size / 2, size, size * 2, size * 5) if most / step <= 3.5)
    return [int(n * max(step, 1)) for n in range(int(most / max(step, 1)) + 1)]


def weeks(columns: Sequence[Week], number: object, found_words: str) -> str:
    """What was open at each week's end as a line, what came and went below it as bars of one scale."""
    assert callable(number)
    stock = [column.open_end.value for column in columns]
    low, high = min(stock), max(stock)
    pad = max((high - low) * 0.15, 1)
    low, high = max(low - pad, 0), high + pad
    most = max([1.0, *(part.value for column in columns for part in (column.new, column.solved))])

    def up(value: float) -> float:
        return 100 * (value - low) / (high - low)

    n, width = len(columns), 100 / len(columns)
    spots = [((i + 0.5) * width, 100 - up(value)) for i, value in enumerate(stock)]
    cut = sum(column.found for column in columns)
    paths = (("found", spots[:cut]), ("", spots[max(cut - 1, 0) :]))
    lines = "".join(
        f'<polyline class="{kind}" points="{" ".join(f"{x:.2f},{y:.2f}" for x, y in part)}"/>' for kind, part in paths if len(part) > 1
    )
    shown = {0, n - 1, stock.index(max(stock)), stock.index(min(stock))}
    shown -= {i for i in shown if i in (1, n - 2)}  # their neighbours at the ends are named already
    dots = "".join(
        f'<div class="week"><a class="dot" style="bottom:{up(column.open_end.value):.1f}%" {_go(column.open_end)}>'
        f"<i></i>{f'<b>{escape(number(column.open_end.value))}</b>' if i in shown else ''}</a></div>"
        for i, column in enumerate(columns)
    )
    bars = "".join(
        f'<div class="week">{_bar("new", column.new, most)}{_bar("solved", column.solved, most)}</div>' for column in columns
    )
    steps = _steps(most)
    axis = "".join(f'<span style="bottom:{100 * step / most:.1f}%">{escape(number(step))}</span>' for step in steps)
    rules = "".join(f'<div class="rule" style="bottom:{100 * step / most:.1f}%"></div>' for step in steps[1:])
    names = "".join(f"<span>{escape(column.name)}</span>" for column in columns)
    past = f'<span class="past" style="grid-column:1/{cut + 1}">{escape(found_words)}</span>' if cut else ""
    return (
        f'<div class="weeks" style="--n:{n}"><div></div>'
        f'<div class="plot stock"><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{lines}</svg>{dots}</div>'
        f'<div class="axis">{axis}</div><div class="plot flow">{rules}{bars}</div><div class="names">{names}{past}</div></div>'
    )


def _go(part: Part) -> str:
    target, words = escape(part.target, quote=True), escape(part.words, quote=True)
    return f'href="{target}" data-go="{target}" aria-label="{words}" title="{words}"'


def _bar(kind: str, part: Part, most: float) -> str:
    return f'<a class="bar {kind}" {_go(part)}><i style="height:{100 * part.value / most:.1f}%"></i></a>'


def measure(number: str, parts: Sequence[tuple[str, float]], most: float, target: str = "", label: str = "") -> str:
    """A number and its bar on a scale that ends at `most`; parts are (class, value) one behind the other."""
    track = "".join(f'<i class="{kind}" style="width:{100 * value / most:.2f}%"></i>' for kind, value in parts if value and most)
    inner = f'<span class="track">{track}</span><span class="num">{escape(number)}</span>'
    if target:
        return link(target, inner, label, "measure")
    return f'<span class="measure">{inner}</span>'


def rows(columns: str, lines: Sequence[tuple[str, Sequence[str]]], wide: bool = False, narrow: int = 4) -> str:
    """Lines of cells (HTML) under one another; `columns` is CSS; a line is (class, cells); on a phone the first cell of a `wide` one stands
    above the others, of which `narrow` are side by side.
    """
    drawn = "".join(f'<div class="row {"wide" if wide else ""} {kind}">{"".join(cells)}</div>' for kind, cells in lines)
    return f'<div class="rows" style="--cols:{columns};--narrow:{narrow}">{drawn}</div>'


def cell(text: str, kind: str = "") -> str:
    """A cell of words."""
    return f'<span class="{kind}">{escape(text)}</span>'
