"""Problem areas: where more is reported than is usual there, one sentence each, and what is done about it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.city import ground as geometry
from dashboard.screen import area_filters, area_list, area_map, areas, ask, me, places, store
from dashboard.screen.area_acts import act_line, area_acts, due
from dashboard.screen.area_card import area_card
from dashboard.screen.head import head
from dashboard.screen.live import ask_shared
from dashboard.screen.panel import address, link, panel
from dashboard.screen.queue_board import rows_and_groups
from dashboard.screen.queue_list import queue_list
from dashboard.screen.street_map import fly, street_map
from dashboard.screen.ticket import ticket_card
from dashboard.screen.words import _, number


def back(words: str, *names: str) -> None:
    """The way out of a card."""
    if st.button(words, icon=":material/arrow_back:", type="tertiary", key="back"):
        for name in names:
            st.query_params.pop(name, None)
        st.rerun()


def remarks(run: Any, shown: pd.DataFrame) -> None:
    """What a reader must know before believing the list."""
    if run.ended:
        text = _("These data end on {day}: what is usual and what is new is taken to that day.", day=areas.on_day(areas.last_day(run)))
        st.info(text, icon=":material/history:")
    words = " ".join([areas.chance(shown), _("Reports are not need: a quiet street may suffer as much.")])
    panel("remarks", f'<p class="sub">{words} {link(address("method"), _("How problem areas are found") + " →")}</p>')


def found_here(run: Any, shown: pd.DataFrame, inner: dict[int, list[Any]]) -> None:
    """The list, and what was set apart."""
    if shown.empty:
        st.success(_("Nothing is out of the usual here."), icon=":material/check_circle:")
    else:
        with st.container(height=470, border=False, key="area-list"):
            panel("areas", area_list.listed(shown, inner, chosen.kept))
    panel("apart", area_list.apart(run))


def decided_here(acts: pd.DataFrame, found: pd.DataFrame) -> None:
    """What the reader watches, or what is planned."""
    if acts.empty:
        words = _("You watch nothing yet: open a problem area and choose Watch.") if chosen.kind == "watched" else _("Nothing is planned.")
        st.info(words, icon=":material/event:")
    listed = list(acts.itertuples())
    if chosen.kind == "watched":
        drawn, listed = area_list.watched(acts, found, chosen.kept)
        panel("watched", drawn)
    for act in listed:
        act_line(act, place=True)


def one(row: Any, tickets: pd.DataFrame) -> None:
    """A finding: card, acts, tickets."""
    back(_("All problem areas"), "place")
    area_card(row)
    area_acts(row, decided)
    st.caption(_("{n} of {all} tickets", n=number(len(tickets)), all=number(row.observed)))
    with st.container(height=360, border=False):
        queue_list(rows_and_groups(tickets))


chosen = area_filters.read(st.query_params, me().role)
runs, decided = ask_shared("areas/runs"), ask("areas/acts")
head(_("Problem areas"), beside=lambda: area_filters.run_choice(chosen, runs))
run = area_filters.run_of(chosen, runs)
found = ask_shared("areas/findings", run=None if run is None else int(run.id))
narrowed, inner = areas.folded(areas.narrowed(found, chosen.topic, chosen.neighbourhood))
area_filters.draw(chosen, narrowed, decided)
due(decided)
if run is None:
    st.info(_("Nobody has looked yet. Each night the worker looks by itself; `guichet areas` looks now."), icon=":material/bedtime:")
    st.stop()
shown = narrowed[narrowed.kind == chosen.kind] if chosen.kind in areas.KINDS else narrowed
row = next((row for row in found.itertuples() if areas.key(row) == chosen.place), None)
tickets = ask("areas/tickets", finding=-1 if row is None else int(row.id))
acts = areas.narrowed(decided[(decided.kind == "watch") == (chosen.kind == "watched")], chosen.topic, None)
remarks(run, shown)
left, right = st.columns([3, 4], gap="medium")
with left:
    if chosen.ticket is not None:
        back(_("Back to the problem area"), "ticket")
        ticket_card(chosen.ticket)
    elif row is not None:
        one(row, tickets)
    elif chosen.kind in area_filters.DECIDED:
        decided_here(acts, found)
    else:
        if chosen.place:
            st.info(_("What this link was about is as usual in this run."), icon=":material/check:")
        found_here(run, shown, inner)
with right:
    ground = geometry.current(store(), me())
    extent = places.extent(ground, {"since": None})
    if st.session_state.get("_area") != chosen.place and (box := extent if row is None else area_map.box(row)):
        fly(box)
    st.session_state["_area"] = chosen.place
    if extent is not None:
        decisions = row is None and chosen.kind in area_filters.DECIDED
        drawn = area_map.planned(acts) if decisions else area_map.cells(shown if row is None else found[found.id == row.id])
        street_map(ground, extent, steps={}, values={}, chosen=chosen.place, cells=drawn, points=tickets, selected=chosen.ticket)
        if not decisions:
            panel("times", area_map.legend())
