"""The tickets behind a figure: which ones an address asks for, and the list in a dialog.

    tickets_behind(scope)      # at the end of a page; scope.tickets("new", span="this") is the address that opens it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures import Selection
from dashboard.insight.flow import AGE_STEPS
from dashboard.insight.period import Period, Span, midnight, next_midnight
from dashboard.screen import ask
from dashboard.screen.filters import status_name, whole
from dashboard.screen.house import may_open
from dashboard.screen.live import ask_shared
from dashboard.screen.panel import address, panel
from dashboard.screen.scope import Scope
from dashboard.screen.theme import topic_colour
from dashboard.screen.trouble import in_words
from dashboard.screen.words import _, day, number, topic_name, zone

MOST = 200
#: Of this moment, as the reader may see them: from the database. Those of a past day and of periods: from the columnar copy.
NOW = ("open", "overdue", "today", "untaken", "unassigned")
MOMENT = ("open", "overdue", "handed", "aged")
SPAN = (
    "new", "solved", "reopened", "done", "dated", "on_time", "late", "unanswered", "timed", "answered", "backwards", "absurd", "outside",
    "nowhere", "undated",
)  # fmt: skip
OURS = ("tickets", "span", "step", "of", "about", "place", "giver")


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that an address asks for; `end`: of what is open, the end of which span (None = the period's own moment)."""

    kind: str
    span: Span
    step: int
    selection: Selection
    teamless: bool
    topicless: bool
    giver: int | None
    end: bool

    @classmethod
    def of(cls, query: Mapping[str, str], scope: Scope) -> Asked | None:
        """None where the address asks for no list."""
        kind, period, chosen = query.get("tickets", ""), scope.period, scope.selection
        if kind not in {*NOW, *MOMENT, *SPAN}:
            return None
        spans = {"before": period.before, "year": period.year} | {str(n): span for n, span in enumerate(period.steps)}
        of, about = query.get("of", ""), query.get("about", "")
        return cls(
            kind,
            spans.get(query.get("span", ""), period.this),
            min(whole(query.get("step", "")) or 0, len(AGE_STEPS) - 1),
            Selection(
                (team,) if (team := whole(of)) else chosen.teams,
                whole(about) or chosen.topic,
                whole(query.get("place", "")) or chosen.neighbourhood,
                chosen.channel,
                chosen.priority,
            ),
            of == "none",
            about == "none",
            whole(query.get("giver", "")),
            query.get("span", "") in {*spans, "this"},
        )

    def moment(self, period: Period) -> datetime:
        return midnight(self.span.end, period.zone) if self.end else period.moment

    def live(self, period: Period) -> bool:
        return self.kind in NOW and not self.end and (period.live or self.kind not in MOMENT)

    def parameters(self, period: Period) -> dict[str, Any]:
        """As overview/behind takes them, or overview/behind_now where the list is of this moment."""
        asked = self.selection.parameters() | {"kind": self.kind, "teamless": self.teamless, "most": MOST}
        if self.live(period):
            return asked
        return asked | {
            "since": self.span.start, "until": self.span.end, "moment": self.moment(period), "giver": self.giver,
            "older": AGE_STEPS[self.step], "younger": [*AGE_STEPS, 10**6][self.step + 1], "topicless": self.topicless,
        }  # fmt: skip

    def find(self, period: Period) -> pd.DataFrame:
        """id and in_all, in the list's order."""
        if self.live(period):
            return ask("overview/behind_now", tomorrow=next_midnight(datetime.now(zone()), zone()), **self.parameters(period))
        return ask_shared("overview/behind", **self.parameters(period))


def tickets_behind(scope: Scope) -> None:
    """Open the list that the address asks for; closing it forgets it."""
    asked = Asked.of(st.query_params, scope)
    if asked is not None:
        st.dialog(_title(asked, scope.period), width="large", on_dismiss=_forget)(_list)(asked, scope)


def _forget() -> None:
    for name in OURS:
        st.query_params.pop(name, None)


def span_words(span: Span, period: Period) -> str:
    """"wo 28 okt to di 3 nov": both days belong to it; one day alone is itself."""
    first, last = (day(midnight(date, period.zone)) for date in (span.start, span.last))
    return first if first == last else _("{first} to {last}", first=first, last=last)


def age_name(step: int) -> str:
    """The name of one age of open tickets."""
    return (_("Less than 1 week"), _("1 to 4 weeks"), _("1 to 3 months"), _("More than 3 months"))[step]


