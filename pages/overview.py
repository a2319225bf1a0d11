"""Overview: what is stuck, where, since when and whose; every figure opens the tickets behind it."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dashboard.figures import City, extent, overview
from dashboard.insight.period import next_midnight
from dashboard.screen import ask, choices, me, overview_rows
from dashboard.screen import overview as drawn
from dashboard.screen.behind import tickets_behind
from dashboard.screen.head import head
from dashboard.screen.hours import hours
from dashboard.screen.live import ask_shared, news
from dashboard.screen.panel import panel
from dashboard.screen.scope import Scope
from dashboard.screen.trouble import fragment
from dashboard.screen.words import _, day, zone


def remarks(city: City, scope: Scope) -> None:
    """What a reader must know before believing the figures; silent as a rule."""
    period = scope.period
    if period.ended and city.last_at:
        text = _("These data end on {day}: everything is counted as it was at the end of that day. What ended later counts as open.",
                 day=day(city.last_at))  # fmt: skip
        st.info(text, icon=":material/history:")
    if not city.ends_known:
        text = _("The data do not say when a ticket was solved, so that every one counts as open.")
        st.info(text, icon=":material/help:")
    if period.as_was and city.reconstructed(period.this.last, period):
        text = _("Reconstructed from the dates of opening, solving and closing: forwards are unknown, so each ticket counts for the team"
                 " that has it now.")  # fmt: skip
        st.info(text, icon=":material/history:")


def at_this_moment(scope: Scope) -> drawn.Live:
    """What only this moment has, in the reader's own sight."""
    whose = scope.selection.parameters()
    now = next(ask_shared("overview/now", tomorrow=next_midnight(datetime.now(zone()), zone()), **whose).itertuples())
    stuck = ask_shared("overview/stuck", **whose)
    handed = stuck if stuck.empty else ask_shared("overview/handed", team=int(stuck.team_id[0]), moment=scope.period.moment, **whose)
    return drawn.Live(now, stuck, handed)


@fragment
def board() -> None:
    """The figures; runs again when tickets changed."""
    news("overview-news")
    city = extent(ask_shared)
    scope = chosen.scope(datetime.now(zone()), zone(), city)
    if city.first_at is None:
        st.info(_("There is no ticket yet. The first ones appear by themselves as soon as they are copied."), icon=":material/downloading:")
        return
    live = at_this_moment(scope) if scope.period.live else None
    found = overview(ask_shared, scope.period, scope.selection, city)
    names = {int(row.id): str(row.name) for row in ask_shared("overview/names").itertuples(index=False)}
    panel("sentence", drawn.sentence(found, names, scope, live))
    remarks(city, scope)
    panel("figures", drawn.cards(found, scope, live))
    panel("flow", drawn.flow(found, scope, city))
    whose = scope.selection.parameters()
    held = ask_shared("overview/teams", **whose) if live else None
    left, right = st.columns([5, 2], gap="large")
    with left:
        panel("teams", overview_rows.teams(found, held, names, scope, own))
    with right:
        panel("ages", overview_rows.ages(found, scope))
    panel("pace", overview_rows.pace(found, scope))
    panel("topics", overview_rows.topics(found, scope))
    during = {"since": scope.period.this.start, "until": scope.period.this.end, **whose}
    hours(ask_shared("overview/hours", **during), scope.period)
    odd = next(ask_shared("overview/oddities", **during).itertuples())
    panel("rules", overview_rows.rules(odd, ask_shared("overview/restricted"), scope))


who = me()
teams = ask("queues/teams")
own = {int(team) for team in teams.id[teams.mine]}
chosen = choices.read(st.query_params, who.role, teams)
reach = extent(ask_shared)
head(_("Overview"), beside=lambda: choices.draw_day(chosen, reach))
choices.draw(chosen, teams)
board()
tickets_behind(chosen.scope(datetime.now(zone()), zone(), reach))
