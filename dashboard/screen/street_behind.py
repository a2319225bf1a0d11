"""The tickets behind a figure of a street's or neighbourhood's file, in a dialog that the address opens."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import streamlit as st

from dashboard.insight.period import Period, Span
from dashboard.screen.behind import MOST, listed, span_words
from dashboard.screen.filters import whole
from dashboard.screen.live import ask_shared
from dashboard.screen.street_choice import Place
from dashboard.screen.street_file import calendar_months, month_span
from dashboard.screen.trouble import in_words
from dashboard.screen.words import N_, _

KINDS = {"new": N_("New"), "timed": N_("Solved, the slowest first"), "dated": N_("Solved, with a target date"),
         "on_time": N_("Solved on time"), "late": N_("Solved too late")}  # fmt: skip
OURS = ("tickets", "topic", "span")


def tickets_behind(place: Place, period: Period, role: str) -> None:
    """Open the list that the address asks for; closing it forgets it."""
    kind = st.query_params.get("tickets", "")
    if kind not in KINDS:
        return
    span = _span(st.query_params.get("span", ""), period)
    asked = place.parameters() | {
        "kind": kind, "since": span.start, "until": span.end, "topic": whole(st.query_params.get("topic", "")), "most": MOST,
    }  # fmt: skip
    title = f"{place.name}: {_(KINDS[kind])}, {span_words(span, period)}"
    st.dialog(title, width="large", on_dismiss=_forget)(_list)(asked, role)


def _span(words: str, period: Period) -> Span:
    """The months of the calendar, one of them ("2026-03"), or the period itself."""
    months = calendar_months(period)
    if words == "calendar":
        return Span(months[0], period.end)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", words) and date.fromisoformat(f"{words}-01") in months:
        return month_span(date.fromisoformat(f"{words}-01"))
    return period.this


def _forget() -> None:
    for name in OURS:
        st.query_params.pop(name, None)


@in_words()
def _list(asked: dict[str, Any], role: str) -> None:
    listed(ask_shared("street/behind", **asked), "late" if asked["kind"] in ("dated", "on_time") else asked["kind"], role)
