"""Street and neighbourhood file: what is open here, what comes back, how it fares against the city, works and publications."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.figures import extent
from dashboard.insight.period import Period, next_midnight
from dashboard.screen import ask, me, street_file
from dashboard.screen.filters import whole
from dashboard.screen.head import head
from dashboard.screen.live import ask_shared, news
from dashboard.screen.panel import address, panel
from dashboard.screen.place_map import file_map
from dashboard.screen.publications import elsewhere, newest, paste_form, publications
from dashboard.screen.queue_board import rows_and_groups
from dashboard.screen.queue_list import queue_list
from dashboard.screen.street_behind import tickets_behind
from dashboard.screen.street_choice import Place, busiest, current, neighbours, search
from dashboard.screen.ticket import ticket_card
from dashboard.screen.trouble import fragment, in_words
from dashboard.screen.words import _, number, zone

MOST_TICKETS, MOST_POINTS, MOST_NEWS = 100, 500, 12
EVERYTHING = dict.fromkeys(("team", "topic", "priority", "text", "status", "street", "neighbourhood")) | {"mine": False}


def open_here(place: Place, **more: Any) -> Any:
    """Open tickets in the order of a queue, as the reader may see them."""
    tomorrow = next_midnight(datetime.now(zone()), zone())
    return ask("queues/list", **EVERYTHING | place.parameters() | more, bucket="all", most=MOST_TICKETS, tomorrow=tomorrow)


def figures(place: Place, period: Period, city: Any) -> None:
    """The place against the city, over twelve months."""
    spans = (period.this, period.before)
    here, before = (next(ask_shared("street/pace", **place.parameters(), since=s.start, until=s.end).itertuples()) for s in spans)
    everywhere = ask_shared("street/pace", street=None, neighbourhood=None, since=period.this.start, until=period.this.end)
    now = next(ask("street/now", **place.parameters()).itertuples())
    fares = street_file.Fares(now, here, before if city.knows(period.before, period) else None, next(everywhere.itertuples()))
    panel("figures", street_file.figures(place, me().role, fares, period, street_file.monthly(place, period)))


def tickets(place: Place, found: Any) -> None:
    """What is open, or one of its tickets."""
    ticket = whole(st.query_params.get("ticket", ""), 18)
    if ticket:
        if st.button(_("Back to {place}", place=place.name), icon=":material/arrow_back:", type="tertiary", key="back"):
            del st.query_params["ticket"]
            st.rerun(scope="fragment")
        ticket_card(ticket)
        return
    st.subheader(_("Open now"), anchor=False)
    if found.empty:
        st.success(_("Nothing is open here."), icon=":material/check_circle:")
        return
    with st.container(height=min(420, 110 + 76 * len(found)), border=False):
        queue_list(rows_and_groups(found))
    if int(found.in_all.iloc[0]) > len(found):
        st.caption(_("The first {n} are shown.", n=number(len(found))))


def told(place: Place) -> None:
    """Works and publications."""
    today = datetime.now(zone()).date()
    works, others = (
        ask("publications/of_place", **place.parameters(), today=today, works=kind, most=MOST_NEWS) for kind in (True, False)
    )
    planned = street_file.planned(place, int(ask("street/now", **place.parameters()).planned.iloc[0]), me().role)
    publications("works", _("Works"), works, _("Nothing is planned here, and no news speaks of works."), planned)
    wider = ""
    if place.street is not None and place.home:
        more = ask("publications/of_place", street=None, neighbourhood=place.home, today=today, works=None, most=1)
        quarter = place.where.partition(",")[0]
        wider = elsewhere(int(more.in_all.iloc[0]) if len(more) else 0, address("", neighbourhood=place.home), quarter)
    publications("news", _("Publications"), others, _("The city's news does not name this place."), wider)
    paste_form()


@fragment
def board(place: Place) -> None:
    """The file; runs again when tickets changed."""
    news("street-news")
    found = open_here(place)
    with in_words():
        figures(place, period, city)
    left, right = st.columns([5, 3], gap="large")
    with left:
        with in_words():
            panel("back", street_file.recurring(place, street_file.monthly(place, period), period, city))
        panel("problems", street_file.problems(ask("street/findings", **place.parameters())))
        tickets(place, found)
    with right:
        file_map(place.box, place.name, place.street, place.rings, ask("street/points", **place.parameters(), most=MOST_POINTS))
        panel("neighbours", neighbours(place))
        told(place)


place = current(st.query_params)
head(place.name if place else _("Streets"), beside=search)
if place is None:
    if st.query_params.get("street") or st.query_params.get("neighbourhood"):
        words = _("This street or neighbourhood is not known here: it may have been renamed or merged. Find it by its name.")
        st.info(words, icon=":material/search_off:")
    left, right = st.columns([5, 3], gap="large")
    with left:
        busiest()
    with right:
        newest(MOST_NEWS)
        paste_form()
    st.stop()
st.caption(place.where)
city = extent(ask_shared)
period = Period.until(datetime.now(zone()), zone(), city.last_at, length="12m")
board(place)
tickets_behind(place, period, me().role)
