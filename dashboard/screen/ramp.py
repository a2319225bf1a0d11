"""How much waits, as one of five steps of the ramp: what is measured, where a step begins, and the legend in words."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from itertools import pairwise

import pandas as pd
import streamlit as st

from dashboard.screen.theme import FAINT, RAMP, mode
from dashboard.screen.words import N_, _, ngettext, number, span

#: Where the five steps begin, for numbers up to so many (2 streets in 100 may have more). Few ladders, so that a legend seldom changes.
NUMBERS = ((5, (1, 2, 3, 4, 5)), (12, (1, 2, 3, 5, 8)), (30, (1, 2, 4, 8, 16)), (80, (1, 3, 7, 15, 40)), (400, (1, 10, 40, 100, 200)))
MANY = (1, 100, 400, 1000, 4000)
DAYS = (0, 7, 14, 30, 90)
PER_100_M = (0, 0.5, 1, 2, 4)


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to look at a street; `column` is that of map/streets."""

    name: str  # msgid
    column: str
    unit: str


MEASURES = {
    "number": Measure(N_("How many"), "n", "tickets"),
    "age": Measure(N_("Median age"), "median_days", "days"),
    "oldest": Measure(N_("Oldest"), "oldest_days", "days"),
    "density": Measure(N_("Per 100 m"), "per_100_m", "density"),
}


def limits(measure: Measure, values: pd.Series) -> tuple[float, ...]:
    """Where each of the five steps begins."""
    if measure.unit == "days":
        return DAYS
    if measure.unit == "density":
        return PER_100_M
    much = 0 if values.empty else values.quantile(0.98, interpolation="lower")
    return next((ladder for top, ladder in NUMBERS if much <= top), MANY)


def even(most: float) -> tuple[float, ...]:
    """Five even steps of a round size, from 0 to `most` or a little beyond."""
    least = max(most / 5, 0.1)
    power = 10.0 ** math.floor(math.log10(least))
    size = next(round(times * power, 1) for times in (1, 2, 5, 10) if times * power >= least * 0.999)
    return tuple(round(n * size, 1) for n in range(5))


def step(value: float, begins: tuple[float, ...]) -> int:
    """1 to 5; 0 below the first."""
    return bisect_right(begins, value)


def in_words(measure: Measure, value: float) -> str:
    """A value as a list shows it."""
    if measure.unit == "days":
        return span(timedelta(days=value), "short")
    return number(value, 1 if measure.unit == "density" else 0)


def steps_in_words(measure: Measure, begins: tuple[float, ...]) -> list[str]:
    """The five labels of a legend."""
    digits = 1 if measure.unit == "density" else 0
    texts = []
    for low, high in pairwise(begins):
        if measure.unit == "tickets":
            texts.append(number(low) if high - low == 1 else f"{number(low)}\N{EN DASH}{number(high - 1)}")
        elif low == 0:
            texts.append(_("under {n}", n=number(high, digits if high % 1 else 0)))
        else:
            texts.append(f"{number(low, digits if low % 1 else 0)}\N{EN DASH}{number(high, digits if high % 1 else 0)}")
    return [*texts, _("{n} and more", n=number(begins[-1]))]


def legend(measure: Measure, begins: tuple[float, ...], steps: list[int], none: int | None) -> None:
    """Swatch, limits and how many streets (or hexagons) have it; `none` = how many have nothing, None to leave that out."""
    found, colours, faint = Counter(steps), RAMP[mode()], FAINT[mode()]
    labels = steps_in_words(measure, begins)
    shown = [(colours[n], label, found[n]) for n, label in enumerate(labels, start=1)]
    if none is not None:
        shown.insert(0, (colours[0], _("nothing"), none))
    unit = {"tickets": _("Open tickets"), "days": _("Days open"), "density": _("Open per 100 m")}[measure.unit]
    parts = [f'<span style="font-weight:600">{escape(unit)}</span>']
    for colour, label, n in shown:
        swatch = f'<span style="width:1.5rem;height:.375rem;border-radius:.2rem;background:{colour}"></span>'
        of = ngettext("{n} street", "{n} streets", n) if none is not None else ngettext("{n} area", "{n} areas", n)
        title = escape(of, quote=True)
        parts.append(
            f'<span style="display:flex;align-items:center;gap:.375rem" title="{title}">{swatch}{escape(label)}'
            f' <span style="color:{faint}">({escape(number(n))})</span></span>'
        )
    note = _("in brackets: streets") if none is not None else _("in brackets: areas")
    parts.append(f'<span style="color:{faint}">{escape(note)}</span>')
    style = "display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.8125rem;font-variant-numeric:tabular-nums;align-items:center"
    st.html(f'<div style="{style}" data-legend>{"".join(parts)}</div>')
