"""What the overview says: the sentence, five figures, twelve weeks, teams and ages, as HTML for `panel`.

Each function takes answers of queries/overview and a Scope, which knows where a click leads.
"""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

import pandas as pd

from dashboard.insight.flow import AGE_STEPS, SPAN_WEEKS, Change, Periods
from dashboard.screen import charts
from dashboard.screen.behind import Scope, age_name, period_words
from dashboard.screen.charts import Card, Part, Week, cell, heading, legend, measure
from dashboard.screen.counted import explained
from dashboard.screen.panel import link
from dashboard.screen.words import _, day, ngettext, number, percent, topic_name


def days(value: float | None) -> str:
    """A number of days as people say it: one decimal below ten."""
    return "–" if value is None or value != value else number(value, 1 if value < 10 else 0)


def _known(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def sentence(now: Any, stuck: pd.DataFrame, scope: Scope) -> str:
    """What is stuck, where, since when and whose, as one sentence whose phrases open their tickets."""
    phrases = []
    for row in stuck.itertuples():
        words = ngettext("{team} has {n} overdue, since {day}", "{team} has {n} overdue, the oldest since {day}",
                         row.n, team=row.team, day=day(row.since))  # fmt: skip
        phrases.append(link(scope.queue("overdue", team=row.team_id), escape(words)))
        if row.knot_n == row.knot_n and row.knot_n and row.knot_n > 1:
            words = _("{n} of them about {topic} in {place}", n=number(row.knot_n), topic=topic_name(row).lower(), place=row.neighbourhood)
            target = scope.queue("overdue", team=row.team_id, topic=int(row.topic_id), neighbourhood=int(row.neighbourhood_id))
            phrases.append(link(target, escape(words)))
    if stuck.empty:
        phrases.append(escape(_("Nothing is overdue")))
    if now.unassigned:
        words = ngettext("{n} ticket has no team and no person", "{n} tickets have no team and no person", now.unassigned)
        phrases.append(link(scope.queue("unassigned"), escape(words)))
    elif now.today:
        phrases.append(link(scope.queue("today"), escape(ngettext("{n} is due today", "{n} are due today", now.today))))
    return f'<p class="sentence">{_("; ").join(phrases)}.</p>'


def _change(change: Change, more: str, fewer: str, same: str) -> str:
    """The change in words, with an arrow, so that colour is never alone."""
    if not change.known:
        return _("Nothing to compare with yet")
    if not change.by:
        return same
    return ("▲ " + more) if change.by > 0 else ("▼ " + fewer)


def _flow_card(key: str, label: str, change: Change, past: list[float], today: int, scope: Scope, counted: str) -> Card:
    share = percent(abs(change.by) / change.before) if change.before else number(abs(change.by))
    before = number(change.before or 0)
    if change.known and change.by and share == percent(0):
        words = _("About as many as in the 28 days before ({before})", before=before)
    else:
        words = _change(
            change,
            _("{share} more than the 28 days before ({before})", share=share, before=before),
            _("{share} fewer than the 28 days before ({before})", share=share, before=before),
            _("As many as in the 28 days before"),
        )
    unit = _("and {n} today", n=number(today)) if today else ""
    return Card(key, label, number(change.now or 0), unit, words, change.means, past, scope.tickets(key), counted)


def _stock_words(change: Change, figure: str) -> str:
    return _change(
        change,
        _("{n} more than 4 weeks earlier", n=figure),
        _("{n} fewer than 4 weeks earlier", n=figure),
        _("As 4 weeks earlier"),
    )


def figures(now: Any, weeks: pd.DataFrame, past: pd.DataFrame, periods: Periods, scope: Scope, since: pd.Timestamp | None) -> str:
    """Open, new, solved, median age, overdue; `since` is the first ticket's opening: before it there is nothing to compare with."""
    whole, today = weeks[:-1], weeks.iloc[-1]
    last, prior = whole[-SPAN_WEEKS:], whole[-2 * SPAN_WEEKS : -SPAN_WEEKS]
    comparable = since is not None and since <= periods.before
    then = past.iloc[-1 - SPAN_WEEKS]

    def change(value: Any, before: Any, rise_is: Any = "") -> Change:
        return Change(_known(value), _known(before) if comparable else None, rise_is)

    stock = change(now.open, last.open_start.iloc[0], "bad")
    age = change(now.median_days, then.median_days, "bad")
    late = change(now.overdue, then.overdue, "bad")
    counted = explained(periods)
    ends = [*whole.open_end, now.open]
    return charts.cards([
        Card("open", _("Open"), number(now.open), "", _stock_words(stock, number(abs(stock.by))), stock.means, ends,
             scope.queue("all"), counted["open"]),
        _flow_card("new", _("New in 28 days"), change(last.new.sum(), prior.new.sum()), list(whole.new),
                   0 if periods.ended else int(today.new), scope, counted["new"]),
        _flow_card("solved", _("Solved in 28 days"), change(last.solved.sum(), prior.solved.sum(), "good"), list(whole.solved),
                   0 if periods.ended else int(today.solved), scope, counted["solved"]),
        Card("age", _("Median age"), days(now.median_days), _("days"), _stock_words(age, _("{n} days", n=days(abs(age.by)))), age.means,
             [*past.median_days[:-1], now.median_days], scope.tickets("open"), counted["age"]),
        Card("overdue", _("Overdue"), number(now.overdue), "", _stock_words(late, number(abs(late.by))), late.means,
             [*past.overdue[:-1], now.overdue], scope.queue("overdue"), counted["overdue"]),
    ])  # fmt: skip


def flow(weeks: pd.DataFrame, periods: Periods, scope: Scope, copied_at: Any) -> str:
    """Twelve weeks: what was open at each end, what came in and what was solved."""
    columns = []
    for n, row in enumerate(weeks[:-1].itertuples(), 1):
        start, end = periods.bounds[n - 1], periods.bounds[n]
        period = period_words(start, end)
        columns.append(Week(
            name=_short(start),
            new=Part(row.new, _("{period}: {n} new", period=period, n=number(row.new)), scope.tickets("new", week=n)),
            solved=Part(row.solved, _("{period}: {n} solved", period=period, n=number(row.solved)), scope.tickets("solved", week=n)),
            open_end=Part(
                row.open_end,
                _("{n} open at the end of {day}", n=number(row.open_end), day=day(end - timedelta(hours=12)))
                + (_(" ({n} opened again in this week)", n=number(row.reopened)) if row.reopened else ""),
                scope.tickets("stock", week=n),
            ),
            found=copied_at is None or copied_at != copied_at or start < copied_at,
        ))  # fmt: skip
    keys = legend([("line", _("Open at the end of the week")), ("new", _("New")), ("solved", _("Solved"))])
    title = heading(_("Stock and flow over 12 weeks"), "flow", explained(periods)["flow"], keys)
    return title + charts.weeks(columns, number, _("Reconstructed from the dates of opening and solving"))


def _short(moment: Any) -> str:
    """A day without its weekday: the columns are narrow."""
    return day(moment).split(" ", 1)[1] if day(moment).count(" ") == 2 and not day(moment)[0].isdigit() else day(moment)


def teams(frame: pd.DataFrame, scope: Scope, periods: Periods, own: set[int]) -> str:
    """One line a team on one scale: open, overdue, not taken, median age; the reader's own teams first."""
    most = float(frame.open.max()) if len(frame) else 1.0
    title = heading(_("Teams"), "teams", explained(periods)["teams"])
    heads = [_("Open"), _("Overdue"), _("Not taken"), _("Median days")]
    lines = [("head", [cell(_("Team")), *(cell(name, "right") for name in heads)])]
    ordered = sorted(frame.itertuples(), key=lambda row: row.id not in own)
    for row in ordered:
        some = row.id == row.id and row.id is not None
        of = str(int(row.id)) if some else "none"
        name = str(row.name) if some else _("No team")

        def go(bucket: str, some: bool = some, of: str = of) -> str:
            return scope.queue(bucket, team=of) if some else scope.tickets({"all": "open"}.get(bucket, bucket), of=of)

        def bar(value: int, kind: str, target: str, words: str, name: str = name) -> str:
            return measure(number(value), [(kind, value)], most, target, f"{name}: {words}")

        lines.append(("own" if row.id in own else "", [
            link(go("all"), escape(name), kind="name"),
            bar(row.open, "", go("all"), ngettext("{n} open", "{n} open", row.open)),
            bar(row.overdue, "bad", go("overdue"), ngettext("{n} overdue", "{n} overdue", row.overdue)),
            bar(row.not_taken, "plain", scope.tickets("untaken", of=of), ngettext("{n} not taken", "{n} not taken", row.not_taken)),
            f'<span class="num right">{link(scope.tickets("open", of=of), escape(days(row.median_days)))}</span>',
        ]))  # fmt: skip
    return title + charts.rows("minmax(6rem, 10rem) 1fr 1fr 1fr 5.5rem", lines, wide=True)


def ages(frame: pd.DataFrame, scope: Scope, periods: Periods) -> str:
    """Open tickets by age, the overdue part of each marked."""
    found = {int(row.n): row for row in frame.itertuples()}
    most = float(frame.open.max()) if len(frame) else 1.0
    keys = legend([("solved", _("In time or without a date")), ("bad", _("Overdue"))])
    title = heading(_("Open by age"), "ages", explained(periods)["ages"])
    lines = []
    for step in range(len(AGE_STEPS)):
        row = found.get(step + 1)
        n, late = (int(row.open), int(row.overdue)) if row else (0, 0)
        words = f"{age_name(step)}: {number(n)}"
        lines.append(("", [
            cell(age_name(step), "name"),
            measure(number(n), [("", n - late), ("bad", late)], most, scope.tickets("aged", step=step), words),
        ]))  # fmt: skip
    return title + charts.rows("9rem 1fr", lines) + f'<div style="margin-top:.5rem">{keys}</div>'
