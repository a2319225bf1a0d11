"""What is done about a problem area: the buttons, and the list of what was decided with the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

from dashboard.acts import area as acts
from dashboard.acts.draft import Draft
from dashboard.errors import Trouble
from dashboard.screen import area_map, areas, ask, me, settings, store
from dashboard.screen.house import may_open
from dashboard.screen.street_map import fly
from dashboard.screen.words import _, day, ngettext, speaking, topic_name, zone

DRAFT = "_area_draft"


def spot(row: Any) -> acts.Spot:
    """What an act is about, from a finding or an act."""
    return acts.Spot(int(row.topic_id), row.place_kind, int(row.place), row.name, row.beside, float(row.lon), float(row.lat))


def area_acts(row: Any, decided: pd.DataFrame) -> None:
    """Watch, round, reminder, ticket for a finding; below, what was decided about it."""
    here = decided[(decided.topic_id == row.topic_id) & (decided.place_kind == row.place_kind) & (decided.place == row.place)]
    watching = here[(here.kind == "watch") & (here.state == "open")]
    with st.container(horizontal=True, gap="small", key="area-acts"):
        with st.popover(_("Plan a round"), icon=":material/directions_walk:"):
            _round(row)
        with st.popover(_("Follow up"), icon=":material/event:"):
            _follow_up(row)
        if watching.empty and st.button(_("Watch"), icon=":material/visibility:", key="watch"):
            _do(lambda: acts.watch(store(), me(), spot(row)))
        elif not watching.empty and st.button(_("Stop watching"), icon=":material/visibility_off:", key="unwatch"):
            _do(lambda: acts.undo(store(), me(), int(watching.id.iloc[0])))
    for act in here[here.kind != "watch"].itertuples():
        act_line(act)


def act_line(act: Any, place: bool = False) -> None:
    """One thing that was decided, and what can be done with it; `place` says where it is, for lists of several places."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"act-{act.id}"):
        with st.container(gap=None, width="stretch"):
            st.text(act_words(act))
            about = [f"{topic_name(act)}, {areas.where(act)}"] if place else []
            if about := [*about, act.words] if act.words else about:
                st.text(" · ".join(about))
        if place and st.button(_("Show on the map"), key=f"show-{act.id}", type="tertiary", icon=":material/pin_drop:"):
            fly(area_map.near(act))
        dated = act.kind in ("round", "reminder")
        if dated and act.state == "open" and st.button(_("Done"), key=f"done-{act.id}", icon=":material/check:"):
            _do(lambda: acts.finish(store(), me(), int(act.id)))
        back = _("Stop watching") if act.kind == "watch" else _("Undo")
        if (act.mine or act.kind == "round") and st.button(back, key=f"undo-{act.id}", type="tertiary"):
            _do(lambda: acts.undo(store(), me(), int(act.id)))


def act_words(act: Any) -> str:
    """What was decided, in one line."""
    if act.state == "done":
        done = {"round": _("Round made"), "reminder": _("Reminder done")}[act.kind]
        return f"{done}, {day(act.at)}"
    if act.kind == "watch":
        return _("As usual")
    if act.kind == "ticket":
        return _("Ticket {number} opened {day}", number=act.number, day=day(act.at))
    when = areas.on_day(act.on_day)
    if act.kind == "reminder":
        return _("Reminder for {day}", day=when)
    return _("Round on {day}, {team}", day=when, team=act.team) if isinstance(act.team, str) else _("Round on {day}", day=when)


def _round(row: Any) -> None:
    teams = ask("queues/teams")
    names: dict[int | None, str] = {None: _("No team yet"), **{int(team.id): str(team.name) for team in teams.itertuples()}}
    with st.form("round", border=False):
        on_day = st.date_input(_("Day"), value=_today() + timedelta(days=1), min_value=_today(), format="DD/MM/YYYY")
        team = st.selectbox(_("Team"), list(names), format_func=names.__getitem__)
        words = st.text_input(_("What to look for"), max_chars=acts.LONGEST_WORDS)
        if st.form_submit_button(_("Plan the round")):
            _do(lambda: acts.plan_round(store(), me(), spot(row), on_day=on_day, team_id=team, words=words))


def _follow_up(row: Any) -> None:
    ways = {"reminder": _("Remind me")} | ({"ticket": _("Open a ticket")} if may_open(me().role, "patrol") else {})
    way = st.segmented_control(_("How"), list(ways), format_func=ways.__getitem__, default="reminder", key="follow-up", required=True,
                               label_visibility="collapsed")  # fmt: skip
    with st.form("follow-up-form", border=False):
        if way == "reminder":
            on_day = st.date_input(_("Day"), value=_today() + timedelta(weeks=2), min_value=_today(), format="DD/MM/YYYY")
            words = st.text_input(_("What for"), max_chars=acts.LONGEST_WORDS)
            if st.form_submit_button(_("Remind me")):
                _do(lambda: acts.remind(store(), me(), spot(row), on_day=on_day, words=words))
        else:
            with speaking(settings().toml.city.language):
                proposal = _("Problem area: {sentence}.", sentence=areas.sentence(row))
            words = st.text_area(_("What should be done"), value=proposal, max_chars=2000)
            st.caption(_("It goes to TOPdesk like every other report."))
            if st.form_submit_button(_("Open the ticket")):
                _do(lambda: acts.open_ticket(store(), me(), spot(row), _draft(row, words), city=settings().toml))


def _draft(row: Any, words: str) -> Draft:
    """The same draft until it was stored, so that a second click makes no second ticket."""
    kept = st.session_state.setdefault(DRAFT, {})
    id = kept.setdefault((areas.key(row), words), uuid4())
    place = {"how": "street", "street_id": int(row.street_id)} if row.street_id == row.street_id else {"how": "hand"}
    return Draft.model_validate({"id": id, "topic": row.topic, "lat": row.lat, "lon": row.lon, "words": words} | place)


def _do(act: Callable[[], Any]) -> None:
    try:
        act()
    except Trouble as trouble:
        st.error(_(str(trouble)))
        return
    st.session_state.pop(DRAFT, None)
    st.rerun()


def _today() -> Any:
    return datetime.now(zone()).date()


def due(decided: pd.DataFrame) -> None:
    """The reader's reminders whose day has come; silent when there are none."""
    if decided.empty:
        return
    now = decided[(decided.kind == "reminder") & (decided.state == "open") & (decided.on_day <= _today())]
    if len(now):
        with st.container(border=True, key="due"):
            st.text(ngettext("{n} reminder is due", "{n} reminders are due", len(now)))
            for act in now.itertuples():
                act_line(act, place=True)
