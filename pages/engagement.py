"""Involvement: who is involved in which topic. Names for those with the right, bands and neighbourhoods for the others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.insight.engagement import REACH_DAYS, matters, people_of
from dashboard.insight.flow import Periods, next_midnight
from dashboard.screen import ask, engagement, me
from dashboard.screen.live import ask_shared
from dashboard.screen.panel import address, link, panel
from dashboard.screen.words import N_, _, day, ngettext, topic_name, zone

NAMED = 25
ACROSS = ""
PURPOSES = {"invite": N_("Invite to a meeting"), "ask": N_("Ask for advice"), "thank": N_("Thank")}


def to_topic() -> None:
    st.query_params["topic"] = st.session_state["involved-topic"] or ACROSS


def choose_topic(topics: dict[int, Any]) -> int | None:
    """The topic in the address, None = across topics."""
    options = {ACROSS: _("Across topics"), **{str(topic): topic_name(row) for topic, row in topics.items()}}
    wanted = st.query_params.get("topic", ACROSS)
    st.session_state["involved-topic"] = wanted if wanted in options else ACROSS
    chosen = st.pills(
        _("Topic"), list(options), format_func=options.__getitem__, key="involved-topic", required=True, on_change=to_topic,
        label_visibility="collapsed",
    )  # fmt: skip
    return int(chosen) if chosen else None


def involved(reports: pd.DataFrame, topic: int | None, now: datetime) -> pd.DataFrame:
    """People with a matter in this topic; whether broadly, and in which topics, is told across all of them."""
    counted = matters(reports, zone())
    people = across = people_of(counted, now)
    if topic is not None:
        people = people_of(counted[counted.topic_id == topic], now).drop(columns=["topics", "broad"])
        people = people.merge(across[["caller_id", "topics", "broad"]], on="caller_id", how="left")
    homes = reports.drop_duplicates("caller_id").set_index("caller_id").home
    return people.assign(home=people.caller_id.map(homes))


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
    if clicked and clicked.startswith("contact:"):
        caller = int(clicked.removeprefix("contact:"))
        if caller in set(shown["people"].caller_id) and caller not in shown["contacts"]:
            found = ask("engagement/contact", callers=[caller], purpose=shown["purpose"] + ", contact")
            shown["contacts"][caller] = (found.email.iloc[0], found.phone.iloc[0]) if len(found) else ()
            st.rerun()


who = me()
st.title(_("Involvement"), anchor=False)
st.caption(
    _("To invite people who care about a topic, and to see which neighbourhoods stay silent.")
    + " "
    + _("Names are for coordinators alone; each showing is noted. Nobody is judged by a score.")
)
span = next(ask_shared("overview/span").itertuples())
periods = Periods.until(datetime.now(zone()), zone(), span.last_at)
now = periods.end if periods.ended else next_midnight(datetime.now(zone()), zone())
if periods.ended:
    st.info(_("These data end on {day}: twelve months are counted back from that day.", day=day(span.last_at)), icon=":material/history:")
seen = ask_shared("engagement/topics", now=now)
topics = {int(row.id): row for row in seen[seen.id.notna()].itertuples()}
topic = choose_topic(topics)
arrays = ask_shared("engagement/reports", since=now - timedelta(days=REACH_DAYS), now=now).iloc[0]
reports = pd.DataFrame(arrays.to_dict(), dtype="int64")
quarters = ask_shared("engagement/neighbourhoods")
if reports.empty:
    every = int(seen.reports.sum())
    words = ngettext(
        "{n} report in twelve months, and no known person behind it.", "{n} reports in twelve months, and no known person behind any.", every
    )
    st.info(words + " " + _("This page fills by itself once TOPdesk's callers are copied."), icon=":material/groups:")
people = involved(reports, topic, now) if len(reports) else pd.DataFrame()
counts = seen if topic is None else seen[seen.id == topic]
if len(people):
    panel("people", engagement.figures(people, int(counts.reports.sum()), int(counts.unknown.sum())))
    if topic is not None:
        panel("to-queue", f'<p class="sub">{link(address("queues", topic=topic, team="all"), _("Open tickets of this topic") + " →")}</p>')
    if who.role == "coordinator":
        named(people, topics, dict(zip(quarters.id, quarters.name, strict=True)), topic)
    left, right = st.columns([2, 3], gap="large")
    with left:
        panel("bands", engagement.matters(people))
    with right:
        panel("places", engagement.neighbourhoods(people, quarters))
elif len(reports):
    st.info(_("Nobody we know was involved in this topic in the last twelve months."), icon=":material/groups:")
