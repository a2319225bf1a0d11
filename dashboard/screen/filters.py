"""Filters that live in the address: a link shows the same list to whoever may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.screen import ask, me
from dashboard.screen.place_link import file_link
from dashboard.screen.words import N_, _, topic_name

FIRST_DAY = date(1990, 1, 1)
NUMBERS = ("team", "topic", "neighbourhood", "street")
FILTERS = ("topic", "neighbourhood", "street", "status", "priority", "text")
STATUSES = {
    "new": N_("New"),
    "assigned": N_("Assigned"),
    "planned": N_("Planned"),
    "in_progress": N_("In progress"),
    "waiting": N_("Waiting"),
}
PRIORITIES = ("P1", "P2", "P3", "P4")


def status_name(status: str) -> str:
    """A canonical status in the reader's language."""
    return _({**STATUSES, "solved": N_("Solved"), "closed": N_("Closed"), "cancelled": N_("Cancelled")}[status])


def read(address: Mapping[str, str], role: str) -> dict[str, Any]:
    """The filters in an address, as parameters of a question; what is no valid value counts as absent.

    A member of a team starts with the own teams' work; team=all shows the house.
    """
    found: dict[str, Any] = {name: whole(address.get(name, "")) for name in NUMBERS}
    found["mine"] = address.get("team") == "mine" or (role == "team" and "team" not in address)
    found["status"] = address.get("status") if address.get("status") in STATUSES else None
    found["priority"] = address.get("priority", "").replace("\0", "")[:40] or None
    found["text"] = address.get("text", "").replace("\0", "").strip()[:120] or None
    return found


def whole(value: str, digits: int = 9) -> int | None:
    """A database's id out of an address; None where it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= digits else None


def a_day(said: str | None) -> date | None:
    """A day out of an address, as 2026-03-01; None where it is none, or none that a city's tickets could know."""
    try:
        found = date.fromisoformat(said or "")
    except ValueError:
        return None
    return found if found >= FIRST_DAY and found.year <= 2200 else None


def filters() -> dict[str, Any]:
    """Draw the filters and return what is chosen: team, mine, topic, neighbourhood, street, status, priority, text."""
    who = me()
    chosen = read(st.query_params, who.role)
    topics, quarters = ask("queues/topics"), ask("queues/neighbourhoods")
    topic_names = {"": _("All topics"), **{str(row.id): topic_name(row) for row in topics.itertuples()}}
    quarter_names = {"": _("All neighbourhoods"), **{str(row.id): str(row.name) for row in quarters.itertuples()}}
    more = sum(chosen[name] is not None for name in ("neighbourhood", "status", "priority"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        team_choice(chosen, ask("queues/teams"))
        choice("topic", _("Topic"), topic_names, str(chosen["topic"] or ""))
        with st.popover(_("More") + (f" ({more})" if more else ""), icon=":material/tune:"):
            choice("neighbourhood", _("Neighbourhood"), quarter_names, str(chosen["neighbourhood"] or ""))
            statuses = {"": _("All statuses"), **{status: status_name(status) for status in STATUSES}}
            choice("status", _("Status"), statuses, chosen["status"] or "")
            priorities = {"": _("All priorities"), **{name: name for name in PRIORITIES}}
            choice("priority", _("Priority"), priorities, chosen["priority"] or "")
        st.session_state["filter-text"] = chosen["text"] or ""
        st.text_input(
            _("Search"),
            key="filter-text",
            type="search",
            placeholder=_("Street, number or words"),
            label_visibility="collapsed",
            icon=":material/search:",
            on_change=_into_address("text"),
            width=280,
        )
        if chosen["street"]:
            street_chosen(chosen["street"])
    return chosen


def narrowed(chosen: Mapping[str, Any]) -> bool:
    """Whether more than a team is chosen, so that an empty list says nothing about the work."""
    return any(value is not None for name, value in chosen.items() if name not in ("team", "mine"))


def nothing_found() -> None:
    """Says that the filters left nothing, and offers the way out."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_("Nothing here fits your filters."))
        if st.button(_("Clear the filters"), icon=":material/close:", key="clear-filters"):
            for name in FILTERS:
                st.query_params.pop(name, None)
            st.rerun(scope="app")


def team_choice(chosen: Mapping[str, Any], teams: pd.DataFrame) -> None:
    """The box of teams, for screens that have no other filter; `teams` as queries/queues/teams.sql gives them."""
    own = {"mine": _("My teams")} if teams.mine.any() else {}
    names = {"all": _("All teams"), **own, **{str(row.id): str(row.name) for row in teams.itertuples()}}
    choice("team", _("Team"), names, "mine" if chosen["mine"] else str(chosen["team"] or "all"))


def choice(name: str, label: str, names: dict[str, str], value: str, width: int = 180) -> None:
    """One box; the address decides what it shows. Its first option says "all", so that it needs no label above."""
    if value not in names:
        names = {**names, value: _("Unknown")}
    st.session_state[f"filter-{name}"] = value
    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=f"filter-{name}",
        label_visibility="collapsed",
        on_change=_into_address(name),
        width=width,
    )


def _into_address(name: str) -> Callable[[], None]:
    def write() -> None:
        value = st.session_state[f"filter-{name}"]
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)

    return write


def street_chosen(street: int) -> None:
    """The one street that is chosen, and the way back to all."""
    found = ask("queues/street", street=street)
    name = str(found.iloc[0]["name"]) if len(found) else _("Unknown street")
    if st.button(_("All streets"), icon=":material/close:", type="tertiary", key="filter-street"):
        del st.query_params["street"]
        st.rerun(scope="app")
    st.text(_("Only {street}", street=name))
    file_link("filter-file", street)
