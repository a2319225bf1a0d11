"""An edition in the reader's words, as the template takes it: strings that are shown as they are, numbers only where something is drawn.

    with speaking("fr"):
        data = told(found, city_name)       # for pdf.set_pdf("report", data, ...)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.figures import Overview
from dashboard.insight.flow import Change, Figure
from dashboard.mailings.contents import Contents
from dashboard.mailings.placing import nothing_stands_out, place, standing_out
from dashboard.mailings.placing import sentence as place_sentence
from dashboard.screen import areas
from dashboard.screen.behind import age_name, span_words
from dashboard.screen.counted import explained
from dashboard.screen.overview import Say, by_points, by_share, changes
from dashboard.screen.words import _, days_of, language, ngettext, number, percent
from dashboard.screen.working import worked, worked_like, worked_words

#: Problem areas that a report names; the page shows all.
AREAS = 6


def title(found: Contents) -> str:
    """What the report is about: the city, a team, a place."""
    if found.about.report == "team":
        return found.teams.get(found.about.team_id, "?")
    if found.about.report == "council":
        return _("The city")
    return str(found.places[0].row.name) if found.about.neighbourhood_id else _("Every neighbourhood")


def kind(found: Contents) -> str:
    """"Weekly report"."""
    return _("Weekly report") if found.about.period.length == "7d" else _("Monthly report")


def days(found: Contents) -> str:
    """"16-22 November 2026"."""
    span = found.about.period.this
    return days_of(span.start, span.last)


def told(found: Contents, city_name: str) -> dict[str, Any]:
    """Everything that the template `report` sets; of a report on places, `places` alone."""
    period, over = found.about.period, found.found
    common = {
        "lang": language(), "city": city_name, "kind": kind(found), "days": days(found),
        "foot": _("Guichet · figures as they were at the end of {day}", day=areas.on_day(period.this.last)),
    }  # fmt: skip
    if found.about.report == "place":
        return common | {"title": title(found), "places": [place(one) for one in found.places]}
    return common | {
        "title": title(found),
        "sentence": sentence(found),
        "figures": figures(over),
        "flow": _flow(found),
        "topics": _topics(over),
        "pace": _pace(over),
        "ages": _ages(over),
        "teams": _teams(found) if found.about.report == "council" else None,
        "areas": _areas(found),
        "counted": _counted(over),
    }


def sentence(found: Contents) -> list[str]:
    """The week in sentences, the first as its headline."""
    over, row = found.found, found.found.flow.this
    came = ngettext("{n} report came in", "{n} reports came in", row.new)
    went = ngettext("{n} was solved", "{n} were solved", row.solved)
    stock = ngettext("{n} is open", "{n} are open", over.backlog.open)
    more = over.backlog.open - int(row.open_start)
    turn = (
        _("as many as before") if not more else ngettext("{n} more than before", "{n} more than before", more) if more > 0
        else ngettext("{n} fewer than before", "{n} fewer than before", -more)
    )  # fmt: skip
    first = _("{came}, {went}: {stock}, {turn}.", came=came, went=went, stock=stock, turn=turn)
    late = [team for team in over.teams if team.id is not None and team.backlog.overdue]
    if not over.backlog.overdue:
        return [first, _("Nothing is overdue.")]
    if found.about.report == "team":
        since = over.backlog.late_since
        assert since is not None
        then = [ngettext("{n} is overdue, since {day}.", "{n} are overdue, the oldest since {day}.", over.backlog.overdue,
                         day=areas.on_day(since.astimezone(over.period.zone).date()))]  # fmt: skip
    else:
        worst = [
            ngettext("{team} has {n} overdue, since {day}", "{team} has {n} overdue, the oldest since {day}", team.backlog.overdue,
                     team=found.teams.get(team.id, "?"), day=areas.on_day(team.backlog.late_since.astimezone(over.period.zone).date()))
            for team in late[:2] if team.backlog.late_since
        ]  # fmt: skip
        then = [_("; ").join(worst) + "."]
    red = [found.teams.get(team.id, "?") for team in over.teams if team.flag == "red"]
    if red:
        then.append(_("Backlog and time to solution of {team} worsen for the second week.", team=", ".join(red)))
    return [first, " ".join(then)]


def figures(over: Overview) -> list[dict[str, Any]]:
    """Five figures with the period before, last year and their past."""

    def one(label: str, value: str, figure: Figure, say: Say = number, unit: str = "") -> dict[str, Any]:
        told = [{"words": words, "means": means} for words, means in changes(figure, over.period, say)]
        return {"label": label, "value": value, "unit": unit, "changes": told, "past": _line(figure.past)}

    half, unit = worked(over.solve_min.now)
    return [
        one(_("Open"), number(over.backlog.open), over.open),
        one(_("Overdue"), number(over.backlog.overdue), over.overdue),
        one(_("New"), number(over.new.now or 0), over.new),
        one(_("Solved"), number(over.solved.now or 0), over.solved),
        one(_("Half solved within"), half, over.solve_min, worked_like(over.solve_min.now), unit),
    ]


def _line(past: Sequence[float | None]) -> list[float]:
    """A sparkline's heights from 0 to 1, of what is known; nothing where that is less than two."""
    known = [float(value) for value in past if value is not None and value == value]
    if len(known) < 2:
        return []
    low, high = min(known), max(known)
    return [(value - low) / ((high - low) or 1.0) for value in known]


