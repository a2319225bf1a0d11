"""Overview: what is stuck, where, since when and whose; every figure opens the tickets behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.insight.flow import AGE_STEPS, Periods, next_midnight, stock
from dashboard.screen import ask, me, overview
from dashboard.screen.behind import Scope, as_of, tickets_behind
from dashboard.screen.filters import read, team_choice
from dashboard.screen.head import head
from dashboard.screen.hours import hours
from dashboard.screen.live import ask_shared, news
from dashboard.screen.panel import link, panel
from dashboard.screen.trouble import fragment
from dashboard.screen.words import _, day, ngettext, zone


def periods_of(span: Any) -> Periods:
    return Periods.until(datetime.now(zone()), zone(), span.last_at)


def remarks(span: Any, periods: Periods) -> None:
    """What a reader must know before believing the figures; silent as a rule."""
    if periods.ended:
        text = _("These data end on {day}: periods and ages are taken to that day, not to today.", day=day(span.last_at))
        st.info(text, icon=":material/history:")
    if not span.ends_known:
        st.info(_("The data do not say when a ticket was solved, so that every one counts as open."), icon=":material/help:")


def set_apart(periods: Periods, scope: Scope) -> None:
    """Tickets whose dates cannot be true, counted and shown; silent when there are none."""
    absurd = int(ask_shared("overview/backwards", since=periods.bounds[0], **scope.parameters()).n.iloc[0])
    if absurd:
        words = ngettext(
            "{n} ticket ended before it began: counted at its opening, in no duration.",
            "{n} tickets ended before they began: counted at their opening, in no duration.",
            absurd,
        )
        panel("set-apart", f'<p class="sub">{link(scope.tickets("backwards"), words)}</p>')


@fragment
def board(scope: Scope) -> None:
    """The figures; runs again when tickets changed."""
    news("overview-news")
    span = next(ask_shared("overview/span").itertuples())
    periods = periods_of(span)
    if span.first_at is None:
        st.info(_("There is no ticket yet. The first ones appear by themselves as soon as they are copied."), icon=":material/downloading:")
        return
    whose = scope.parameters()
    until = as_of(periods)
    now = next(ask_shared("overview/now", tomorrow=next_midnight(datetime.now(zone()), zone()), until=until, **whose).itertuples())
    weeks = stock(ask_shared("overview/flow", bounds=list(periods.bounds), **whose), int(now.open))
    past = ask_shared("overview/past", at=list(periods.bounds), **whose)
    panel("sentence", overview.sentence(now, ask_shared("overview/stuck", **whose), scope))
    remarks(span, periods)
    panel("figures", overview.figures(now, weeks, past, periods, scope, span.first_at))
    panel("flow", overview.flow(weeks, periods, scope, span.copied_at))
    set_apart(periods, scope)
    left, right = st.columns([5, 3], gap="large")
    with left:
        panel("teams", overview.teams(ask_shared("overview/teams", until=until, **whose), scope, periods, own))
    with right:
        ages = ask_shared("overview/ages", steps=list(map(float, AGE_STEPS)), until=until, **whose)
        panel("ages", overview.ages(ages, scope, periods))
    hours(ask_shared("overview/hours", since=periods.start, until=periods.end, zone=str(zone()), **whose), periods)


who = me()
chosen = read(st.query_params, who.role)
teams = ask("queues/teams")
own = {int(team) for team in teams.id[teams.mine]}
scope = Scope.of(who.role, chosen, teams)
head(_("Overview"), beside=lambda: team_choice(chosen, teams))
board(scope)
tickets_behind(scope, periods_of(next(ask_shared("overview/span").itertuples())))
