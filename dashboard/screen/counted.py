"""How each figure of the overview is counted, in the reader's words: the text behind every "?"."""

from __future__ import annotations

from dashboard.insight.flow import Periods
from dashboard.screen.behind import period_words
from dashboard.screen.words import _


def explained(periods: Periods) -> dict[str, str]:
    """How each figure is counted, in the reader's words."""
    period, before = period_words(periods.start, periods.end), period_words(periods.before, periods.start)
    whole = _("Counted over whole days: {period}, against {before}. Today is shown apart.", period=period, before=before)
    own = _("Only topics that you may see are counted. A team's past counts the tickets that it has now.")
    solved = _("Solved is the date of solving, else of closing; a cancelled ticket without such a date counts on its last change.")
    late = _("Overdue: open, not waiting, target date before now. A ticket without a target date is never overdue.")
    coloured = _("A change has a colour from one tenth on, and only where more or fewer is good or bad.")
    return {
        "open": "\n".join([_("Neither solved, closed nor cancelled, at this moment."), coloured, own]),
        "new": "\n".join([_("By the day on which they were opened, whatever became of them."), whole, own]),
        "solved": "\n".join([solved, whole, coloured, own]),
        "age": "\n".join([
            _("Half of the open tickets are older than this, in calendar days since their opening."),
            _("The past is found again from the dates of opening and solving."), coloured, own,
        ]),
        "overdue": "\n".join([
            late, _("In the past, tickets that wait now are left out: since when they wait is not known."), coloured, own,
        ]),
        "flow": "\n".join([
            _("Open at the start + new + opened again - solved = open at the end, in every week of seven whole days."),
            solved, _("Weeks before the copy began are reconstructed from dates; who had a ticket then is not known."), own,
        ]),
        "teams": "\n".join([late, _("Not taken: open with a team but without a person. All bars have the same scale."), own]),
        "hours": "\n".join([
            _("By the moment of opening on the city's clock, over 28 whole days: {period}.", period=period),
            _("Each day of the week is in it four times."), own,
        ]),
        "ages": "\n".join([_("Calendar days since the opening; a month is 30.4 days."), late, own]),
    }  # fmt: skip
