"""What the address of the problem areas says, and the boxes that write it there.

    chosen = read(st.query_params, role)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.screen import areas, ask
from dashboard.screen.filters import choice, whole
from dashboard.screen.live import ask_shared
from dashboard.screen.words import _, number, topic_name

KEPT = ("topic", "neighbourhood", "kind", "run")
DECIDED = ("watched", "planned")
LISTS = ("all", *areas.KINDS, *DECIDED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Filters (None = all), which list, which run (None = the newest), and the place and ticket that are open; `kept` = for links."""

    topic: int | None
    neighbourhood: int | None
    kind: str
    run: int | None
    place: str
    ticket: int | None
    kept: dict[str, str]


def read(address: Mapping[str, str], role: str) -> Chosen:
    """What is no valid value counts as absent. A patrol begins with what is planned."""
    usual = "planned" if role == "patrol" else "all"
    kind = address.get("kind", usual)
    place = address.get("place", "")
    return Chosen(
        whole(address.get("topic", "")),
        whole(address.get("neighbourhood", "")),
        kind if kind in LISTS else usual,
        whole(address.get("run", "")),
        place if areas.is_key(place) else "",
        whole(address.get("ticket", "")),
        {name: address[name] for name in KEPT if address.get(name)},
    )


def draw(chosen: Chosen, shown: pd.DataFrame, decided: pd.DataFrame) -> None:
    """One row: which list, topic, neighbourhood. `shown`: the findings under the other filters."""
    acts = decided[decided.state == "open"]
    sizes = {"all": len(shown), "watched": int((acts.kind == "watch").sum()), "planned": int((acts.kind != "watch").sum())}
    sizes |= {kind: int((shown.kind == kind).sum()) for kind in areas.KINDS}
    names = {"all": _("All"), **{kind: _(name) for kind, name in areas.KINDS.items()}, "watched": _("Watched"), "planned": _("Planned")}
    st.session_state["area-kind"] = chosen.kind
    with st.container(horizontal=True, vertical_alignment="center", key="area-filters"):
        st.segmented_control(
            _("List"), LISTS, format_func=lambda kind: f"{names[kind]} {number(sizes[kind])}", key="area-kind", required=True,
            label_visibility="collapsed", on_change=_kind,
        )  # fmt: skip
        topics = {"": _("All topics"), **{str(row.id): topic_name(row) for row in ask("queues/topics").itertuples()}}
        choice("topic", _("Topic"), topics, str(chosen.topic or ""))
        quarters = {"": _("All neighbourhoods"), **{str(row.id): str(row.name) for row in ask("queues/neighbourhoods").itertuples()}}
        choice("neighbourhood", _("Neighbourhood"), quarters, str(chosen.neighbourhood or ""))


def run_choice(chosen: Chosen, runs: pd.DataFrame) -> None:
    """Which run: the newest, or what was shown then."""
    days = {str(row.id): _("Up to {day}", day=areas.on_day(areas.last_day(row))) for row in runs.itertuples()}
    if days:
        newest = next(iter(days))
        choice("run", _("As it was shown"), {"": days.pop(newest), **days}, "" if str(chosen.run) == newest else str(chosen.run or ""))


def _kind() -> None:
    st.query_params["kind"] = st.session_state["area-kind"]
    for name in ("place", "ticket"):
        st.query_params.pop(name, None)


def run_of(chosen: Chosen, runs: pd.DataFrame) -> Any | None:
    """The run that is shown: the chosen one, else the newest; None when there was none."""
    rows = list(runs.itertuples())
    return next((row for row in rows if row.id == chosen.run), rows[0] if rows else None)


def newest() -> tuple[Any | None, int]:
    """The newest run and how many problem areas it lists, for this reader; None and 0 before the first one."""
    found = ask_shared("areas/last_run", until=None)
    run = next(found.itertuples(), None)
    return run, 0 if run is None else len(areas.folded(ask_shared("areas/findings", run=int(run.id)))[0])
