"""What the overview's address says: the period, a past day, and which tickets; and the boxes that write it there.

    chosen = read(st.query_params, role, teams)      # Chosen; .scope(now, zone, newest) is what figures and links take
    draw(chosen, teams)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures import City, Selection
from dashboard.insight.period import LENGTHS, USUAL, Period, midnight
from dashboard.screen import ask, filters
from dashboard.screen.live import ask_shared
from dashboard.screen.overview import NAMES
from dashboard.screen.scope import Scope
from dashboard.screen.words import _, day, topic_name, zone

OFFERED = ("7d", "28d", "13w", "12m")
KEPT = ("team", "topic", "neighbourhood", "channel", "priority", "period", "on")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The address, read: `on` is a past day or None; `team` as the box of teams shows it."""

    role: str
    length: str
    on: date | None
    filters: dict[str, Any]
    selection: Selection
    kept: dict[str, str]

    def scope(self, now: datetime, zone: tzinfo, city: City) -> Scope:
        """What figures and links are made with."""
        period = Period.until(now, zone, city.last_at, length=self.length, on=self.on)
        return Scope(self.role, period, self.selection, self.kept)


def read(address: Mapping[str, str], role: str, teams: pd.DataFrame) -> Chosen:
    """What is no valid value counts as absent. `teams` as queries/queues/teams.sql gives them."""
    found = filters.read(address, role)
    channel = address.get("channel", "").replace("\0", "")[:80] or None
    length = address.get("period", USUAL)
    own = tuple(map(int, teams.id[teams.mine])) if found["mine"] else (found["team"],) if found["team"] else None
    kept = {name: address[name] for name in KEPT if address.get(name)}
    if role == "team" and "team" not in kept:
        kept["team"] = "mine"
    return Chosen(
        role,
        length if length in LENGTHS else USUAL,
        filters.a_day(address.get("on")),
        found | {"channel": channel},
        Selection(own, found["topic"], found["neighbourhood"], channel, found["priority"]),
        kept,
    )


def draw(chosen: Chosen, teams: pd.DataFrame) -> None:
    """One row: period, team, topic, and what is asked for less often."""
    st.session_state["overview-period"] = chosen.length
    with st.container(horizontal=True, vertical_alignment="center", key="figure-filters"):
        st.segmented_control(
            _("Period"), [key for key in NAMES if key in (*OFFERED, chosen.length)], format_func=lambda key: _(NAMES[key]),
            key="overview-period", label_visibility="collapsed", on_change=_period, required=True,
        )  # fmt: skip
        filters.team_choice(chosen.filters, teams)
        topics = {"": _("All topics"), **{str(row.id): topic_name(row) for row in ask("queues/topics").itertuples()}}
        filters.choice("topic", _("Topic"), topics, str(chosen.filters["topic"] or ""))
        rest = [name for name in ("neighbourhood", "channel", "priority") if chosen.filters[name] is not None]
        with st.popover(_("More") + (f" ({len(rest)})" if rest else ""), icon=":material/tune:"):
            found = ask("queues/neighbourhoods")
            quarters = {"": _("All neighbourhoods"), **{str(row.id): str(row.name) for row in found.itertuples()}}
            filters.choice("neighbourhood", _("Neighbourhood"), quarters, str(chosen.filters["neighbourhood"] or ""))
            occur = ask_shared("overview/channels")
            for kind, label, every in (("channel", _("Channel"), _("All channels")), ("priority", _("Priority"), _("All priorities"))):
                names = {"": every, **{name: name for name in occur.name[occur.kind == kind]}}
                filters.choice(kind, label, names, chosen.filters[kind] or "")


def draw_day(chosen: Chosen, city: City) -> None:
    """The past day as which the city is looked at; in the screen's first line."""
    st.session_state["overview-on"] = chosen.on
    today = datetime.now(zone()).date()
    first = today if city.first_at is None else city.first_at.astimezone(zone()).date()
    label = _("As it was") if chosen.on is None else _("As on {day}", day=day(midnight(chosen.on, zone())))
    with st.popover(label, icon=":material/history:", type="secondary" if chosen.on is None else "primary"):
        st.date_input(
            _("As it was at the end of"), key="overview-on", value=None, format="DD/MM/YYYY", on_change=_on,
            min_value=min(first, chosen.on or first), max_value=max(today, chosen.on or today),
        )  # fmt: skip
        if city.copied_at is not None:
            st.caption(_("Days before {day} are reconstructed from dates: forwards are unknown.", day=day(city.copied_at)))
        if chosen.on is not None and st.button(_("Back to today"), icon=":material/today:", key="overview-today"):
            _write("on", "")
            st.rerun(scope="app")


def _period() -> None:
    _write("period", st.session_state["overview-period"] if st.session_state["overview-period"] != USUAL else "")


def _on() -> None:
    day = st.session_state["overview-on"]
    _write("on", day.isoformat() if day and day < datetime.now(zone()).date() else "")


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
