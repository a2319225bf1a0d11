"""The boxes of "explore": what is counted and how it is looked at. Each writes the address, which alone decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from dashboard.figures import City
from dashboard.figures.explore import BASES, DIMENSIONS, FIGURES, STATUSES
from dashboard.screen import ask, explore_words, filters
from dashboard.screen.explore import LENGTHS, USUAL, VIEWS, Explored
from dashboard.screen.live import ask_shared
from dashboard.screen.words import _, topic_name, zone


def draw(asked: Explored, teams: pd.DataFrame, city: City) -> None:
    """Two rows: which tickets; and grouped by what, which figure, as what."""
    with st.container(horizontal=True, vertical_alignment="center", key="figure-filters"):
        _one("period", _("Period"), LENGTHS, explore_words.PERIODS, asked.length, USUAL)
        if asked.length == "own":
            _own_dates(asked, city)
        filters.team_choice(asked.filters, teams)
        topics = {"": _("All topics"), **{str(row.id): topic_name(row) for row in ask("queues/topics").itertuples()}}
        filters.choice("topic", _("Topic"), topics, str(asked.filters["topic"] or ""))
        _more(asked)
        if asked.filters["street"]:
            filters.street_chosen(asked.filters["street"])
    with st.container(horizontal=True, vertical_alignment="center", key="grouping"):
        _one("basis", _("Which tickets"), BASES, explore_words.BASES, asked.table.basis, "opened")
        names = {name: _(explore_words.DIMENSIONS[name]) for name in DIMENSIONS}
        rows = {name: _("Rows: {what}", what=what.lower()) for name, what in names.items()}
        filters.choice("rows", _("Rows"), rows, asked.table.rows, 190)
        others = {name: _("Columns: {what}", what=what.lower()) for name, what in names.items() if name not in (asked.table.rows, "street")}
        filters.choice("columns", _("Columns"), {"": _("Columns: figures")} | others, asked.table.columns or "", 190)
        if not asked.beside:
            figures = {"" if name == "n" else name: _(explore_words.FIGURE_NAMES[name]) for name in FIGURES}
            filters.choice("figure", _("Figure"), figures, "" if asked.figure == "n" else asked.figure, 190)
        _one("view", _("As"), VIEWS, explore_words.VIEWS, asked.view, "table")


def _more(asked: Explored) -> None:
    rest = [name for name in ("neighbourhood", "channel", "priority", "status") if asked.filters[name] is not None]
    with st.popover(_("More") + (f" ({len(rest)})" if rest else ""), icon=":material/tune:"):
        quarters = {"": _("All neighbourhoods"), **{str(row.id): str(row.name) for row in ask("queues/neighbourhoods").itertuples()}}
        filters.choice("neighbourhood", _("Neighbourhood"), quarters, str(asked.filters["neighbourhood"] or ""))
        occur = ask_shared("overview/channels")
        for kind, label, every in (("channel", _("Channel"), _("All channels")), ("priority", _("Priority"), _("All priorities"))):
            filters.choice(kind, label, {"": every, **{name: name for name in occur.name[occur.kind == kind]}}, asked.filters[kind] or "")
        statuses = {"": _("All statuses"), **{status: filters.status_name(status) for status in STATUSES}}
        filters.choice("status", _("Status"), statuses, asked.filters["status"] or "")


def _one(name: str, label: str, keys: Iterable[str], names: dict[str, str], value: str, usual: str) -> None:
    """A segmented control; the usual choice leaves the address."""
    st.session_state[f"explore-{name}"] = value
    st.segmented_control(
        label, list(keys), format_func=lambda key: _(names[key]), key=f"explore-{name}", label_visibility="collapsed",
        on_change=_into_address(name, usual), required=True,
    )  # fmt: skip


def _own_dates(asked: Explored, city: City) -> None:
    today = datetime.now(zone()).date()
    first = asked.table.since or (city.first_at.astimezone(zone()).date() if city.first_at else today)
    last = asked.table.until - timedelta(days=1) if asked.table.until else today
    st.session_state["explore-own"] = (first, max(first, last))
    st.date_input(
        _("From and to"), key="explore-own", min_value=filters.FIRST_DAY, max_value=max(today, last), format="DD/MM/YYYY",
        label_visibility="collapsed", on_change=_own_into_address, width=240,
    )  # fmt: skip


def _own_into_address() -> None:
    days = st.session_state["explore-own"]
    if len(days) == 2:  # else only the first of both is chosen yet
        st.query_params["from"], st.query_params["to"] = (day.isoformat() for day in days)


def _into_address(name: str, usual: str) -> Callable[[], None]:
    def write() -> None:
        value = st.session_state[f"explore-{name}"]
        if value != usual:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)

    return write
