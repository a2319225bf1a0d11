"""Queues: what waits, in the order in which it should be taken up, and one ticket beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.insight.flow import next_midnight
from dashboard.screen import ask
from dashboard.screen.filters import filters, narrowed, nothing_found
from dashboard.screen.head import head
from dashboard.screen.live import ask_shared, news
from dashboard.screen.queue_list import is_narrow, pinned, queue_list
from dashboard.screen.ticket import ticket_card
from dashboard.screen.trouble import fragment
from dashboard.screen.words import N_, _, moment, ngettext, number, zone

BUCKETS = {
    "reacted": N_("Reacted"),
    "unassigned": N_("Unassigned"),
    "overdue": N_("Overdue"),
    "today": N_("Due today"),
    "waiting": N_("Waiting"),
    "all": N_("All open"),
}
PAGE = 100
MOST = 500


def to_bucket() -> None:
    st.query_params["bucket"] = st.session_state["bucket"]
    st.session_state["_most"] = PAGE


def nothing(bucket: str, counts: Any) -> str:
    """An empty list says what is good about it, and what comes next."""
    good = {
        "reacted": _("Nobody reacted after closing."),
        "unassigned": _("Every ticket has a team or a person."),
        "overdue": _("Nothing overdue."),
        "today": _("Nothing more is due today."),
        "waiting": _("Nothing waits for somebody else."),
        "all": _("Nothing is open."),
    }[bucket]
    if bucket in ("overdue", "today") and counts.next_n:
        good += " " + ngettext("Next due {at}, {n} ticket.", "Next due {at}, {n} tickets.", counts.next_n, at=moment(counts.next_at))
    return good


@fragment
def board(chosen: dict[str, Any]) -> None:
    """Buckets, list and card; runs again when tickets changed."""
    news("queue-news")
    asked = chosen | {"tomorrow": next_midnight(datetime.now(zone()), zone())}
    look = ask if chosen["mine"] else ask_shared  # "my teams" is each reader's own question
    counts = next(look("queues/counts", **asked).itertuples())
    sizes = {"all": counts[6]} | {name: getattr(counts, name) for name in BUCKETS if name != "all"}
    bucket = st.query_params.get("bucket", "all")
    bucket = bucket if bucket in BUCKETS else "all"
    st.session_state["bucket"] = bucket
    st.segmented_control(
        _("Queue"),
        list(BUCKETS),
        format_func=lambda name: f"{_(BUCKETS[name])} {number(sizes[name])}",
        key="bucket",
        required=True,
        label_visibility="collapsed",
        on_change=to_bucket,
    )
    ticket = st.query_params.get("ticket", "")
    selected = int(ticket) if ticket.isascii() and ticket.isdigit() and len(ticket) < 19 else None
    if selected and is_narrow():
        _card(selected, _("Back to the list"), "arrow_back")
        return
    left, right = st.columns([3, 2], gap="medium") if selected else (st.container(), None)
    most = st.session_state.get("_most", PAGE)
    frame = look("queues/list", bucket=bucket, most=most, **asked)
    with left:
        if frame.empty and narrowed(chosen):
            nothing_found()
        elif frame.empty:
            st.success(nothing(bucket, counts), icon=":material/check_circle:")
        else:
            shown, fresh = pinned(frame, (bucket, most, tuple(chosen.items())), selected)
            with st.container(height=640, border=False, key="queue-list"):
                queue_list(frame, shown, selected, fresh)
            _more(int(frame.in_all.iloc[0]), most)
    if selected and right is not None:
        with right:
            _card(selected, _("Close the ticket"), "close")


def _card(ticket: int, leave: str, icon: str) -> None:
    if st.button(leave, icon=f":material/{icon}:", type="tertiary", key="close-ticket"):
        del st.query_params["ticket"]
        st.rerun(scope="fragment")
    ticket_card(ticket)


def _more(there: int, most: int) -> None:
    if there <= most:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("The first {n} are shown.", n=number(most)))
        if most < MOST and st.button(_("Show more"), type="tertiary"):
            st.session_state["_most"] = most + PAGE
            st.rerun(scope="fragment")
    if most >= MOST:
        st.caption(_("Choose a team, topic or street to see the rest."))


head(_("Queues"))
board(filters())
