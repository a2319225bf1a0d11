"""How fresh the copy is, stream by stream, and which rows were set aside; for the administrator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import N_
from dashboard.screen import ask, settings
from dashboard.screen.verdicts import Verdict
from dashboard.screen.words import _, moment, ngettext, number, span

MOST = 200
STREAM = {
    "incidents": N_("Tickets"),
    "stories": N_("What was written on tickets"),
    "persons": N_("Persons"),
    "lists": N_("Teams, categories and other lists"),
}


def copy_verdict(found: pd.DataFrame) -> Verdict:
    """One sentence on all streams; `found` is admin/streams."""
    matter = _("Copy of TOPdesk")
    if found[found.source == "topdesk"].empty:
        return Verdict(matter, "wait", _("Nothing copied yet"), _("Start the worker: guichet work. Tickets then appear by themselves."))
    ill = [row for row in found.itertuples() if isinstance(row.trouble, str)]
    main = next((row for row in found.itertuples() if row.source == "topdesk" and row.stream == "incidents"), None)
    if main is not None and pd.isna(main.age_seconds):
        return Verdict(matter, "wait", _("The first copy is under way"), _progress(main))
    if main is not None and main.age_seconds > settings().toml.screen.stale_seconds:
        return Verdict(matter, "bad", _("Stands still for {age}", age=_age(main)), _("What you see is that old. The reason stands below."))
    if ill:
        what = ", ".join(_name(row) for row in ill)
        return Verdict(matter, "bad", _("Up to date, but not whole"), _("In trouble: {what}", what=what))
    return Verdict(matter, "good", _("Up to date"), _fresh(main) if main is not None else "")


def streams(found: pd.DataFrame) -> None:
    """One line a stream; where there is trouble, its sentence."""
    if found.empty:
        st.info(_("No source is connected yet. Set TOPDESK_URL, TOPDESK_USER and TOPDESK_PASSWORD, then start: guichet work."))
        return
    for row in found.itertuples():
        if isinstance(row.trouble, str):
            with st.container(border=True, gap=None, key=f"stream-{row.source}-{row.stream}"):
                st.markdown(f":material/sync_problem: **{_name(row)}**")
                st.text(_(row.trouble))
    shown = pd.DataFrame(
        {
            _("What"): [_name(row) for row in found.itertuples()],
            _("From"): found.source,
            _("Complete until"): [_("never complete") if pd.isna(row.ok_at) else moment(row.ok_at) for row in found.itertuples()],
            _("Stored"): [_progress(row) for row in found.itertuples()],
        }
    )
    st.dataframe(shown, hide_index=True)


def bad_rows() -> None:
    """Rows that could not be read; the rest of their page or file was kept."""
    st.subheader(_("Set aside"), anchor=False)
    found = ask("admin/bad_rows", most=MOST)
    if found.empty:
        st.success(_("Every row that came in could be read."), icon=":material/check_circle:")
        return
    n = int(found.in_all.iloc[0])
    text = ngettext("{n} row could not be read; the rest was kept.", "{n} rows could not be read; the rest was kept.", n)
    st.caption(text + " " + _("Mend them at their source and import again: nothing comes in twice."))
    shown = pd.DataFrame(
        {
            _("When"): [moment(at) for at in found["at"]],
            _("From"): found.source + " · " + found.batch,
            _("Row"): ["" if pd.isna(row) else number(row) for row in found.row_number],
            _("Ticket"): found.external_id,
            _("Why"): found.reason,
        }
    )
    st.dataframe(shown, hide_index=True, column_config={_("Why"): st.column_config.TextColumn(width="large")})


def _name(row: Any) -> str:
    return _(STREAM[row.stream]) if row.stream in STREAM else str(row.stream)


def _age(row: Any) -> str:
    return span(timedelta(seconds=float(row.age_seconds)))


def _fresh(row: Any) -> str:
    return _("{age} old", age=_age(row)) if row.age_seconds >= 60 else _("Less than a minute old")


def _progress(row: Any) -> str:
    if row.expected_n and not pd.isna(row.expected_n) and row.expected_n > row.stored_n:
        return _("{n} of {all}", n=number(row.stored_n), all=number(row.expected_n))
    return number(row.stored_n)
