"""What TOPdesk does not have yet, for the administrator: why, since when, and what can be done; and what it had twice."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import N_
from dashboard.outbox import writes
from dashboard.screen import ask, me, store
from dashboard.screen.theme import FAINT, mode
from dashboard.screen.words import _, ago, moment, ngettext, number

MOST = 200
KIND = {"create": N_("New ticket"), "action": N_("Note"), "photo": N_("Photo")}
STATE = {"held": N_("Held"), "sending": N_("Under way"), "waiting": N_("Waits")}


def deliveries() -> None:
    """Failed ones first, each with its reason and two buttons; then a table of what is held or waits."""
    found = ask("admin/deliveries", most=MOST)
    if found.empty:
        st.success(_("Nothing waits: TOPdesk has everything that was reported here."), icon=":material/check_circle:")
        return
    failed = found[found.state == "failed"]
    if not failed.empty:
        _failed(failed)
    if len(failed) < len(found):
        _waiting(found[found.state != "failed"].reset_index(drop=True))
    if int(found.in_all.iloc[0]) > len(found):
        st.caption(_("{n} of {all} shown", n=number(len(found)), all=number(int(found.in_all.iloc[0]))))


def _failed(found: pd.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(_("Could not be sent"), anchor=False, width="content")
        if len(found) > 1 and st.button(_("Try all again"), icon=":material/replay:", key="retry-all"):
            writes.try_again(store(), me())
            st.rerun()
    for row in found.itertuples():
        with st.container(border=True, key=f"delivery-{row.id}", horizontal=True, vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f":material/error: **{_(KIND[row.kind])} · {row.number}**")
                st.text(_(str(row.trouble)))
                facts = escape(" · ".join(_facts(row)))
                st.html(f'<div style="color:{FAINT[mode()]};font-size:.875rem">{facts}</div>')
            with st.container(horizontal=True, width="content"):
                if st.button(_("Try again"), icon=":material/replay:", key=f"retry-{row.id}"):
                    writes.try_again(store(), me(), int(row.id))
                    st.rerun()
                _drop(row, _("Drop"))


def _waiting(found: pd.DataFrame) -> None:
    st.subheader(_("Not sent yet"), anchor=False)
    shown = pd.DataFrame(
        {
            _("What"): [_(KIND[kind]) for kind in found.kind],
            _("Ticket"): found.number,
            _("State"): [_(STATE[state]) for state in found.state],
            _("Since"): [ago(at) for at in found.created_at],
            _("Made by"): ["" if pd.isna(name) else name for name in found.made_by],
            _("Tried"): [number(n) if n else "" for n in found.attempts],
            _("What hinders"): [_(trouble) if isinstance(trouble, str) else "" for trouble in found.trouble],
        }
    )
    wide = {_("What hinders"): st.column_config.TextColumn(width="large")}
    event = st.dataframe(shown, hide_index=True, column_config=wide, on_select="rerun", selection_mode="single-row", key="waiting")
    chosen = [n for n in event.selection.rows if n < len(found)]
    if not chosen:
        return
    row = found.iloc[chosen[0]]
    if row.state == "held":
        _drop(row, _("Drop {number}", number=row.number))
    else:
        st.caption(_("It goes out by itself as soon as it can."))


def _facts(row: Any) -> list[str]:
    tries = ngettext("tried {n} time", "tried {n} times", int(row.attempts)) if row.attempts else ""
    return [fact for fact in (ago(row.created_at), "" if pd.isna(row.made_by) else str(row.made_by), tries) if fact]


def _drop(row: Any, label: str) -> None:
    """Says what it means before it is done."""
    with st.popover(label, icon=":material/block:"):
        if row.kind == "create":
            st.text(_("The report is not sent and leaves the queues; it is not erased."))
        else:
            st.text(_("It is not sent to TOPdesk; it stays on the ticket here."))
        if st.button(_("Drop it"), type="primary", key=f"drop-{row.id}"):
            writes.drop(store(), me(), int(row.id))
            st.rerun()


def twins() -> None:
    """Reports that TOPdesk had twice, and what was done about it; silent when there never was one."""
    found = ask("admin/twins", most=MOST)
    if found.empty:
        return
    st.subheader(_("Came twice"), anchor=False)
    st.caption(_("A report that was given up as lost arrived all the same. The older call stays, the other one goes to TOPdesk's archive."))
    shown = pd.DataFrame(
        {
            _("Found"): [moment(at) for at in found.found_at],
            _("Ticket"): found.number,
            _("Stays"): found.kept,
            _("Second call"): found.twin,
            _("What was done"): [_done(row) for row in found.itertuples()],
        }
    )
    st.dataframe(shown, hide_index=True)


def _done(row: Any) -> str:
    if not pd.isna(row.archived_at):
        return _("archived {when}", when=moment(row.archived_at))
    return _("still to be archived: {why}", why=row.trouble) if isinstance(row.trouble, str) else _("still to be archived")
