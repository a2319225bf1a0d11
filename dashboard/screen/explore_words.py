"""What rows, columns and figures of "explore" are called, and how each figure is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from dashboard.figures import Ask
from dashboard.figures.explore import FIGURES, Asked, Key
from dashboard.screen.filters import status_name
from dashboard.screen.words import N_, _, days_of, ngettext, number, percent, topic_name, weekdays
from dashboard.screen.working import rule, worked_words

DIMENSIONS = {
    "topic": N_("Topic"), "neighbourhood": N_("Neighbourhood"), "street": N_("Street"), "team": N_("Team"), "channel": N_("Channel"),
    "status": N_("Status"), "weekday": N_("Day of the week"), "hour": N_("Hour"), "month": N_("Month"), "year": N_("Year"),
}  # fmt: skip
NONE = {
    "topic": N_("No topic"), "team": N_("No team"), "channel": N_("Channel unknown"), "neighbourhood": N_("In no neighbourhood"),
    "street": N_("In no street"),
}  # fmt: skip
PLACES = {"-1": N_("Outside the city"), "-2": N_("Needs no place"), "-3": N_("Without a place")}
BASES = {"opened": N_("Received"), "ended": N_("Solved"), "open": N_("Open now")}
FIGURE_NAMES = {
    "n": N_("How many"), "row_share": N_("Share of the row"), "column_share": N_("Share of the column"), "share": N_("Share of all"),
    "open": N_("Still open"), "answer_p50": N_("Half answered within"), "answer_p90": N_("Nine in ten answered within"),
    "solve_p50": N_("Half solved within"), "solve_p90": N_("Nine in ten solved within"), "odd": N_("Dates cannot be true"),
}  # fmt: skip
PERIODS = {"28d": N_("28 days"), "13w": N_("13 weeks"), "12m": N_("12 months"), "all": N_("All"), "own": N_("Own dates")}
VIEWS = {"table": N_("Table"), "chart": N_("Chart")}


def namer(ask: Ask, dimension: str | None) -> Callable[[Key], str]:
    """Names of a dimension's keys in the reader's language; asks explore/names where they have names of their own."""
    if dimension in ("topic", "team", "neighbourhood", "street"):
        rows = [(str(row.key), topic_name(row), row.village) for row in ask("explore/names", of=dimension).itertuples()]
        times = Counter(name for _key, name, _village in rows)
        named = {key: f"{name} ({village})" if village and times[name] > 1 else name for key, name, village in rows}
    else:
        named = {}

    def name(key: Key) -> str:
        if key is None or key == "-4":
            return _(NONE.get(dimension or "", N_("None")))
        if key in named:
            return named[key]
        if dimension in ("neighbourhood", "street") and key in PLACES:
            return _(PLACES[key])
        return _plain(dimension or "", key)

    return name


def _plain(dimension: str, key: str) -> str:
    if dimension == "weekday":
        name = weekdays()[int(key) - 1]
        return name[0].upper() + name[1:]
    if dimension == "hour":
        return f"{int(key)}:00\N{EN DASH}{int(key) + 1}:00"
    if dimension == "month":
        month = date(int(key) // 100, int(key) % 100, 1)
        return days_of(month, month, "yMMM")
    if dimension == "status":
        return status_name(key)
    return key if dimension in ("channel", "year") else _("Unknown")


def shown(figure: str, value: float | None) -> str:
    """A figure as people read it."""
    told = FIGURES[figure]
    if value is None:
        return "\N{EN DASH}"
    if told.share:
        return percent(value, 1 if 0 < value < 0.1 else 0)
    return worked_words(value) if told.of else number(value)


def period_words(asked: Asked) -> str:
    """"1 January 2026 to 31 March 2026", half of it or none."""
    if asked.since and asked.until:
        return days_of(asked.since, asked.until - timedelta(days=1))
    if asked.since:
        return _("from {day}", day=days_of(asked.since, asked.since))
    if asked.until:
        last = asked.until - timedelta(days=1)
        return _("up to {day}", day=days_of(last, last))
    return _("the whole time")


def reading(asked: Asked, n: int) -> str:
    """What the table is about, in one sentence."""
    if asked.basis == "open":
        return ngettext("{n} ticket is open now.", "{n} tickets are open now.", n)
    if asked.basis == "ended":
        return ngettext("{n} ticket was solved: {period}.", "{n} tickets were solved: {period}.", n, period=period_words(asked))
    return ngettext("{n} ticket came in: {period}.", "{n} tickets came in: {period}.", n, period=period_words(asked))


def counted(asked: Asked) -> list[str]:
    """How it is counted; also the sheet "About" of a download."""
    basis = {
        "opened": _("Counted: tickets that came in in the period, by the day on which they were opened, whatever became of them."),
        "ended": _("Counted: tickets that were solved in the period, by the day of solving, else of closing; cancelled ones are left out."),
        "open": _("Counted: tickets that are neither solved, closed nor cancelled at this moment; the period does not matter."),
    }[asked.basis]
    return [
        basis,
        _("Day of the week, hour, month and year are those of that moment, by the city's clock; periods are whole days."),
        _("Half took at most this long (median); nine in ten at most that long (90th percentile). Counted in whole minutes."),
        _("To the solution: of those that are solved and not cancelled. To the first answer: of those that have one."), rule(),
        _("Tickets whose dates cannot be true (they ended before they began, or took over ten years) are counted, but in no duration."),
        _("Topic, team, place and status are those of today. What lies outside the city or has no place has rows of its own."),
        _("Restricted topics are in no figure here."),
    ]  # fmt: skip