def _flow(found: Contents) -> dict[str, Any]:
    steps, period, row = found.picture.steps, found.picture_period, found.found.flow.this
    weekly = found.about.period.length == "7d"
    plus = [_("{n} new", n=number(row.new)), _("{n} opened again", n=number(row.reopened))]
    minus = [_("{n} solved", n=number(row.solved))]
    if found.about.team_id is not None:
        plus.append(_("{n} from other teams", n=number(row.from_others)))
        minus.append(_("{n} to other teams", n=number(row.to_others)))
    total = " + ".join([_("{n} open", n=number(row.open_start)), *plus]) + "".join(f" \N{MINUS SIGN} {part}" for part in minus)
    return {
        "alt": _("What was open, what came in and what was solved, step by step"),
        "title": _("Stock and flow, 12 weeks") if weekly else _("Stock and flow, 12 months"),
        "legend": {"open": _("Open at the end"), "new": _("New"), "solved": _("Solved")},
        "sum": f"{span_words(found.about.period.this, period)}: {total} = " + _("{n} open", n=number(row.open_end)),
        "most": max(1, int(steps.new.max()), int(steps.solved.max())),
        "steps": [
            {
                "name": _short(span.start, weekly), "new": int(one.new), "solved": int(one.solved), "open": int(one.open_end),
                "open_words": number(one.open_end), "new_words": number(one.new), "solved_words": number(one.solved),
            }
            for span, one in zip(period.steps, steps.itertuples(), strict=True)
        ],
    }  # fmt: skip


def _short(day: date, weekly: bool) -> str:
    """"16/11", or a month's name."""
    return f"{day.day}/{day.month}" if weekly else days_of(day, day, "MMM")


def _change(change: Change, by: Say | None = None) -> dict[str, str]:
    words = (by_points(change) if by is percent else by_share(change)) if change.known else ""
    return {"words": words, "means": change.means}


def _topics(over: Overview) -> dict[str, Any]:
    rows = []
    for topic in over.topics:
        share = topic.share
        rows.append({
            "name": (topic.names.get(language()) or topic.names.get("nl") or "?") if topic.id is not None else _("No topic"),
            "share": share.now, "share_words": "–" if share.now is None else percent(share.now),
            "before": _change(share.against_before, percent), "year": _change(share.against_year, percent),
            "of": number(topic.dated), "undated": number(topic.solved - topic.dated),
        })  # fmt: skip
    return {
        "title": _("On time by topic"),
        "rule": _("On time: ended before the target date, of the tickets that ended in this period and had one;"
                  " cancelled ones are left out."),
        "heads": [_("Topic"), _("On time"), _("Before"), _("Last year"), _("Of"), _("No date")],
        "rows": rows,
        "none": _("Nothing was solved in this period."),
    }


