"""Who may come in, who was refused, who saw whose data and who changed what; for the administrator."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import N_, Trouble
from dashboard.guard import users
from dashboard.screen import ask, me, store
from dashboard.screen.named import PURPOSES
from dashboard.screen.verdicts import Verdict
from dashboard.screen.words import LANGUAGES, _, moment, ngettext, number

MOST = 200
ROLE = {
    "presenter": N_("Presenter"), "patrol": N_("Patrol"), "team": N_("Team"), "manager": N_("Manager"),
    "coordinator": N_("Coordinator"), "admin": N_("Administrator"),
}  # fmt: skip
ACT = {
    "account made": N_("Account made"), "account disabled": N_("Account disabled"), "password changed": N_("Password changed"),
    "writing to TOPdesk switched on": N_("Writing to TOPdesk switched on"),
    "writing to TOPdesk switched off": N_("Writing to TOPdesk switched off"),
    "held reports sent": N_("What was held was sent"), "held reports dropped": N_("What was held was dropped"),
    "delivery tried again": N_("Sending tried again"), "delivery dropped": N_("Sending given up"),
    "tickets downloaded": N_("Tickets downloaded"),
}  # fmt: skip
JOINED = "joined team "


def door_verdict(found: pd.DataFrame) -> Verdict:
    """How many were refused; `found` is admin/attempts."""
    matter = _("Sign-in, last 7 days")
    if found.empty:
        return Verdict(matter, "good", _("Nobody was refused"))
    n, names = int(found.in_all.iloc[0]), len(found.login.unique())
    more = ngettext("for {n} name", "for {n} names", names)
    return Verdict(matter, "wait" if n >= 10 else "good", ngettext("{n} attempt refused", "{n} attempts refused", n), more)


def accounts() -> None:
    """The accounts; the chosen one can be disabled."""
    found = ask("admin/users")
    shown = pd.DataFrame(
        {
            _("Account"): found.login,
            _("Name"): found.name,
            _("Role"): [_(ROLE[role]) for role in found.role],
            _("Teams"): found.teams,
            _("Language"): [LANGUAGES[language] for language in found.language],
            _("State"): [_("may sign in") if active else _("disabled") for active in found.active],
        }
    )
    event = st.dataframe(shown, hide_index=True, on_select="rerun", selection_mode="single-row", key="accounts")
    rows = event.selection.rows
    if not rows or rows[0] >= len(found):
        st.caption(_("Choose an account to disable it. New accounts and passwords: `guichet users` on the server."))
        return
    _chosen(found.iloc[rows[0]])


def _chosen(row: Any) -> None:
    mine = row.login == me().login
    if not row.active:
        st.caption(_("This account is disabled. A new password opens it again: `guichet users password` on the server."))
    elif mine:
        st.caption(_("This is your own account: another administrator can disable it."))
    elif st.button(_("Disable {login}", login=row.login), icon=":material/person_off:", key="disable"):
        try:
            users.disable(store(), me(), row.login)
        except Trouble as trouble:
            st.error(_(str(trouble)))
        else:
            st.rerun()


def attempts(found: pd.DataFrame) -> None:
    """Refused attempts by name and address."""
    st.subheader(_("Refused at sign-in"), anchor=False)
    if found.empty:
        st.success(_("Nobody was refused in the last 7 days."), icon=":material/check_circle:")
        return
    shown = pd.DataFrame(
        {
            _("Last"): [moment(at) for at in found.last_at],
            _("Name typed"): found.login,
            _("Known"): [_("yes") if known else _("no such account") for known in found.known],
            _("Address"): found.address,
            _("How often"): [number(n) for n in found.n],
        }
    )
    st.dataframe(shown, hide_index=True)


def access() -> None:
    """Each reading of personal data."""
    found = ask("admin/access", most=MOST)
    if found.empty:
        st.success(_("Nobody has looked at personal data yet. Each look is noted here."), icon=":material/check_circle:")
        return
    shown = pd.DataFrame(
        {
            _("When"): [moment(at) for at in found["at"]],
            _("Who"): [_("deleted account") if pd.isna(who) else who for who in found.who],
            _("Role"): [_(ROLE[role]) if role in ROLE else "" for role in found.role],
            _("What"): [_purpose(row) for row in found.itertuples()],
            _("Persons"): [number(n) for n in found.persons],
        }
    )
    st.dataframe(shown, hide_index=True)
    st.caption(_("{n} of {all} shown, newest first", n=number(len(found)), all=number(int(found.in_all.iloc[0]))))


def acts() -> None:
    """What administrators did."""
    found = ask("admin/acts", most=MOST)
    st.subheader(_("What administrators did"), anchor=False)
    if found.empty:
        st.caption(_("Nothing yet."))
        return
    shown = pd.DataFrame(
        {
            _("When"): [moment(at) for at in found["at"]],
            _("Who"): [_("on the server") if pd.isna(who) else who for who in found.who],
            _("What"): [_act(what) for what in found.what],
            _("Account"): found.account,
            _("How many"): ["" if pd.isna(n) else number(int(n)) for n in found.n],
        }
    )
    st.dataframe(shown, hide_index=True)


def _act(what: str) -> str:
    if what.startswith(JOINED):
        return _("Joined team {team}", team=what.removeprefix(JOINED))
    return _(ACT.get(what, what))


def _purpose(row: Any) -> str:
    if not pd.isna(row.number):
        return _("person of ticket {number}", number=row.number)
    about, _colon, aim = str(row.purpose).removeprefix("involvement, ").partition(": ")
    aim, _comma, contact = aim.partition(", ")
    if aim not in PURPOSES:
        return str(row.purpose)
    words = _("Involvement: {aim}", aim=_(PURPOSES[aim]).lower())
    return words + (f" ({about})" if about != "across topics" else "") + (", " + _("with contact") if contact else "")
