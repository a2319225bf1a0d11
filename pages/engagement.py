"""Involvement: who is involved in which topic. Names for those with the right, bands and neighbourhoods for the others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.insight.engagement import REACH_DAYS, matters, people_of
from dashboard.insight.period import Period, next_midnight
from dashboard.screen import engagement, me
from dashboard.screen.head import head
from dashboard.screen.live import ask_shared
from dashboard.screen.named import named
from dashboard.screen.panel import address, link, panel
from dashboard.screen.words import _, day, ngettext, topic_name, zone

ACROSS = ""


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
    """People with a matter in this topic, by score; across topics those broadly involved come first."""
    counted = matters(reports, zone())
    across = people_of(counted, now)
    if topic is None:
        people = across.sort_values("broad", ascending=False, kind="stable")
    else:
        people = people_of(counted[counted.topic_id == topic], now).drop(columns=["topics", "broad"])
        people = people.merge(across[["caller_id", "topics", "broad"]], on="caller_id", how="left")
    homes = reports.drop_duplicates("caller_id").set_index("caller_id").home
    return people.assign(home=people.caller_id.map(homes))


who = me()
head(_("Involvement"))
st.caption(
    _("To invite people who care about a topic, and to see which neighbourhoods stay silent.")
    + " "
    + _("Names are for coordinators alone; each showing is noted. Nobody is judged by a score.")
)
span = next(ask_shared("overview/span").itertuples())
period = Period.until(datetime.now(zone()), zone(), span.last_at)
now = period.end_at if period.ended else next_midnight(datetime.now(zone()), zone())
if period.ended:
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
        "{n} report in twelve months, none from a known person.", "{n} reports in twelve months, none from a known person.", every
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
    rated = engagement.rates(people, quarters)
    left, right = st.columns([3, 2], gap="large")
    with left:
        panel("bands", engagement.matters(people))
        panel("places", engagement.neighbourhoods(people, rated))
    with right:
        engagement.where(rated)
        panel("by-topic", engagement.by_topic(people, topics, topic))
elif len(reports):
    st.info(_("Nobody we know was involved in this topic in the last twelve months."), icon=":material/groups:")
