"""When reports come in: the hours of the week as a heat map, Monday first, and what it says in a sentence."""

from __future__ import annotations

import math
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from dashboard.insight.period import Period
from dashboard.screen.charts import heading, swatches
from dashboard.screen.counted import explained
from dashboard.screen.overview import period_name
from dashboard.screen.panel import panel
from dashboard.screen.ramp import MEASURES, step, steps_in_words
from dashboard.screen.theme import PAPER, TINT, chart, mode
from dashboard.screen.words import _, ngettext, number, weekdays

HOURS, LABEL_EVERY, ROW = 24, 3, 30
#: The sentence names the busiest so many hours in a row.
PEAK = 2


def grid(found: pd.DataFrame) -> pd.DataFrame:
    """All 168 hours of the week with n (0 where none came), from the answer to overview/hours."""
    every = pd.MultiIndex.from_product([range(1, 8), range(HOURS)], names=["weekday", "hour"])
    return found.set_index(["weekday", "hour"]).n.reindex(every, fill_value=0).reset_index()


def peak(week: pd.DataFrame) -> tuple[int, int, int]:
    """The busiest PEAK hours in a row within one day, the first of equals: weekday, hour at which they begin, how many came."""
    together = week.groupby("weekday").n.rolling(PEAK).sum().droplevel(0)
    last = week.loc[together.idxmax()]
    return int(last.weekday), int(last.hour) - PEAK + 1, int(together.max())


def reading(week: pd.DataFrame, period: str) -> str:
    """What the picture says, in one sentence."""
    if not week.n.sum():
        return _("Nothing came in in these {period}.", period=period)
    if not week.n[week.hour > 0].any():  # dates without a time are kept as the day's beginning
        return _("The data say on which day reports came in, not at what hour.")
    weekday, hour, n = peak(week)
    return _("Most come on {day} between {start} and {end}: {n} of {all} in {period}.", day=weekdays()[weekday - 1], start=hour,
             end=hour + PEAK, n=number(n), all=number(week.n.sum()), period=period)  # fmt: skip


def _words(row: Any, names: list[str]) -> str:
    name = names[row.weekday - 1]
    reports = ngettext("{n} report", "{n} reports", row.n)
    return f"{name[0].upper()}{name[1:]} {row.hour}:00\N{EN DASH}{row.hour + 1}:00: {reports}"


def hours(found: pd.DataFrame, period: Period) -> None:
    """Draw heading, sentence and picture."""
    week = grid(found)
    size = max(1, math.ceil(week.n.max() / 5))
    begins = tuple(1.0 + n * size for n in range(5))
    says = reading(week, period_name(period))
    keys = swatches(steps_in_words(MEASURES["number"], begins), _("nothing"))
    title = heading(_("When reports come in"), "hours", explained(period)["hours"], keys)
    panel("hours", f'{title}<p class="says">{escape(says)}</p>')
    short, names = weekdays("abbreviated"), weekdays()
    cells = pd.DataFrame({
        "day": [short[n - 1] for n in week.weekday],
        "hour": week.hour,
        "end": week.hour + 1,
        "step": [step(n, begins) for n in week.n],
        "words": [_words(row, names) for row in week.itertuples()],
    })  # fmt: skip
    colours = TINT[mode()]
    clock = alt.Axis(values=list(range(0, HOURS, LABEL_EVERY)), labelExpr="datum.value + ':00'", labelFlush=False, labelAngle=0)
    drawing = alt.Chart(cells).mark_rect(aria=False, stroke=PAPER[mode()], strokeWidth=2, cornerRadius=4).encode(
        x=alt.X("hour:Q", scale=alt.Scale(domain=[0, HOURS]), axis=clock),
        x2="end:Q",
        y=alt.Y("day:O", sort=short, scale=alt.Scale(paddingInner=0)),
        color=alt.Color("step:O", scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)), legend=None),
        tooltip="words:N",
    )  # fmt: skip
    chart(drawing, 7 * ROW + 30, f"{_('When reports come in')}. {says}")
