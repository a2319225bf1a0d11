"""The overview's tables: teams, ages, how it went, promises kept by topic, and how odd data count; as HTML for `panel`."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from dashboard.figures import Overview
from dashboard.insight.flow import Figure
from dashboard.screen import charts
from dashboard.screen.behind import age_name
from dashboard.screen.charts import cell, heading, legend, measure, spark
from dashboard.screen.counted import explained
from dashboard.screen.overview import Say, by_points, by_share
from dashboard.screen.panel import link
from dashboard.screen.scope import Scope
from dashboard.screen.words import _, language, ngettext, number, percent
from dashboard.screen.working import worked_words


def teams(found: Overview, now: pd.DataFrame | None, names: Mapping[int | None, str], scope: Scope, own: set[int]) -> str:
    """One line a team on one scale, the reader's own first. `now`: rows of overview/teams, None for a past day."""
    heads = [_("Open"), _("Overdue"), *([_("Not taken")] if now is not None else []), _("Weeks of work"), _("Half solved within")]
    pace = {team.id: team for team in found.teams}
    rows = [(team.id, team.backlog.open, team.backlog.overdue, 0) for team in found.teams] if now is None else [
        (None if pd.isna(row.id) else int(row.id), int(row.open), int(row.overdue), int(row.not_taken)) for row in now.itertuples()
    ]  # fmt: skip
    most = float(max((row[1] for row in rows), default=1))
    lines = [("head", [cell(_("Team")), *(cell(name, "right") for name in heads)])]
    for key, opened, overdue, free in sorted(rows, key=lambda row: row[0] not in own):
        name = names.get(key, "?") if key is not None else _("No team")
        of = str(key) if key is not None else "none"
        team = pace.get(key)
        bars = [
            measure(number(opened), [("", opened)], most, scope.queue("all", team=of), f"{name}: " + _("{n} open", n=number(opened))),
            measure(number(overdue), [("bad", overdue)], most, scope.queue("overdue", team=of),
                    f"{name}: " + _("{n} overdue", n=number(overdue))),
        ]  # fmt: skip
        if now is not None:
            words = f"{name}: " + _("{n} not taken", n=number(free))
            bars.append(measure(number(free), [("plain", free)], most, scope.tickets("untaken", of=of), words))
        weeks = number(team.weeks_of_work, 1) if team and team.weeks_of_work is not None else "–"
        median = worked_words(team.solve_min if team else None)
        lines.append(("own" if key in own else "", [
            f'<span class="name">{link(scope.queue("all", team=of), escape(name))}{_flag(team.flag if team else "")}</span>', *bars,
            f'<span class="num right">{escape(weeks)}</span>',
            f'<span class="num right">{link(scope.tickets("timed", of=of), escape(median))}</span>',
        ]))  # fmt: skip
    columns = "minmax(6rem, 9rem) " + "1fr " * (len(heads) - 2) + "4.5rem 8.5rem"
    title = heading(_("Teams"), "teams", explained(scope.period)["teams"])
    return title + charts.rows(columns, lines, wide=True, narrow=4 if now is None else 3)


def _flag(kind: str) -> str:
    """Worse for one week, or two: a sign and words, never a colour alone."""
    if not kind:
        return ""
    words = {"yellow": _("worse for a week"), "red": _("worse for two weeks")}[kind]
    return f'<span class="flag {kind}">⚑ {escape(words)}</span>'


def ages(found: Overview, scope: Scope) -> str:
    """Open tickets by age, the overdue part of each marked."""
    most = float(max((age.open for age in found.ages), default=0)) or 1.0
    keys = legend([("solved", _("In time or without a date")), ("bad", _("Overdue"))])
    lines = []
    for age in found.ages:
        parts = [("", age.open - age.overdue), ("bad", age.overdue)]
        bar = measure(number(age.open), parts, most, scope.tickets("aged", step=age.step), f"{age_name(age.step)}: {number(age.open)}")
        lines.append(("", [cell(age_name(age.step), "name"), bar]))
    below = f'<div style="margin-top:.5rem">{keys}</div>'
    return heading(_("Open by age"), "ages", explained(scope.period)["ages"]) + charts.rows("9rem 1fr", lines) + below


