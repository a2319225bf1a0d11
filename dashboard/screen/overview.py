"""What the overview says first: the sentence, five figures, stock and flow, as HTML for `panel`.

Each function takes figures (dashboard.figures) and a Scope, which knows where a click leads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pandas as pd

from dashboard.figures import City, Overview
from dashboard.insight.flow import Change, Figure
from dashboard.insight.period import LENGTHS, Period, midnight
from dashboard.screen import charts
from dashboard.screen.behind import span_words
from dashboard.screen.charts import Card, Part, Week, heading, legend
from dashboard.screen.counted import explained
from dashboard.screen.panel import link
from dashboard.screen.scope import Scope
from dashboard.screen.words import N_, _, day, ngettext, number, percent, topic_name
from dashboard.screen.working import worked, worked_like


def _phrase(target: str, words: str) -> str:
    return link(target, escape(words))


def sentence(found: Overview, names: Mapping[int | None, str], scope: Scope, live: Live | None) -> str:
    """What is stuck, where, since when and whose, as one sentence whose phrases open their tickets."""
    phrases = _stuck_now(live, names, scope) if live else _stuck_then(found, names, scope)
    for team in found.teams:
        if team.flag == "red":
            target = scope.queue("all", team=team.id)
            words = _("backlog and time to solution of {team} worsen for the second week", team=names[team.id])
            phrases.append(_phrase(target, words))
    told = _("; ").join(phrases)
    when = "" if scope.period.live else escape(_("At the end of {day}: ", day=day(midnight(scope.period.this.last, scope.period.zone))))
    return f'<p class="sentence">{when}{told}.</p>'


class Live:
    """What only this moment has, in the reader's own sight: rows of overview/now, overview/stuck and overview/handed."""

    def __init__(self, now: Any, stuck: pd.DataFrame, handed: pd.DataFrame) -> None:
        self.now = now
        self.stuck = next(stuck.itertuples(), None)
        self.handed = next(handed.itertuples(), None)


def _stuck_now(live: Live, names: Mapping[int | None, str], scope: Scope) -> list[str]:
    phrases = []
    row: Any = live.stuck
    if row is None:
        phrases.append(escape(_("Nothing is overdue")))
    else:
        words = ngettext("{team} has {n} overdue, since {day}", "{team} has {n} overdue, the oldest since {day}",
                         row.n, team=row.team, day=day(row.since))  # fmt: skip
        phrases.append(_phrase(scope.queue("overdue", team=int(row.team_id)), words))
        giver: Any = live.handed
        if giver is not None:
            words = ngettext("{team} waits for {n} of them since {day}", "{team} waits for {n} of them since {day}",
                             giver.n, team=names.get(int(giver.team_id), "?"), day=day(giver.since))  # fmt: skip
            phrases.append(_phrase(scope.tickets("handed", of=int(row.team_id), giver=int(giver.team_id)), words))
        if row.knot_n == row.knot_n and row.knot_n and row.knot_n > 1:
            words = _("{n} are about {topic} in {place}", n=number(row.knot_n), topic=topic_name(row).lower(), place=row.neighbourhood)
            target = scope.queue("overdue", team=int(row.team_id), topic=int(row.topic_id), neighbourhood=int(row.neighbourhood_id))
            phrases.append(_phrase(target, words))
    if live.now.unassigned:
        words = ngettext("{n} ticket has no team and no person", "{n} tickets have no team and no person", live.now.unassigned)
        phrases.append(_phrase(scope.queue("unassigned"), words))
    elif live.now.today:
        phrases.append(_phrase(scope.queue("today"), ngettext("{n} is due today", "{n} are due today", live.now.today)))
    return phrases


def _stuck_then(found: Overview, names: Mapping[int | None, str], scope: Scope) -> list[str]:
    late = [team for team in found.teams if team.id is not None and team.backlog.overdue]
    phrases = [_phrase(scope.tickets("open"), ngettext("{n} was open", "{n} were open", found.backlog.open))]
    for team in late[:2]:
        since = team.backlog.late_since
        assert since is not None
        words = ngettext("{team} had {n} overdue, since {day}", "{team} had {n} overdue, the oldest since {day}",
                         team.backlog.overdue, team=names.get(team.id, "?"), day=day(since))  # fmt: skip
        phrases.append(_phrase(scope.tickets("overdue", of=team.id), words))
    return phrases if late else [*phrases, escape(_("nothing was overdue"))]


#: Lengths of periods; those that the overview offers, and a month for reports.
NAMES = {"7d": N_("7 days"), "28d": N_("28 days"), "1m": N_("1 month"), "13w": N_("13 weeks"), "12m": N_("12 months")}
Say = Callable[[float], str]


def by_share(change: Change) -> str:
    """"▲ 12%", so that colour is never alone."""
    if not change.by:
        return "="
    share = percent(abs(change.by) / change.before) if change.before else number(abs(change.by))
    if share == percent(0):
        return "≈"
    return ("▲ " if change.by > 0 else "▼ ") + share


def by_points(change: Change) -> str:
    """For what is a share itself: "▲ 3 points"."""
    points = round(100 * abs(change.by))
    return ("▲ " if change.by > 0 else "▼ ") + ngettext("{n} point", "{n} points", points) if points else "="


