"""Report: a patrol goes straight on to its form; others get the way there, and what became of their last reports."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.screen import ask, me
from dashboard.screen.head import head
from dashboard.screen.words import _, moment

FORM = "/report"


def delivery(row: pd.Series) -> str:
    """How far a report got, in words."""
    if row.external_number:
        return str(row.external_number)
    return {
        "held": _("held: sending is switched off"),
        "failed": _("could not be sent"),
        "dropped": _("will not be sent"),
    }.get(str(row.state), _("not sent yet"))


if me().role == "patrol" or "form" in st.query_params:
    st.html(f'<script>location.replace("{FORM}");</script>', unsafe_allow_javascript=True)
    st.caption(_("Opening ..."))
    st.stop()

head(_("Report"), fresh=False)
st.write(_("The form for the street: kind, place, photo, sent. It works on a phone with one hand, and without network."))
st.link_button(_("Open the form"), FORM, icon=":material/add_location_alt:", type="primary")

st.subheader(_("My last reports"), anchor=False)
mine = ask("report/mine")
if mine.empty:
    st.caption(_("You have not reported anything yet."))
else:
    shown = pd.DataFrame(
        {
            "number": mine.number,
            "what": mine.title,
            "where": [place or _("No place") for place in mine.place],
            "when": [moment(at) for at in mine.opened_at],
            "topdesk": [delivery(row) for _n, row in mine.iterrows()],
        }
    )
    columns = {
        "number": st.column_config.TextColumn(_("Number"), width="small"),
        "what": st.column_config.TextColumn(_("What"), width="large"),
        "where": st.column_config.TextColumn(_("Where")),
        "when": st.column_config.TextColumn(_("When")),
        "topdesk": st.column_config.TextColumn("TOPdesk"),
    }
    st.dataframe(shown, column_config=columns, hide_index=True, width="stretch")