def pace(found: Overview, scope: Scope) -> str:
    """How it went: each figure with the period before, last year and its past."""
    both = scope.period.year != scope.period.before
    heads = [_("This period"), _("Before"), *([_("Last year")] if both else [])]
    lines = [("head", [cell(""), *(cell(name, "right") for name in heads), cell("", "past")])]
    times = found.times
    rows: list[tuple[str, str, Figure, Say, str]] = [
        ("answer", _("Half answered within"), found.answer_min, worked_words, "answered"),
        ("answer", _("Nine in ten answered within"), found.answer_p90_min, worked_words, "answered"),
        ("time", _("Half solved within"), found.solve_min, worked_words, "timed"),
        ("time", _("Nine in ten solved within"), found.solve_p90_min, worked_words, "timed"),
        ("on_time", _("Solved on time"), found.on_time, percent, "late"),
        ("reopened", _("Opened again, of those solved"), found.reopened, lambda share: percent(share, 1), "reopened"),
        ("unanswered", _("Solved without any answer"), found.unanswered, lambda share: percent(share, 1), "unanswered"),
    ]
    for __, label, figure, say, kind in rows:
        by = by_points if say is percent or figure in (found.reopened, found.unanswered) else by_share
        cells = [cell(label), f'<span class="num right strong">{link(scope.tickets(kind), escape(_told(figure.now, say)))}</span>']
        for change, value, span in (
            (figure.against_before, figure.before, "before"),
            *([(figure.against_year, figure.year, "year")] if both else []),
        ):
            told = link(scope.tickets(kind, span=span), escape(_told(value, say))) if value is not None else "–"
            sign = f'<small class="{change.means or "faint"}">{escape(by(change))}</small> ' if change.known else ""
            cells.append(f'<span class="num right">{sign}{told}</span>')
        lines.append(("", [*cells, f'<span class="past">{spark(figure.past)}</span>']))
    title = heading(_("How it went"), "pace", explained(scope.period)["pace"])
    below = _("{n} solved tickets timed, {m} answers", n=number(times.timed), m=number(times.answered))
    columns = "minmax(8rem, 2fr) " + "minmax(5rem, 1.3fr) " * (2 + both) + "minmax(3rem, 1.6fr)"
    return title + f'<div class="pace">{charts.rows(columns, lines, wide=True, narrow=2 + both)}</div><p class="sub">{escape(below)}</p>'


def _told(value: float | None, say: Say) -> str:
    return "–" if value is None else say(value)


def topics(found: Overview, scope: Scope) -> str:
    """Promises kept by topic: the share solved before the target date, what that is of, and what had no date."""
    title = heading(_("On time by topic"), "on_time", explained(scope.period)["on_time"])
    if not found.topics:
        return title + f'<p class="sub">{escape(_("Nothing was solved in this period."))}</p>'
    both = scope.period.year != scope.period.before
    heads = [_("On time"), _("Before"), *([_("Last year")] if both else [])]
    less = [cell(name, "right less") for name in (_("Of"), _("No date"))]
    lines = [("head", [cell(_("Topic")), *(cell(name, "right") for name in heads), *less])]
    for topic in found.topics:
        name = (topic.names.get(language()) or topic.names.get("nl") or "?") if topic.id is not None else _("No topic")
        about = topic.id if topic.id is not None else "none"
        share = topic.share.now
        bar = measure(_told(share, percent), [("", share or 0)], 1.0, scope.tickets("late", about=about),
                      ngettext("{topic}: {n} too late", "{topic}: {n} too late", topic.dated - topic.on_time, topic=name))  # fmt: skip
        changes = [(topic.share.against_before, topic.share.before), *([(topic.share.against_year, topic.share.year)] if both else [])]
        told = [
            f'<span class="num right"><small class="{change.means or "faint"}">{escape(by_points(change)) if change.known else ""}</small> '
            f"{escape(_told(value, percent))}</span>"
            for change, value in changes
        ]
        lines.append(("", [
            cell(name, "name"), bar, *told,
            f'<span class="num right less">{link(scope.tickets("dated", about=about), number(topic.dated))}</span>',
            f'<span class="num right faint less">{number(topic.solved - topic.dated)}</span>',
        ]))  # fmt: skip
    columns = "minmax(7rem, 2fr) minmax(6rem, 4fr) " + "minmax(4.5rem, 1.3fr) " * (1 + both) + "3.5rem 4rem"
    return title + f'<div class="kept">{charts.rows(columns, lines, wide=True, narrow=2 + both)}</div>'


def rules(odd: Any, restricted: pd.DataFrame, scope: Scope) -> str:
    """How these figures count: each rule for data that cannot be taken as they are, with how many tickets it is about."""

    def told(kind: str, words: str) -> str:
        n = int(getattr(odd, kind))
        return f"{link(scope.tickets(kind), number(n))} {escape(words)}" if n else ""

    lines = [
        told("backwards", _("answered or ended before they began: counted as new and solved, in no duration.")),
        told("absurd", _("took longer than ten years or began in the future: counted as new and solved, in no duration.")),
        told("outside", _("lie outside the city: counted in the city's figures, in no neighbourhood.")),
        told("nowhere", _("have no place: counted in the city's figures, in no neighbourhood.")),
        told("undated", _("have no target date: never overdue, and neither on time nor too late.")),
        escape(_("A topic that was redefined, a street that was renamed or merged: old tickets count under what they are called today.")),
        escape(_("Where nothing ended or came in, there is no median and no share: a dash stands there, not a zero.")),
    ]
    if len(restricted):
        names = ", ".join(str(getattr(row, f"name_{language()}", "") or row.name_nl) for row in restricted.itertuples())
        n = int(restricted.open.sum())
        words = _("{topics}: only some may see these tickets. What is open, overdue and unassigned now counts them ({n} open); "
                  "ages, periods and past days do not.", topics=names, n=number(n))  # fmt: skip
        lines.insert(0, escape(words))
    drawn = "".join(f"<li>{line}</li>" for line in lines if line)
    return heading(_("How these figures count")) + f'<ul class="rules">{drawn}</ul>'
