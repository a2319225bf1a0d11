"""The list of a queue: one component, keyed by ticket id, so that news redraws no more than what changed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
import streamlit.components.v2 as components

from dashboard.screen.live import shared
from dashboard.screen.theme import STATE, STATE_ICON, mode, topic_colour
from dashboard.screen.words import _, ago, clock, day, language, ngettext, span, topic_name

ASSETS = Path(__file__).parent / "assets"
PIN, NARROW = "_queue_pin", "_queue_narrow"


@cache
def _component() -> Any:
    css, js = ((ASSETS / f"queue_list.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return components.component("guichet_queue", html='<div class="list"></div>', css=css, js=js)


def known(value: Any) -> str:
    """A frame's text, "" where the database has none (a frame says NaN)."""
    return "" if pd.isna(value) else str(value)


def group_name(group: str) -> str:
    """The header of one group of a queue."""
    return {
        "reacted": _("Reacted after closing"),
        "unassigned": _("Unassigned"),
        "overdue": _("Overdue"),
        "long": _("More than 30 days late"),
        "today": _("Due today"),
        "due": _("Due later"),
        "undated": _("No target date"),
        "waiting": _("Waiting"),
        "place": _("Tickets"),
    }[group]


def state_of(row: Any) -> tuple[str, str]:
    """The state's key ("" = nothing special) and its words, for a row with status, target_at, opened_at and reacted_at."""
    if getattr(row, "grp", "") == "reacted":
        return "due", _("Reacted {ago}", ago=ago(row.reacted_at))
    if row.status in ("solved", "closed", "cancelled"):
        return "done", _("Done")
    if row.status == "waiting":
        return "waiting", _("Waiting")
    if pd.isna(row.target_at):
        return "", _("{span} old", span=span(datetime.now(UTC) - row.opened_at))
    late = datetime.now(UTC) - row.target_at
    if late.total_seconds() > 0:
        return "overdue", _("{span} late", span=span(late))
    if day(row.target_at) == day(datetime.now(UTC)):
        return "due", _("Today {clock}", clock=clock(row.target_at))
    return "", _("Due {day}", day=day(row.target_at))


def pinned(frame: pd.DataFrame, scope: Any, selected: int | None) -> tuple[pd.DataFrame, int]:
    """While a ticket is selected its surroundings hold still: the frame in the pinned order, and how many newcomers wait."""
    pin = st.session_state.get(PIN)
    if selected is None or pin is None or pin[0] != scope:
        st.session_state[PIN] = (scope, dict(zip(frame.id, frame.grp, strict=True)))
        return frame, 0
    places = {ticket: place for place, ticket in enumerate(pin[1])}
    stays = frame[frame.id.isin(places)].copy()
    stays = stays.iloc[stays.id.map(places).argsort(kind="stable")]
    stays["grp"] = stays.id.map(pin[1])
    return stays, len(frame) - len(stays)


def _rows(frame: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """Ticket -> what its row says."""
    colours = STATE[mode()]
    rows: dict[int, dict[str, Any]] = {}
    for row in frame.itertuples():
        state, words = state_of(row)
        street = f"{known(row.street)} {known(row.house_number)}".strip() if known(row.street) else ""
        nameless = _("No place") if pd.isna(row.lat) else _("A point on the map, no street")
        rows[int(row.id)] = {
            "id": int(row.id),
            "group": str(row.grp),
            "title": known(row.title) or _("No title"),
            "place": ", ".join(part for part in (street, known(row.neighbourhood)) if part) or nameless,
            "team": known(row.team) or _("nobody"),
            "number": str(row.number),
            "state": words,
            "icon": "reply" if row.grp == "reacted" else STATE_ICON.get(state, "schedule"),
            "colour": colours.get(state, ""),
            "dot": topic_colour(int(row.colour)) if row.colour == row.colour and row.colour else "",
            "topic": topic_name(row) if known(row.name_nl) else _("No topic"),
        }
    return rows


def queue_list(frame: pd.DataFrame, shown: pd.DataFrame, selected: int | None, fresh: int) -> None:
    """Draw the tickets in `shown`, a choice of those in `frame`; a pick goes to `?ticket=` in the address."""
    rows = shared(frame, (language(), mode()), lambda: _rows(frame))
    sizes = dict(zip(shown.grp, shown.in_group, strict=True))
    _component()(
        key="queue",
        data={
            "rows": [rows[ticket] | {"group": group} for ticket, group in zip(shown.id, shown.grp, strict=True)],
            "groups": {group: [group_name(group), int(size)] for group, size in sizes.items()},
            "selected": selected,
            "fresh": ngettext("{n} new", "{n} new", fresh) if fresh else "",
            "label": _("Tickets"),
            "narrow": is_narrow(),
        },
        on_pick_change=_pick,
        on_refresh_change=_refresh,
        on_narrow_change=_narrow,
    )


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


def _refresh() -> None:
    st.session_state.pop(PIN, None)
