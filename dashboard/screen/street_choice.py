"""Which street or neighbourhood a file is about: from the address, found by name, or from where most is open.

    place = current(st.query_params)      # Place; None where the address names none, or one that is not there
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboard.city import ground as geometry
from dashboard.city.gazetteer import gazetteer
from dashboard.city.ground import Box
from dashboard.screen import ask, me, store
from dashboard.screen.charts import heading, legend, measure, rows
from dashboard.screen.filters import whole
from dashboard.screen.live import ask_shared
from dashboard.screen.panel import address, link, panel
from dashboard.screen.words import _, ngettext, number

BUSIEST = 15


@dataclass(frozen=True, slots=True)
class Place:
    """A street or a neighbourhood: one of the ids. `where` says in which neighbourhood or village it lies; `rings` of a neighbourhood."""

    street: int | None
    neighbourhood: int | None
    name: str
    where: str
    box: Box
    home: int | None = None
    rings: Any = None

    def parameters(self) -> dict[str, int | None]:
        """As the questions take it."""
        return {"street": self.street, "neighbourhood": self.neighbourhood}

    def address(self, **more: Any) -> str:
        """This file, with a list or another thing open."""
        return address("", **self.parameters(), **more)


def current(query: Mapping[str, str]) -> Place | None:
    """The place in the address."""
    street, neighbourhood = whole(query.get("street", "")), whole(query.get("neighbourhood", ""))
    if street is not None:
        row = next(ask_shared("street/street", street=street).itertuples(), None)
        if row is None:
            return None
        parts = dict.fromkeys(part for part in (row.neighbourhood, row.village) if isinstance(part, str) and part)
        home = None if row.neighbourhood_id != row.neighbourhood_id else int(row.neighbourhood_id)
        return Place(street, None, row.name, ", ".join(parts), (row.min_lon, row.min_lat, row.max_lon, row.max_lat), home)
    if neighbourhood is not None:
        row = next(ask_shared("street/neighbourhood", neighbourhood=neighbourhood).itertuples(), None)
        if row is None:
            return None
        facts = [row.village] if row.village and row.village != row.name else []
        facts += [ngettext("{n} street", "{n} streets", row.streets)] if row.streets else []
        facts += [ngettext("{n} inhabitant", "{n} inhabitants", row.inhabitants)] if row.inhabitants == row.inhabitants else []
        xs, ys = zip(*(point for ring in row.rings for point in ring[0]), strict=True)
        return Place(None, neighbourhood, row.name, ", ".join(facts), (min(xs), min(ys), max(xs), max(ys)), neighbourhood, row.rings)
    return None


def search() -> None:
    """Every street and neighbourhood, by name; a choice goes into the address."""
    quarters = ask_shared("queues/neighbourhoods")
    names = {f"neighbourhood-{row.id}": _("{name} (neighbourhood)", name=row.name) for row in quarters.itertuples()}
    names |= {f"street-{street.id}": street.name for street in geometry.current(store(), me()).streets}

    def found() -> None:
        chosen = st.session_state.pop("street-search", None)
        if chosen:
            kind, _dash, id = chosen.partition("-")
            st.query_params.from_dict({kind: id})

    words = _("Find a street or neighbourhood")
    st.selectbox(
        words, list(names), index=None, format_func=names.__getitem__, key="street-search", on_change=found, placeholder=words,
        label_visibility="collapsed", width=320,
    )  # fmt: skip


def busiest() -> None:
    """Where most is open, as a way in."""
    found = ask("street/busiest", most=BUSIEST)
    if found.empty:
        st.success(_("Nothing is open in any street. Find one by its name."), icon=":material/check_circle:")
        return
    lines = []
    for row in found.itertuples():
        name = f"{row.name} ({row.village})" if row.twin and row.village else row.name
        words = ngettext("{n} open", "{n} open", row.open)
        target = address("", street=row.id)
        parts = [("", row.open - row.overdue), ("bad", row.overdue)]
        bar = measure(number(row.open), parts, float(found.open.max()), target, f"{name}: {words}")
        lines.append(("", [link(target, escape(name), kind="name"), bar]))
    keys = legend([("solved", _("In time or without a date")), ("bad", _("Overdue"))])
    panel("busiest", heading(_("Where most is open"), beside=keys) + rows("minmax(9rem, 18rem) minmax(6rem, 28rem)", lines))


def neighbours(place: Place) -> str:
    """The streets that meet a street, or the neighbourhoods around one, as links (HTML)."""
    streets = gazetteer(store(), me())
    if place.street is not None:
        own = streets.names[place.street][1]
        near = [(f"{name} ({village})" if village and village != own else name, address("", street=id))
                for id in streets.beside(place.street) for name, village in [streets.names[id]]]  # fmt: skip
        up = [(place.where.partition(",")[0], address("", neighbourhood=place.home))] if place.home else []
    else:
        named = dict(ask_shared("queues/neighbourhoods").itertuples(index=False))
        near = [(named[id], address("", neighbourhood=id)) for id in streets.around(place.neighbourhood or 0) if id in named]
        up = []
    told = [link(target, escape(name), kind="near") for name, target in [*up, *sorted(set(near))]]
    return f'<div class="nears">{"".join(told)}</div>' if told else ""
