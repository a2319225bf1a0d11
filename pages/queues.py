"""Queues: what waits, in the order in which it should be taken up, and one ticket beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.screen import me, queue_board, store
from dashboard.screen.filters import FILTERS, filters, whole
from dashboard.screen.head import head
from dashboard.screen.live import news
from dashboard.screen.queue_list import bucket_choice, is_narrow, queue_list
from dashboard.screen.ticket import ticket_card
from dashboard.screen.trouble import fragment
from dashboard.screen.words import _, language


@fragment
def board(chosen: dict[str, Any]) -> None:
    """Buckets, list and card. The list follows events by itself; this runs for what a person does, and when the open ticket changed."""
    version = news("queue-news", announce=True)
    bucket = st.query_params.get("bucket", "all")
    bucket = bucket if bucket in queue_board.BUCKETS else "all"
    most = st.session_state.get("_most", {}).get(bucket, queue_board.PAGE)
    made = queue_board.make(store(), me(), version, chosen, bucket, most)
    bucket_choice(made, bucket)
    selected = whole(st.query_params.get("ticket", ""), 18)
    if selected and is_narrow():
        card(selected, _("Back to the list"), "arrow_back")
        return
    left, right = st.columns([3, 2], gap="medium") if selected else (st.container(), None)
    with left, st.container(height=640, border=False, key="queue-list"):
        asked = queue_list(made, selected, door(bucket, most), version)
    if selected and right is not None:
        with right:
            card(selected, _("Close the ticket"), "close")
    if asked == "more":
        st.session_state["_most"] = {bucket: most + queue_board.PAGE}
        st.rerun(scope="fragment")
    if asked == "clear":
        for name in FILTERS:
            st.query_params.pop(name, None)
        st.rerun(scope="app")


def door(bucket: str, most: int) -> str:
    """Where the list finds its news: the address's own filters."""
    address = {name: st.query_params[name] for name in ("team", *FILTERS) if name in st.query_params}
    return "/queue.json?" + urlencode(address | {"bucket": bucket, "most": most, "language": language()})


def card(ticket: int, leave: str, icon: str) -> None:
    """One ticket, and the way back."""
    if st.button(leave, icon=f":material/{icon}:", type="tertiary", key="close-ticket"):
        del st.query_params["ticket"]
        st.rerun(scope="fragment")
    ticket_card(ticket)


head(_("Queues"))
board(filters())
