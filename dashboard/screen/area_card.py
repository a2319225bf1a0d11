"""One problem area: what it is, how sure, its calendar, whether reports follow one another."""

from __future__ import annotations

from html import escape
from typing import Any

import altair as alt
import pandas as pd

from dashboard.screen import areas
from dashboard.screen.charts import heading, legend
from dashboard.screen.panel import panel
from dashboard.screen.theme import ACT, FAINT, INK, TINT, chart, mode, topic_colour
from dashboard.screen.words import _, ngettext, number, topic_name

#: Pairs so many times as often as chance brings them are worth a sentence.
WORTH_SAYING = 1.5
KIND_SAYS = {
    "new": lambda: _("New: it began in the last eight weeks."),
    "lasting": lambda: _("Lasting: it began more than eight weeks ago and goes on."),
    "moving": lambda: _("Moving: it is new here, while the same went back to usual next to it."),
    "fading": lambda: _("Fading: it was found, and of late it is as usual again."),
}


def area_card(row: Any) -> None:
    """Draw what is known of a finding."""
    facts = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in _facts(row))
    panel(
        "area",
        f'<h2>{escape(areas.title(row))}</h2><p class="sub"><i class="spot" style="background:{topic_colour(int(row.colour))}"></i>'
        f"{escape(topic_name(row))}</p>{facts}",
    )
    calendar("area-calendar", row.series, row.since.isoformat(), areas.sentence(row))


def _facts(row: Any) -> list[tuple[str, str]]:
    facts = [
        ("says", areas.sentence(row) + "."),
        ("", KIND_SAYS[row.kind]()),
        ("", _("Counted since {since}: {people} reported. Usual in that time: {usual}.", since=areas.on_day(row.since),
               usual=number(row.expected, 1), people=ngettext("{n} person", "{n} people", row.reporters))),
    ]  # fmt: skip
    if row.q >= 1:
        facts.append(("", _("Last found on {day}.", day=areas.on_day(row.last_found))))
    elif row.q < 0.01:
        facts.append(("", _("Of 100 findings as sure as this one, fewer than one is chance.")))
    else:
        facts.append(("", ngettext("Of 100 findings as sure as this one, at most {n} is chance.",
                                   "Of 100 findings as sure as this one, at most {n} are chance.", round(100 * row.q))))  # fmt: skip
    if isinstance(row.moved_name, str):
        facts.append(("", _("It was in {place} before.", place=row.moved_name)))
    if row.repeats:
        facts.append(("", repeats(row.repeats)))
    facts.append(("sub", _("Reports are not need: who never reports is not seen here. Look before you send somebody.")))
    return facts


def repeats(found: dict[str, Any]) -> str:
    """Near repeats in one sentence."""
    near = {"metres": number(found["metres"]), "days": number(found["days"])}
    if found["p"] > 0.05 or found["pairs"] < WORTH_SAYING * found["expected"]:
        return _("Reports within {metres} m and {days} days of each other are no more than chance brings.", **near)
    return _(
        "One report is often followed by another: {pairs} pairs within {metres} m and {days} days, where chance brings {expected}.",
        pairs=number(found["pairs"]), expected=number(found["expected"]), **near,
    )  # fmt: skip


def calendar(key: str, series: list[Any], since: str, says: str) -> None:
    """Weeks of [start, observed, expected, upper] as bars against what is usual; those from `since` (ISO) on are the counted ones."""
    weeks = pd.DataFrame(series, columns=["start", "observed", "expected", "upper"])
    if weeks.empty:
        return
    weeks["day"] = pd.to_datetime(weeks.start)
    weeks["inside"] = weeks.start >= since
    weeks["words"] = [
        _("{reports}, usual {n}", reports=ngettext("{n} report", "{n} reports", week.observed), n=number(week.expected, 1))
        for week in weeks.itertuples()
    ]
    keys = legend([("solved", _("Reports a week, in the time that is counted")), ("new", _("before")), ("line", _("usual"))])
    panel(key, heading(_("Week by week"), key, _counted(), keys))
    base = alt.Chart(weeks).encode(alt.X("day:T", axis=alt.Axis(format="%d/%m", labelFlush=False)))
    band = base.mark_area(color=TINT[mode()][1], interpolate="step", aria=False).encode(alt.Y("upper:Q"))
    bars = base.mark_bar(width=7, cornerRadius=1, aria=False).encode(
        alt.Y("observed:Q", axis=alt.Axis(tickMinStep=1, tickCount=4)), tooltip="words:N",
        color=alt.condition("datum.inside", alt.value(ACT[mode()]), alt.value(FAINT[mode()])),
    )  # fmt: skip
    line = base.mark_line(color=INK[mode()], strokeWidth=1.5, interpolate="step", aria=False).encode(alt.Y("expected:Q"))
    chart(alt.layer(band, bars, line), 160, f"{_('Week by week')}. {says}")


def _counted() -> str:
    return "\n".join([
        _("Weeks of seven days that end with the day before the run."),
        _("The line is what is usual at this place: from its own past, the season and what the whole city reports."),
        _("The tinted band ends where chance alone would seldom bring more: in one week of forty."),
    ])  # fmt: skip
