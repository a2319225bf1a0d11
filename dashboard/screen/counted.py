"""How each figure of the overview is counted, in the reader's words: the text behind every "?"."""

from __future__ import annotations

from dashboard.insight.period import Period
from dashboard.screen.behind import span_words
from dashboard.screen.words import _
from dashboard.screen.working import rule


def explained(period: Period) -> dict[str, str]:
    """How each figure is counted, in the reader's words."""
    this, before, year = (span_words(span, period) for span in (period.this, period.before, period.year))
    whole = _("Counted over whole days: {period}, against {before}.", period=this, before=before)
    if period.year != period.before:
        whole += " " + _("Last year: {year}, 52 weeks earlier, so that the days of the week are the same.", year=year)
    if period.live:
        whole += " " + _("Today is shown apart.")
    solved = _("Solved is the date of solving, else of closing; a cancelled ticket without such a date counts on its last change.")
    late = _("Overdue: open, not waiting, target date before now. A ticket without a target date is never overdue.")
    then = _("In the past, what waits now is left out: since when it waits is not known.")
    coloured = _("A change has a colour from one tenth on, and only where more or fewer is good or bad.")
    forwards = _("A past day counts for the team that had the ticket then, as far as forwards are known: since the copy began.")
    half = _("Half took at most this long (median); nine in ten at most that long (90th percentile). Counted in whole minutes.")
    timed = _("By the day of solving. Not in it: cancelled tickets, and those whose dates cannot be true.")
    return {
        "open": "\n".join([_("Neither solved, closed nor cancelled."), _("Compared at the end of each period."), coloured, forwards]),
        "overdue": "\n".join([late, then, coloured, forwards]),
        "new": "\n".join([_("By the day on which they were opened, whatever became of them."), whole]),
        "solved": "\n".join([solved, whole, coloured]),
        "time": "\n".join([_("Working time from opening to solution."), half, timed, rule(), whole]),
        "flow": "\n".join([
            _("Open at the start + new + opened again - solved = open at the end, in every step and over the period."),
            _("Where teams are chosen, what came from and went to other teams is part of the sum."),
            solved, _("Before the copy began, days are reconstructed from dates of opening, solving and closing; forwards are unknown."),
        ]),
        "teams": "\n".join([
            late, _("Not taken: open with a team but without a person. All bars have the same scale."),
            _("Weeks of work: what is open, divided by what the team solved in the last seven days."),
            _("Half solved within: working time to solution, of the last seven days."),
            _("Flag: open tickets and time to solution both rose in the last week (yellow), or in each of the last two (red); each by a"
              " tenth at least, open tickets by three at least."),
        ]),
        "ages": "\n".join([_("Calendar days since the opening; a month is 30.4 days."), late]),
        "pace": "\n".join([
            half, _("Answered: of the tickets opened in the period, from opening to first answer. Not in it: those without an answer yet."),
            timed, rule(), _("On time: ended before their target date, of those that had one; cancelled ones are left out."),
            _("Opened again: endings that were undone, against all endings of the period."),
            _("Without any answer: ended without one, of all that ended; cancelled ones are left out. Where nobody at all was answered, the"
              " data do not say it."), whole,
        ]),
        "on_time": "\n".join([
            _("On time: ended before the target date (to the minute). Counted are tickets that ended in the period and had a target date;"
              " cancelled ones are left out, those without a target date stand in the last column."),
            _("A ticket counts under the topic that it has today, also where topics were redefined since."),
            _("A change has a colour from five points on, where each share is of 20 tickets or more."), whole,
        ]),
        "hours": "\n".join([_("By the moment of opening on the city's clock, over whole days: {period}.", period=this)]),
    }  # fmt: skip
