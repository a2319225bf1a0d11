"""How old the copy is: one quiet line, and a warning when the copy stands still."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard.screen import settings
from dashboard.screen.live import ask_shared
from dashboard.screen.words import _, number, span


def freshness() -> None:
    """Draw the line; asks nothing but one row, shared by all screens."""
    found = ask_shared("shell/freshness")
    if found.empty:
        st.caption(_("TOPdesk is not connected yet."))
        return
    row = found.iloc[0]
    if row.filling and row.expected_n and row.expected_n > row.stored_n:
        st.caption(
            ":material/downloading: " + _("Copying from TOPdesk: {n} of {all} tickets", n=number(row.stored_n), all=number(row.expected_n))
        )
    elif row.age_seconds is None or row.age_seconds != row.age_seconds:
        st.warning(_("The first copy from TOPdesk is not complete yet."), icon=":material/downloading:")
    elif row.age_seconds > settings().toml.screen.stale_seconds:
        age = span(timedelta(seconds=float(row.age_seconds)))
        st.warning(_("The copy stands still: what you see is {age} old.", age=age), icon=":material/sync_problem:")
        if row.trouble:
            st.text(_(str(row.trouble)))
    else:
        st.caption(":material/check: " + _("Copy of TOPdesk is up to date"))