def changes(figure: Figure, period: Period, say: Say, by: Callable[[Change], str] = by_share) -> list[tuple[str, str]]:
    """Against the period before and last year, each with what it means; where they are one and the same, once."""
    found: list[tuple[str, str]] = []
    if figure.against_before.known:
        found.append((by(figure.against_before) + " " + _("before: {value}", value=say(figure.before or 0)), figure.against_before.means))
    if figure.against_year.known and period.year != period.before:
        found.append((by(figure.against_year) + " " + _("last year: {value}", value=say(figure.year or 0)), figure.against_year.means))
    return found or [(_("Nothing to compare with yet"), "")]


def _card(key: str, label: str, value: tuple[str, str], figure: Figure, scope: Scope, target: str, say: Say = number) -> Card:
    (change, means), *more = changes(figure, scope.period, say)
    counted = explained(scope.period)[key]
    return Card(key, label, value[0], value[1], change, means, figure.past, target, counted, more)


def cards(found: Overview, scope: Scope, live: Live | None) -> str:
    """Open, overdue, new, solved, time to solution; what is open now is what the reader sees, changes are those of the copy."""
    today = found.flow.today

    def apart(name: str) -> str:
        return _("and {n} today", n=number(today[name])) if scope.period.live and today[name] else ""

    length = period_name(scope.period)
    opened, late = (live.now.open, live.now.overdue) if live else (found.backlog.open, found.backlog.overdue)
    return charts.cards([
        _card("open", _("Open"), (number(opened), ""), found.open, scope, scope.queue("all")),
        _card("overdue", _("Overdue"), (number(late), ""), found.overdue, scope, scope.queue("overdue")),
        _card("new", _("New in {period}", period=length), (number(found.new.now or 0), apart("new")), found.new, scope,
              scope.tickets("new")),
        _card("solved", _("Solved in {period}", period=length), (number(found.solved.now or 0), apart("solved")), found.solved, scope,
              scope.tickets("solved")),
        _card("time", _("Half solved within"), worked(found.solve_min.now), found.solve_min, scope, scope.tickets("timed"),
              worked_like(found.solve_min.now)),
    ])  # fmt: skip


def period_name(period: Period) -> str:
    """"28 days"."""
    return _(NAMES[period.length])


def flow(found: Overview, scope: Scope, city: City) -> str:
    """What was open at each step's end, what came in and what was solved; below it the period's own sum."""
    period, columns = scope.period, []
    every = 1 if len(period.steps) <= 14 else 4 if LENGTHS[period.length].days else 3
    for n, (span, row) in enumerate(zip(period.steps, found.flow.steps.itertuples(), strict=True)):
        words = span_words(span, period)
        last = day(midnight(span.last, period.zone))
        back = _(" ({n} opened again)", n=number(row.reopened)) if row.reopened else ""
        columns.append(Week(
            name=_short(span.start, period) if n % every == 0 else "",
            new=Part(row.new, _("{period}: {n} new", period=words, n=number(row.new)), scope.tickets("new", span=n)),
            solved=Part(row.solved, _("{period}: {n} solved", period=words, n=number(row.solved)), scope.tickets("solved", span=n)),
            open_end=Part(row.open_end, _("{n} open at the end of {day}", n=number(row.open_end), day=last) + back,
                          scope.tickets("open", span=n)),
            found=city.reconstructed(span.last, period),
        ))  # fmt: skip
    keys = legend([("line", _("Open at the end")), ("new", _("New")), ("solved", _("Solved"))])
    title = heading(_("Stock and flow"), "flow", explained(period)["flow"], keys)
    return title + charts.weeks(columns, number, _("Reconstructed: forwards unknown")) + _sum(found, scope)


def _sum(found: Overview, scope: Scope) -> str:
    """"702 open + 512 new + 14 opened again - 498 solved = 730 open", each number's tickets one click away."""
    row = found.flow.this
    plus = [_phrase(scope.tickets("new"), _("{n} new", n=number(row.new))),
            _phrase(scope.tickets("reopened"), _("{n} opened again", n=number(row.reopened)))]  # fmt: skip
    minus = [_phrase(scope.tickets("solved"), _("{n} solved", n=number(row.solved)))]
    if scope.selection.teams is not None:
        plus.append(escape(_("{n} from other teams", n=number(row.from_others))))
        minus.append(escape(_("{n} to other teams", n=number(row.to_others))))
    start = _phrase(scope.tickets("open", span="before"), _("{n} open", n=number(row.open_start)))
    end = _phrase(scope.tickets("open", span="this"), _("{n} open", n=number(row.open_end)))
    told = " + ".join([start, *plus]) + "".join(f" \N{MINUS SIGN} {part}" for part in minus) + f" = {end}"
    return f'<p class="sum"><span class="faint">{escape(span_words(scope.period.this, scope.period))}:</span> {told}</p>'


def _short(date: Any, period: Period) -> str:
    """A day without its weekday: the columns are narrow."""
    words = day(midnight(date, period.zone))
    return words.split(" ", 1)[1] if words.count(" ") == 2 and not words[0].isdigit() else words
