"""A street's or neighbourhood's file: its figures against the city's, what comes back, problem areas, as HTML for `panel`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd
from babel.dates import format_date

from dashboard.figures import City
from dashboard.insight.flow import Change
from dashboard.insight.period import Period, Span, midnight, months_before
from dashboard.screen import areas, charts
from dashboard.screen.area_map import times
from dashboard.screen.behind import span_words
from dashboard.screen.charts import Card, heading
from dashboard.screen.house import may_open
from dashboard.screen.live import ask_shared
from dashboard.screen.overview import by_share
from dashboard.screen.panel import address, link
from dashboard.screen.street_choice import Place
from dashboard.screen.theme import RAMP, TINT, mode, topic_colour
from dashboard.screen.words import _, day, locale, ngettext, number, percent, topic_name
from dashboard.screen.working import rule, worked, worked_like, worked_words

#: Fewer than so many tickets say nothing about a place's pace: no colour.
ENOUGH = 20
#: A topic comes back when it was reported so often, in so many different months of the calendar.
BACK_REPORTS, BACK_MONTHS = 3, 3
CALENDAR_MONTHS = 24
MOST_TOPICS = 8


@dataclass(frozen=True, slots=True)
class Fares:
    """How a place fares: street/now; street/pace over twelve months, over those before (None = nothing to compare with) and of the city."""

    now: Any
    here: Any
    before: Any
    city: Any


def figures(place: Place, role: str, fares: Fares, period: Period, monthly: pd.DataFrame) -> str:
    """Open, new, time to solution, promises kept; `monthly` is street/months."""
    now, here, before, city = fares.now, fares.here, fares.before, fares.city
    queue = address("queues", **place.parameters(), team="all") if may_open(role, "queues") else ""
    late = ngettext("{n} of them overdue", "{n} of them overdue", now.overdue) if now.overdue else _("Nothing overdue")
    by = _("Nothing to compare with yet")
    if before is not None:
        by = _("{change} before: {n}", change=by_share(Change(here.new, before.new)), n=number(before.new))
    counts = {pd.Timestamp(month).date(): int(n) for month, n in monthly.groupby("month").n.sum().items()}
    past = [counts.get(month, 0) for month in calendar_months(period)]
    return charts.cards([
        Card("open", _("Open"), number(now.open), "", late, "bad" if now.overdue else "", (), queue, counted(period)["open"]),
        Card("new", _("New in 12 months"), number(here.new), "", by, "", past, place.address(tickets="new"), counted(period)["new"]),
        _pace(place, here, city, period),
        _promises(place, here, city, period),
    ])  # fmt: skip


def _minutes(seconds: Any) -> float | None:
    return None if pd.isna(seconds) else float(seconds) / 60


def _pace(place: Place, here: Any, city: Any, period: Period) -> Card:
    half, nine, usual, slow = (_minutes(value) for value in (here.p50_s, here.p90_s, city.p50_s, city.p90_s))
    value, unit = worked(half)
    like = worked_like(half)
    if half is None:
        return Card("pace", _("Half solved within"), value, "", _("Nothing was solved here in 12 months"), counted=counted(period)["pace"])
    means = "" if usual is None or here.timed < ENOUGH or abs(half - usual) < 0.1 * usual else "bad" if half > usual else "good"
    told = _("nine in ten within {n}", n=like(nine or 0))
    if here.timed < ENOUGH:
        told += " · " + ngettext("only {n} ticket", "only {n} tickets", here.timed)
    more = [] if usual is None else [(_("{mark}city: half {half}, nine in ten {nine}", mark={"bad": "▲ ", "good": "▼ "}.get(means, ""),
                                        half=worked_words(usual), nine=worked_words(slow)), means)]  # fmt: skip
    return Card("pace", _("Half solved within"), value, unit, told, "", (), place.address(tickets="timed"), counted(period)["pace"], more)


def _promises(place: Place, here: Any, city: Any, period: Period) -> Card:
    if not here.dated:
        return Card("kept", _("Promises kept"), "–", "", _("Nothing with a target date was solved here"), counted=counted(period)["kept"])
    share = here.on_time / here.dated
    usual = city.on_time / city.dated if city.dated else None
    means = "" if usual is None or here.dated < ENOUGH or abs(share - usual) < 0.05 else "bad" if share < usual else "good"
    words = _("{n} of {all} target dates", n=number(here.on_time), all=number(here.dated))
    more = [] if usual is None else [(_("city: {share}", share=percent(usual)), means)]
    return Card("kept", _("Promises kept"), percent(share), "", words, "", (), place.address(tickets="late"), counted(period)["kept"], more)


def counted(period: Period) -> dict[str, str]:
    """How each figure is counted."""
    span = _("Over whole days: {period}.", period=span_words(period.this, period))
    own = _("Topics that only their own teams may see are not counted, except in what is open now, for those teams.")
    city = _("The city is counted the same way. A colour stands only where {n} tickets or more were counted.", n=number(ENOUGH))
    apart = _("Not in it: cancelled tickets, and those whose dates cannot be true.")
    half = _("From opening to solution, in working time: half took at most this long, nine in ten at most that long.")
    kept = _("Of tickets with a target date that were solved then: the share solved before it. A click shows the late ones.")
    return {
        "open": "\n".join([_("Neither solved, closed nor cancelled, at this moment."), own]),
        "new": "\n".join([_("By the day on which they were opened, against the 12 months before."), span, own]),
        "pace": "\n".join([half, rule(), apart, span, city]),
        "kept": "\n".join([kept, apart, span, city]),
        "back": "\n".join([_("Topics reported here {n} times or more, in {months} different months or more, of the last 24.",
                             n=number(BACK_REPORTS), months=number(BACK_MONTHS)),
                           _("Reports are not need: who never reports is not seen here."), own]),
    }  # fmt: skip


# --- what comes back ---


def calendar_months(period: Period) -> list[date]:
    """The first days of the calendar's months; the running one is the last."""
    first = period.end.replace(day=1)
    return [months_before(first, n) for n in range(CALENDAR_MONTHS - 1, -1, -1)]


