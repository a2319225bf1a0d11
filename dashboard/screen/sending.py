"""Writing to TOPdesk, for the administrator: whether it is on, how much waits, the switch and its question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import N_, Trouble
from dashboard.outbox import writes
from dashboard.screen import me, settings, store
from dashboard.screen.verdicts import Verdict
from dashboard.screen.words import _, ngettext, span

WHY = {
    "environment": N_("GUICHET_WRITES says so where Guichet is started."),
    "switch": N_("An administrator switched it."),
    "look-alike": N_("The far side is Guichet's own look-alike."),
    "trial": N_("This is the trial: a real TOPdesk is only read until you switch writing on."),
}


def writing_verdict(row: Any) -> Verdict:
    """On or off, and by whose word; `row` is of admin/writes."""
    why = _(WHY[row.why]) if row.why else ""
    matter = _("Writing to TOPdesk")
    if pd.isna(row.writing):
        return Verdict(matter, "wait", _("Not known yet"), _("It is decided as soon as the worker reaches TOPdesk."))
    if row.writing and row.held:
        held = ngettext("{n} held thing waits for your word.", "{n} held things wait for your word.", int(row.held))
        return Verdict(matter, "wait", _("On"), held)
    return Verdict(matter, "good", _("On"), why) if row.writing else Verdict(matter, "wait", _("Off: only read"), why)


def way_verdict(found: pd.DataFrame) -> Verdict:
    """How much has not reached TOPdesk; `found` is admin/sending."""
    n = {str(row.state): int(row.n) for row in found.itertuples()}
    matter, under_way = _("On its way to TOPdesk"), n.get("waiting", 0) + n.get("sending", 0)
    if failed := n.get("failed", 0):
        more = _("They are safe here. Read why below, then try again or drop them.")
        return Verdict(matter, "bad", ngettext("{n} could not be sent", "{n} could not be sent", failed), more)
    if under_way:
        oldest = found[found.state.isin(["waiting", "sending"])].oldest_at.min()
        more = _("The oldest waits for {age}.", age=span(datetime.now(oldest.tzinfo) - oldest))
        return Verdict(matter, "wait", ngettext("{n} not sent yet", "{n} not sent yet", under_way), more)
    if held := n.get("held", 0):
        return Verdict(matter, "wait", ngettext("{n} held", "{n} held", held), _("Nothing is lost: they are sent when you say so."))
    return Verdict(matter, "good", _("Nothing waits"), _("TOPdesk has everything that was reported here."))


def switch(row: Any) -> None:
    """The switch; with something held, it asks what becomes of it."""
    writing, held = bool(row.writing) and not pd.isna(row.writing), int(row.held)
    if settings().guichet_writes is not None:
        st.caption(_("GUICHET_WRITES decides where Guichet is started, so there is no switch here."))
        if writing and held and st.button(_("Decide on what is held"), icon=":material/pause_circle:", key="decide"):
            _ask(held, decide_only=True)
    elif not writing:
        if st.button(_("Switch writing on"), icon=":material/play_circle:", type="primary", key="switch-on"):
            _ask(held)
    else:
        with st.container(horizontal=True):
            if held and st.button(_("Decide on what is held"), icon=":material/pause_circle:", type="primary", key="decide"):
                _ask(held, decide_only=True)
            help_text = _("Tickets are still copied. What would be sent is held and shown here.")
            if st.button(_("Switch writing off"), icon=":material/pause_circle:", key="switch-off", help=help_text):
                writes.switch(store(), settings(), me(), False)
                st.rerun()


def _ask(held: int, decide_only: bool = False) -> None:
    title = _("What becomes of what is held?") if decide_only else _("Write to TOPdesk from now on?")
    st.dialog(title)(_question)(held, decide_only)


def _question(held: int, decide_only: bool) -> None:
    if not decide_only:
        st.text(_("Reports, notes and photos made here then appear in TOPdesk as if a colleague had entered them."))
    fate: writes.Fate | None = None
    if held:
        options: dict[writes.Fate, str] = {"send": _("Send them now"), "drop": _("Drop them: they were only tries")}
        question = ngettext("{n} thing was held meanwhile", "{n} things were held meanwhile", held)
        fate = st.radio(question, list(options), format_func=options.__getitem__, index=None, key="fate")
        if fate == "drop":
            st.caption(_("Dropped reports leave the queues and are not counted; they are not erased."))
    label = _("Go ahead") if decide_only else _("Switch on")
    if st.button(label, type="primary", disabled=bool(held) and fate is None, key="switch-confirm"):
        try:
            if decide_only and fate:
                writes.decide(store(), me(), fate)
            else:
                writes.switch(store(), settings(), me(), True, fate)
        except Trouble as trouble:
            st.error(_(str(trouble)))
        else:
            st.rerun()
