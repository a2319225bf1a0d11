"""Street map: where something waits, street by street, and the tickets of one street beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.city import ground as geometry
from dashboard.city.hexagons import Grid
from dashboard.screen import ask, me, places, store
from dashboard.screen.filters import filters, narrowed, nothing_found
from dashboard.screen.head import head
from dashboard.screen.live import news
from dashboard.screen.place_link import file_link
from dashboard.screen.place_list import go, place_list, street_search
from dashboard.screen.queue_board import rows_and_groups
from dashboard.screen.queue_list import queue_list
from dashboard.screen.ramp import MEASURES, legend
from dashboard.screen.street_map import street_map
from dashboard.screen.ticket import ticket_card
from dashboard.screen.trouble import fragment
from dashboard.screen.words import _, day, number


def beside(found: pd.DataFrame, rows: list[dict[str, Any]], ground: geometry.Ground, rest: Any, asked: dict[str, Any]) -> None:
    """The list of places, and what is in none of them."""
    boxes = places.boxes(found, ground)
    if ground.streets:
        street_search(ground)
    if found.empty and narrowed(asked):
        nothing_found()
    elif found.empty:
        st.success(_("Nothing waits in any street."), icon=":material/check_circle:")
    else:
        with st.container(height=470, border=False):
            place_list(rows, lambda place: go(place, boxes.get(place)))
    with st.container(horizontal=True, gap="small"):
        for kind in places.REST:
            n = int(getattr(rest, kind))
            if n and st.button(places.rest_in_words(kind, n), key=f"rest-{kind}", type="tertiary"):
                go(kind)
                st.rerun(scope="fragment")


def one_ticket(ticket: int, back: str) -> None:
    """The card, and the way back."""
    if st.button(back, icon=":material/arrow_back:", type="tertiary", key="back-from-ticket"):
        del st.query_params["ticket"]
        st.rerun(scope="fragment")
    ticket_card(ticket)


def tickets_of(place: tuple[str, list[int]], shown: pd.DataFrame, ground: geometry.Ground) -> None:
    """The tickets of one place."""
    if st.button(_("All streets") if ground.streets else _("All areas"), icon=":material/arrow_back:", type="tertiary", key="all-places"):
        go(None)
        st.rerun(scope="fragment")
    st.subheader(places.title(place, ground), anchor=False)
    if place[0] == "street":
        file_link("map-file", place[1][0])
    there = int(shown.in_group.iloc[0]) if len(shown) else 0
    if not there:
        st.caption(_("Nothing waits here."))
    else:
        with st.container(height=470, border=False):
            queue_list(rows_and_groups(shown))
    if there > len(shown):
        st.caption(_("The oldest {n} are shown.", n=number(len(shown))))


@fragment
def board(chosen: dict[str, Any]) -> None:
    """Map and list; runs again when tickets changed."""
    news("map-news")
    ground = geometry.current(store(), me())
    asked = chosen | {"since": places.since()}
    box = places.extent(ground, asked)
    if box is None:
        st.info(_("There is nothing to draw yet: no streets and no tickets with a place. An administrator can import streets."))
        return
    grid = Grid.over(box)
    if asked["since"]:
        st.caption(_("These sources do not say what is open. You see what was reported since {day}.", day=day(asked["since"])))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        names = [name for name in MEASURES if name == "number" or (not asked["since"] and (name != "density" or ground.streets))]
        measure = MEASURES[
            st.segmented_control(
                _("Colour"), names, default="number", format_func=lambda name: _(MEASURES[name].name), key="measure",
                required=True, label_visibility="collapsed",
            )
        ]
        everywhere = st.toggle(_("Tickets as points"), key="points")
    found, begins = places.ranked(places.measured(ground, grid, asked), measure)
    place = places.parse(st.query_params.get("place", ""))
    wanted = st.query_params.get("ticket", "")
    ticket = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    shown = places.tickets(place, grid, asked) if place else pd.DataFrame()
    points = places.tickets(("all", []), grid, asked, places.MOST_POINTS) if everywhere else shown
    left, right = st.columns([5, 3], gap="medium")
    with left:
        street_map(
            ground, box, chosen=st.query_params.get("place", ""), points=points if len(points) else None, selected=ticket,
            **places.drawn(found, measure, ground),
        )
        legend(measure, begins, list(found.step), len(ground.streets) - len(found) if ground.streets else None)
    with right:
        if ticket:
            one_ticket(ticket, _("Back to {place}", place=places.title(place, ground)) if place else _("Back to the list"))
        elif place:
            tickets_of(place, shown, ground)
        else:
            beside(found, places.rows(found, measure), ground, ask("map/rest", **asked).iloc[0], chosen)


head(_("Street map"))
board(filters())