def _title(asked: Asked, period: Period) -> str:
    name = {
        "new": _("New"), "solved": _("Solved"), "reopened": _("Opened again"), "open": _("Open"), "overdue": _("Overdue"),
        "today": _("Due today"), "unassigned": _("Unassigned"), "untaken": _("Not taken by a person"),
        "aged": _("Open: {age}", age=age_name(asked.step).lower()),
        "done": _("Solved, cancelled ones apart"), "dated": _("Solved, with a target date"), "on_time": _("Solved on time"),
        "late": _("Solved too late"), "unanswered": _("Solved without any answer"), "timed": _("Solved, the slowest first"),
        "answered": _("Answered, the slowest first"), "handed": _("Overdue, forwarded by another team"),
        "backwards": _("Ended before they began"), "absurd": _("Longer than can be true"), "outside": _("Outside the city"),
        "nowhere": _("Without a place"), "undated": _("Without a target date"),
    }[asked.kind]  # fmt: skip
    if asked.kind in SPAN:
        return f"{name}, {span_words(asked.span, period)}"
    if asked.live(period) or not (asked.end or period.as_was):
        return name
    last = asked.span.end if asked.end else period.end
    return _("{what} at the end of {day}", what=name, day=day(midnight(Span(last, last).last, period.zone)))


@in_words()
def _list(asked: Asked, scope: Scope) -> None:
    listed(asked.find(scope.period), asked.kind, scope.role)


def listed(found: pd.DataFrame, kind: str, role: str) -> None:
    """The tickets of `found` (id, in_all) in its order; `kind` says which of their dates matters."""
    ids = [int(ticket) for ticket in found.id]
    frame = ask("overview/tickets", tickets=ids).set_index("id", drop=False).reindex(ids).dropna(subset="number")
    if frame.empty:
        st.info(_("No ticket is behind this figure any more."), icon=":material/check_circle:")
        return
    titles: dict[int, str] = {}
    if role != "presenter":
        named = ask("overview/titles", tickets=ids)
        titles = dict(zip(named.id, named.title, strict=True))
    there = int(found.in_all.iloc[0])
    st.caption(_("{n} of {all} tickets", n=number(len(frame)), all=number(there)))
    with st.container(height=560, border=False):
        panel("behind", _lines(frame, kind, titles, may_open(role, "queues")))


def _known(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _lines(frame: pd.DataFrame, kind: str, titles: dict[int, str], linked: bool) -> str:
    ended, target = (_("Solved"), "ended_at"), (_("Target date"), "target_at")
    last = dict.fromkeys(("solved", "done", "dated", "on_time", "late", "unanswered", "timed"), ended) | dict.fromkeys(
        ("overdue", "today", "handed"), target
    )
    when, moment = last.get(kind, (_("Received"), "opened_at"))
    heads = [_("Number"), *([_("Title")] if titles else []), _("Topic"), _("Place"), _("Team"), _("Status"), when]
    more = [""] * (2 if titles else 1)
    kinds = [*more, "less", "less", "less", "less", ""]
    drawn = "".join(f'<span class="{less}">{escape(name)}</span>' for name, less in zip(heads, kinds, strict=True))
    lines = [f'<div class="line faint">{drawn}</div>']
    for row in frame.itertuples():
        street = f"{_known(row.street)} {_known(row.house_number)}".strip() if _known(row.street) else ""
        place = ", ".join(part for part in (street, _known(row.neighbourhood)) if part) or _("No place")
        at = getattr(row, moment)
        topic = topic_name(row) if _known(row.name_nl) else _("No topic")
        colour = topic_colour(int(row.colour)) if _known(row.colour) else "var(--line)"
        words = [escape(titles.get(row.id) or _("No title"))] if titles else []
        cells = [
            f'<span class="num">{escape(row.number)}</span>',
            *(f'<span title="{word}">{word}</span>' for word in words),
            f'<span class="less"><i class="spot" style="background:{colour}"></i>{escape(topic)}</span>',
            f'<span class="less faint">{escape(place)}</span>',
            f'<span class="less faint">{escape(_known(row.team) or _("nobody"))}</span>',
            f'<span class="less faint">{escape(status_name(row.status))}</span>',
            f'<span class="faint num">{"" if pd.isna(at) else escape(day(at))}</span>',
        ]
        go = escape(address("queues", ticket=row.id, team="all"), quote=True)
        start = f'<a class="line" href="{go}" data-go="{go}">' if linked else '<div class="line">'
        lines.append(start + "".join(cells) + ("</a>" if linked else "</div>"))
    columns = "5rem " + ("minmax(0,2fr) " if titles else "") + "minmax(0,1.2fr) minmax(0,1.6fr) minmax(0,1fr) 6rem 6.5rem"
    return f'<div class="list" style="--cols:{columns}">{"".join(lines)}</div>'
