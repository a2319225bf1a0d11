"""The board of a queue in the browser: buckets above, rows below, keyed by ticket id.

When tickets changed the list fetches its board from a door (`url`) and redraws what moved; no script runs. Scripts run for
what a person does: a bucket, a pick, "show more".
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v2 as components

from dashboard.screen.theme import STATE, TOPIC_COLOURS, mode
from dashboard.screen.words import _

ASSETS = Path(__file__).parent / "assets"
NARROW = "_queue_narrow"


@cache
def _component(name: str, html: str) -> Any:
    css, js = ((ASSETS / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return components.component(f"guichet_{name}", html=html, css=css, js=js)


def bucket_choice(board: dict[str, Any], bucket: str) -> None:
    """The buckets with their sizes; the chosen one goes to `?bucket=` in the address."""

    def choose() -> None:
        if chosen := st.session_state["buckets"].bucket:
            st.query_params["bucket"] = str(chosen)

    _component("buckets", '<div class="buckets" role="radiogroup"></div>')(
        key="buckets", data={"buckets": board["buckets"], "chosen": bucket, "label": _("Queue")}, on_bucket_change=choose
    )


def queue_list(board: dict[str, Any], selected: int | None = None, url: str = "", version: int = 0) -> str:
    """Draw a board (queue_board.make); a pick goes to `?ticket=` in the address. Returns what else was asked: "more", "clear" or "".

    With `url` it follows events by itself, and while a ticket is selected its surroundings hold still: newcomers wait behind a button.
    """
    drawn = _component("queue_list", '<div class="list"></div>')(
        key="queue",
        data={
            "board": board,
            "version": version,
            "url": url,
            "selected": selected,
            "colours": {"states": STATE[mode()], "topics": ["", *TOPIC_COLOURS[mode()]]},
            "words": {"label": _("Tickets"), "new": _("new")},
            "narrow": is_narrow(),
        },
        on_pick_change=_pick,
        on_narrow_change=_narrow,
        on_act_change=lambda: None,  # these two run the script, which is all they are for
        on_stale_change=lambda: None,
    )
    return str(drawn.act or "")


def _pick() -> None:
    picked = st.session_state["queue"].pick
    if picked is not None:
        st.query_params["ticket"] = str(int(picked))


def is_narrow() -> bool:
    """Whether there is room for one thing only: the list, or a ticket. The browser tells once, on a phone."""
    return bool(st.session_state.get(NARROW, False))


def _narrow() -> None:
    if st.session_state["queue"].narrow is not None:
        st.session_state[NARROW] = bool(st.session_state["queue"].narrow)