def _pace(over: Overview) -> dict[str, Any]:
    def one(label: str, figure: Figure, say: Say) -> dict[str, Any]:
        def told(value: float | None) -> str:
            return "–" if value is None else say(value)

        by = percent if say is not worked_words else None
        return {
            "label": label, "now": told(figure.now), "before": told(figure.before), "year": told(figure.year),
            "before_change": _change(figure.against_before, by), "year_change": _change(figure.against_year, by),
        }  # fmt: skip

    def tenths(share: float) -> str:
        return percent(share, 1)

    shares = [
        one(_("Solved on time"), over.on_time, percent),
        one(_("Opened again, of those solved"), over.reopened, tenths),
        one(_("Solved without any answer"), over.unanswered, tenths),
    ]
    times = [
        one(_("Half answered within"), over.answer_min, worked_words),
        one(_("Nine in ten answered within"), over.answer_p90_min, worked_words),
        one(_("Half solved within"), over.solve_min, worked_words),
        one(_("Nine in ten solved within"), over.solve_p90_min, worked_words),
    ]
    return {"title": _("How it went"), "heads": ["", _("This period"), _("Before"), _("Last year")], "rows": [*times, *shares]}


def _ages(over: Overview) -> dict[str, Any]:
    return {
        "title": _("Open by age"),
        "legend": [_("In time or without a date"), _("Overdue")],
        "most": max(1, *(age.open for age in over.ages)),
        "rows": [
            {"name": age_name(age.step), "open": age.open, "overdue": age.overdue, "words": number(age.open),
             "overdue_words": number(age.overdue)}
            for age in over.ages
        ],
    }  # fmt: skip


def _teams(found: Contents) -> dict[str, Any]:
    flags = {"yellow": _("worse for a week"), "red": _("worse for two weeks"), "": ""}
    over = found.found
    return {
        "title": _("Load per team"),
        "heads": [_("Team"), _("Open"), _("Overdue"), _("Weeks of work"), _("Half solved within")],
        "most": max([1, *(team.backlog.open for team in over.teams)]),
        "note": _("Weeks of work: what is open, divided by what the team solved in the last seven days."),
        "rows": [
            {
                "name": found.teams.get(team.id, "?") if team.id is not None else _("No team"),
                "open": team.backlog.open, "open_words": number(team.backlog.open),
                "overdue": team.backlog.overdue, "overdue_words": number(team.backlog.overdue),
                "weeks": "–" if team.weeks_of_work is None else number(team.weeks_of_work, 1),
                "half": worked_words(team.solve_min), "flag": flags[team.flag], "flag_kind": team.flag,
            }
            for team in over.teams
        ],
    }  # fmt: skip


def _areas(found: Contents) -> dict[str, Any]:
    shown = standing_out(found.areas)
    return {
        "title": _("Problem areas"),
        "rows": [
            {"kind": _(areas.KINDS[row.kind]), "kind_key": row.kind, "sentence": areas.sentence(row), "colour": int(row.colour)}
            for row in shown.head(AREAS).itertuples()
        ],
        "note": areas.chance(shown.head(AREAS)) if len(shown) else "",
        "none": nothing_stands_out(found.areas),
    }


def _counted(over: Overview) -> dict[str, Any]:
    texts = explained(over.period)
    lines = [line for name in ("open", "overdue", "solved", "pace", "ages") for line in texts[name].split("\n")]
    columns: list[list[str]] = [[], [], []]
    whole, before = sum(map(len, dict.fromkeys(lines))), 0
    for line in dict.fromkeys(lines):  # in three columns of about the same length
        columns[min(3 * (before + len(line) // 2) // whole, 2)].append(line)
        before += len(line)
    return {"title": _("How it is counted"), "columns": columns}


def summary(found: Contents) -> dict[str, Any]:
    """What its mail says: the sentences, and figures with their changes; of a report on places how many are in it."""
    if found.about.report == "place":
        n = len(found.places)
        told = ngettext("{n} neighbourhood, on a page of its own.", "{n} neighbourhoods, each on a page of its own.", n)
        return {"sentence": [told if found.about.neighbourhood_id is None else place_sentence(found.places[0])], "figures": []}
    rows = [[one["label"], f"{one['value']} {one['unit']}".strip(), one["changes"][0]["words"]] for one in figures(found.found)]
    return {"sentence": sentence(found), "figures": rows}
