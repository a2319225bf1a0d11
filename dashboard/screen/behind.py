"""The tickets behind a figure: which ones an address asks for, and the list in a dialog.

    scope = Scope.of(who.role, chosen, teams)
    scope.queue("overdue", team=3)      # where a click leads: to the queue, where the reader has it
    scope.tickets("new", week=12)       # or to a list on this page
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.insight.flow import AGE_STEPS, WEEKS, Periods, next_midnight
from dashboard.screen import ask
from dashboard.screen.filters import status_name
from dashboard.screen.house import may_open
from dashboard.screen.panel import address, panel
from dashboard.screen.theme import topic_colour
from dashboard.screen.trouble import in_words
from dashboard.screen.words import _, day, number, topic_name, zone

MOST = 200
OF_BUCKET = {"all": "open", "overdue": "overdue", "today": "today", "unassigned": "unassigned"}
KINDS = (*OF_BUCKET.values(), "new", "solved", "reopened", "stock", "untaken", "aged", "backwards")
OURS = ("tickets", "week", "step", "of", "topic", "neighbourhood")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: `teams` (ids, None = the house) and how the address says so."""

    role: str
    teams: tuple[int, ...] | None = None
    team: str | None = None

    @classmethod
    def of(cls, role: str, chosen: Mapping[str, Any], teams: pd.DataFrame) -> Scope:
        """From the filters in the address (filters.read) and the teams there are (queues/teams)."""
        if chosen["mine"]:
            return cls(role, tuple(map(int, teams.id[teams.mine])), "mine")
        if chosen["team"]:
            return cls(role, (chosen["team"],), str(chosen["team"]))
        return cls(role, None, "all" if role == "team" else None)

    def parameters(self) -> dict[str, Any]:
        return {"teams": None if self.teams is None else list(self.teams)}

    def queue(self, bucket: str, **more: Any) -> str:
        """The address of a queue; of the same list on this page for those who have no queues."""
        if may_open(self.role, "queues"):
            return address("queues", **{"bucket": bucket, "team": self.team} | more)
        more = {"of" if name == "team" else name: value for name, value in more.items()}
        return self.tickets(OF_BUCKET[bucket], **more)

    def tickets(self, kind: str, **more: Any) -> str:
        """The address of a list on this page."""
        return address("", tickets=kind, team=self.team, **more)


def _known(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _whole(value: str, most: int) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= most else None


def tickets_behind(scope: Scope, periods: Periods) -> None:
    """Open the list that the address asks for; closing it forgets it."""
    kind = st.query_params.get("tickets", "")
    if kind not in KINDS:
        return
    week = _whole(st.query_params.get("week", ""), WEEKS)
    step = _whole(st.query_params.get("step", ""), len(AGE_STEPS) - 1) or 0
    since, until = (periods.bounds[week - 1], periods.bounds[week]) if week else (periods.start, periods.end)
    of = st.query_params.get("of", "")
    if team := _whole(of, 10**9):
        scope = replace(scope, teams=(team,))
    asked = scope.parameters() | {
        "kind": kind,
        "since": periods.bounds[0] if kind == "backwards" else since,
        "until": until,
        "older": AGE_STEPS[step],
        "younger": [*AGE_STEPS, float("inf")][step + 1],
        "teamless": of == "none",
        "topic": _whole(st.query_params.get("topic", ""), 10**9),
        "neighbourhood": _whole(st.query_params.get("neighbourhood", ""), 10**9),
        "now": as_of(periods),
        "tomorrow": next_midnight(datetime.now(zone()), zone()),
        "most": MOST,
    }
    st.dialog(_title(kind, since, until, step), width="large", on_dismiss=_forget)(_list)(asked, scope.role)


def as_of(periods: Periods) -> datetime:
    """Until when ages run: for ever, or to the end of data that have ended."""
    return periods.end if periods.ended else datetime(9999, 1, 1, tzinfo=zone())


def _forget() -> None:
    for name in OURS:
        st.query_params.pop(name, None)


def period_words(since: datetime, until: datetime) -> str:
    """"wo 28 okt to di 3 nov": both days belong to it."""
    return _("{first} to {last}", first=day(since), last=day(until - timedelta(hours=12)))


def age_name(step: int) -> str:
    """The name of one age of open tickets."""
    return (_("Less than 1 week"), _("1 to 4 weeks"), _("1 to 3 months"), _("More than 3 months"))[step]


def _title(kind: str, since: datetime, until: datetime, step: int) -> str:
    period = period_words(since, until)
    return {
        "new": _("New, {period}", period=period),
        "solved": _("Solved, {period}", period=period),
        "reopened": _("Opened again, {period}", period=period),
        "stock": _("Open at the end of {day}", day=day(until - timedelta(hours=12))),
        "open": _("Open tickets, oldest first"),
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "unassigned": _("Unassigned"),
        "untaken": _("Not taken by a person"),
        "aged": _("Open: {age}", age=age_name(step).lower()),
        "backwards": _("Ended before they began"),
    }[kind]


@in_words()
def _list(asked: dict[str, Any], role: str) -> None:
    frame = ask("overview/tickets", **asked)
    if frame.empty:
        st.info(_("No ticket is behind this figure any more."), icon=":material/check_circle:")
        return
    linked = may_open(role, "queues")
    titles: dict[int, str] = {}
    if role != "presenter":
        found = ask("overview/titles", tickets=[int(ticket) for ticket in frame.id])
        titles = dict(zip(found.id, found.title, strict=True))
    there = int(frame.in_all.iloc[0])
    st.caption(_("{n} of {all} tickets", n=number(len(frame)), all=number(there)))
    with st.container(height=560, border=False):
        panel("behind", _lines(frame, asked["kind"], titles, linked))


def _lines(frame: pd.DataFrame, kind: str, titles: dict[int, str], linked: bool) -> str:
    last = {"solved": (_("Solved"), "ended_at"), "overdue": (_("Target date"), "target_at"), "today": (_("Target date"), "target_at")}
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
        target = escape(address("queues", ticket=row.id, team="all"), quote=True)
        start = f'<a class="line" href="{target}" data-go="{target}">' if linked else '<div class="line">'
        lines.append(start + "".join(cells) + ("</a>" if linked else "</div>"))
    columns = "5rem " + ("minmax(0,2fr) " if titles else "") + "minmax(0,1.2fr) minmax(0,1.6fr) minmax(0,1fr) 6rem 6.5rem"
    return f'<div class="list" style="--cols:{columns}">{"".join(lines)}</div>'
