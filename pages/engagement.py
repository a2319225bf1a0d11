"""Involvement: who is involved in which topic. Names for those with the right, bands and neighbourhoods for the others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures.involved import as_of
from dashboard.insight.engagement import BROAD_TOPICS, YEAR_DAYS
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


def involved(topic: int | None, now: datetime) -> pd.DataFrame:
    """People with a matter in this topic, by score; across topics (None) those broadly involved come first."""
    arrays = ask_shared("engagement/people", topic=topic, now=now, zone=str(zone())).iloc[0]
    people = pd.DataFrame(arrays.to_dict()).astype({"caller_id": "int64", "score": float, "matters": int, "home": int, "topics": str})
    topics = people.topics.str.split().map(lambda found: [int(one) for one in found])
    people = people.assign(last_at=pd.to_datetime(people.last_at, unit="s", utc=True), topics=topics, broad=topics.map(len) >= BROAD_TOPICS)
    order = {"broad": False} if topic is None else {}
    order |= {"score": False, "caller_id": True}
    return people.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def reported(now: datetime) -> pd.DataFrame:
    """Reports of twelve months by topic, own restricted ones too."""
    span = {"since": (now - timedelta(days=YEAR_DAYS)).date(), "until": now.date()}
    restricted = ask_shared("engagement/restricted", zone=str(zone()), **span)
    found = ask_shared("engagement/topics", **span)
    return pd.concat([found, restricted], ignore_index=True) if len(restricted) else found


who = me()
head(_("Involvement"))
st.caption(
    _("To invite people who care about a topic, and to see which neighbourhoods stay silent.")
    + " "
    + _("Names are for coordinators alone; each showing is noted. Nobody is judged by a score.")
)
span = next(ask_shared("overview/span").itertuples())
now = as_of(datetime.now(zone()), zone(), span.last_at)
if now < datetime.now(zone()):
    st.info(_("These data end on {day}: twelve months are counted back from that day.", day=day(span.last_at)), icon=":material/history:")
seen = reported(now)
topics = {int(row.id): row for row in seen[seen.id.notna()].itertuples()}
topic = choose_topic(topics)
people = involved(topic, now)
quarters = ask_shared("engagement/neighbourhoods")
every, known = int(seen.reports.sum()), int((seen.reports - seen.unknown).sum())
if not known:
    words = ngettext(
        "{n} report in twelve months, none from a known person.", "{n} reports in twelve months, none from a known person.", every
    )
    st.info(words + " " + _("This page fills by itself once TOPdesk's callers are copied."), icon=":material/groups:")
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
elif known:
    st.info(_("Nobody we know was involved in this topic in the last twelve months."), icon=":material/groups:")