def month_span(month: date) -> Span:
    """A calendar month as half-open days."""
    return Span(month, months_before(month, -1))


def monthly(place: Place, period: Period) -> pd.DataFrame:
    """Reports a topic and month of the calendar (street/months)."""
    months = calendar_months(period)
    return ask_shared("street/months", **place.parameters(), since=months[0], until=month_span(months[-1]).end)


def recurring(place: Place, monthly: pd.DataFrame, period: Period, city: City) -> str:
    """Topics that come back here, each with its calendar; a cell opens its month's tickets."""
    title = heading(_("What comes back here"), "back", counted(period)["back"])
    months = [month for month in calendar_months(period) if city.first_at and midnight(month_span(month).end, period.zone) > city.first_at]
    groups = [rows for _topic, rows in monthly.groupby("topic_id", sort=False)] if len(monthly) else []
    back = [rows for rows in groups if rows.n.sum() >= BACK_REPORTS and len(rows) >= BACK_MONTHS]
    back.sort(key=lambda rows: (-len(rows), -int(rows.n.sum())))
    if not back:
        return title + f'<p class="sub">{escape(_("No topic was reported here again and again."))}</p>'
    most = max(int(rows.n.max()) for rows in back)
    drawn = "".join(_topic_line(place, rows, months, most, period) for rows in back[:MOST_TOPICS])
    ends = "".join(f"<span>{escape(_month_name(month))}</span>" for month in (months[0], months[-1]))
    names = f'<div class="ends sub">{ends}</div>'
    return title + f'<div class="back">{drawn}{names}</div>'


def _topic_line(place: Place, rows: pd.DataFrame, months: list[date], most: int, period: Period) -> str:
    first = next(rows.itertuples())
    found = {pd.Timestamp(row.month).date(): int(row.n) for row in rows.itertuples()}
    total, last = int(rows.n.sum()), pd.Timestamp(rows.last_on.max()).date()
    words = ngettext(
        "{n} report in {months} of {all} months, the last on {day}",
        "{n} reports in {months} of {all} months, the last on {day}",
        total, months=number(len(found)), all=number(len(months)), day=day(midnight(last, period.zone)),
    )  # fmt: skip
    topic = int(first.topic_id)
    spot = f'<i class="spot" style="background:{topic_colour(int(first.colour))}"></i>'
    cells = "".join(_cell(place, topic, month, found.get(month, 0), most) for month in months)
    name = link(place.address(tickets="new", topic=topic, span="calendar"), spot + escape(topic_name(first)), kind="name")
    return f'<div>{name} <span class="sub">{escape(words)}</span></div><div class="months" style="--n:{len(months)}">{cells}</div>'


def _cell(place: Place, topic: int, month: date, n: int, most: int) -> str:
    words = f"{_month_name(month)}: {number(n)}"
    if not n:
        return f'<i style="background:{TINT[mode()][0]}" title="{escape(words, quote=True)}"></i>'
    target = escape(place.address(tickets="new", topic=topic, span=month.strftime("%Y-%m")), quote=True)
    colour = TINT[mode()][1 + min(4, 5 * (n - 1) // most)]
    said = escape(words, quote=True)
    return f'<a href="{target}" data-go="{target}" style="background:{colour}" title="{said}" aria-label="{said}"></a>'


def _month_name(month: date) -> str:
    return str(format_date(month, "MMM y", locale=locale()))


# --- works and problem areas ---


def planned(place: Place, n: int, role: str) -> str:
    """The tickets that are planned here, one click away (HTML); "" for none."""
    if not n:
        return ""
    words = escape(ngettext("{n} ticket is planned here", "{n} tickets are planned here", n))
    target = address("queues", **place.parameters(), status="planned", team="all")
    return f"<p>{link(target, words + ' →') if may_open(role, 'queues') else words}</p>"


def problems(found: pd.DataFrame) -> str:
    """What the last run found here, each with the way to its finding."""
    title = heading(_("Problem areas"))
    shown, _inner = areas.folded(found)
    if shown.empty:
        return title + f'<p class="sub">{escape(_("Nothing is out of the usual here."))}</p>'
    lines = []
    for row in shown.itertuples():
        mark = f'<i class="times" style="background:{RAMP[mode()][times(row)]}"></i>'
        spot = f'<i class="spot" style="background:{topic_colour(int(row.colour))}"></i>'
        facts = [_(areas.KINDS[row.kind]), _("since {day}", day=areas.on_day(row.since))]
        inner = f'<span class="words">{escape(areas.sentence(row))}</span><span class="sub">{spot}{escape(" · ".join(facts))}</span>'
        lines.append(link(address("areas", place=areas.key(row)), f"{mark}<span>{inner}</span>", kind="area"))
    return title + f'<div class="areas">{"".join(lines)}</div>'
