"""The names of involved people: for those with the right, when they say what for; the database refuses all others."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.screen import ask, engagement, me
from dashboard.screen.panel import panel
from dashboard.screen.words import N_, _

NAMED = 25
PURPOSES = {"invite": N_("Invite to a meeting"), "ask": N_("Ask for advice"), "thank": N_("Thank")}


def named(people: pd.DataFrame, topics: dict[int, Any], places: dict[int, str], topic: int | None) -> None:
    """Names when they are asked for, with the purpose: each showing is one line in the access log, a redrawn page is none."""
    scope = (me().user_id, me().role, topic)
    shown = st.session_state.get("_involved")
    if shown is None or shown["scope"] != scope:
        st.session_state.pop("_involved", None)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            label = _("What do you need the names for?")
            purpose = st.selectbox(label, list(PURPOSES), format_func=lambda key: _(PURPOSES[key]), width=280)
            asked = st.button(_("Show names"), icon=":material/badge:", type="primary", key="show-names")
        st.caption(_("Your name, the purpose and whom you looked at are noted in the access log."))
        if not asked:
            return
        first = people.head(NAMED)
        what = f"involvement, {'across topics' if topic is None else topics[topic].key}: {purpose}"
        found = ask("engagement/names", callers=[int(caller) for caller in first.caller_id], purpose=what)
        listed = first.assign(name=first.caller_id.map(dict(zip(found.caller_id, found.name, strict=True))).fillna(""))
        shown = {"scope": scope, "people": listed, "purpose": what, "contacts": {}}
        st.session_state["_involved"] = shown
        st.rerun()
    clicked = panel("names", engagement.names(shown["people"], topics, places, shown["contacts"]))
    if st.button(_("Hide names"), icon=":material/visibility_off:", type="tertiary", key="hide-names"):
        del st.session_state["_involved"]
        st.rerun()
    if clicked and clicked.startswith("contact:"):
        caller = int(clicked.removeprefix("contact:"))
        if caller in set(shown["people"].caller_id) and caller not in shown["contacts"]:
            found = ask("engagement/contact", callers=[caller], purpose=shown["purpose"] + ", contact")
            shown["contacts"][caller] = (found.email.iloc[0], found.phone.iloc[0]) if len(found) else ()
            st.rerun()
