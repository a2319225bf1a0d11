"""The tickets behind a cell of "explore", in a dialog that the address opens."""

from __future__ import annotations

import streamlit as st

from dashboard.figures.explore import ALL, Key
from dashboard.screen import explore_words
from dashboard.screen.behind import MOST, listed
from dashboard.screen.download import download
from dashboard.screen.explore import KINDS, OURS, Explored, behind, key
from dashboard.screen.live import ask_shared
from dashboard.screen.trouble import in_words
from dashboard.screen.words import N_, _

NAMES = {
    "n": N_("Tickets"), "open": N_("Still open"), "solve": N_("Solved, the slowest first"), "answer": N_("Answered, the slowest first"),
    "odd": N_("Dates cannot be true"), "backwards": N_("Ended before they began"), "absurd": N_("Longer than can be true"),
}  # fmt: skip


def tickets_behind(asked: Explored) -> None:
    """Open the list that the address asks for; closing it forgets it."""
    kind = st.query_params.get("tickets", "")
    if kind in KINDS:
        st.dialog(_title(kind, asked), width="large", on_dismiss=_forget)(_list)(kind, asked)


def _forget() -> None:
    for name in OURS:
        st.query_params.pop(name, None)


def _title(kind: str, asked: Explored) -> str:
    places: list[tuple[str | None, Key]] = [
        (of, key(of, st.query_params.get(name))) for name, of in (("row", asked.table.rows), ("column", asked.table.columns))
    ]
    named = [explore_words.namer(ask_shared, of)(place) for of, place in places if place != ALL]
    period = [] if asked.table.basis == "open" else [explore_words.period_words(asked.table)]
    return ", ".join([_(NAMES[kind]), *named, *period])


@in_words()
def _list(kind: str, asked: Explored) -> None:
    found = ask_shared("explore/behind", **behind(st.query_params, asked), most=MOST)
    if len(found):
        place = {name: st.query_params[name] for name in OURS if name in st.query_params}
        download("download-behind", {**asked.kept, **place}, int(found.in_all.iloc[0]), table=False)
    listed(found, "timed" if kind == "solve" else "new", asked.role)
