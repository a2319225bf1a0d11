"""Reports that come by themselves: the newest of each, earlier ones, and for those who decide: which come, when, to whom."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dashboard.mailings import letters
from dashboard.mailings.subscriptions import EDITORS
from dashboard.screen import ask, me, reports, store, subscriptions
from dashboard.screen.filters import whole
from dashboard.screen.head import head
from dashboard.screen.panel import panel
from dashboard.screen.trouble import fragment, in_words
from dashboard.screen.words import _, number

MOST = 200


@partial(fragment, run_every=15)
def shelf() -> None:
    """Editions; looks again by itself, since the worker makes them."""
    found = ask("mailings/editions", most=MOST)
    if found.empty:
        words = _("The first reports appear here by themselves, once it is said which ones come.")
        st.info(words, icon=":material/description:")
        return
    covers = reports.newest(found)
    panel("covers", reports.covers(covers))
    rest = found[~found.id.isin(covers.id)]
    if len(rest):
        st.subheader(_("Earlier"), anchor=False)
        panel("earlier", reports.earlier(rest))
        if found.in_all[0] > len(found):
            st.caption(_("{n} of {all} shown, newest first", n=number(len(found)), all=number(int(found.in_all[0]))))


def forget() -> None:
    st.query_params.pop("edition", None)


@in_words()
def opened(row: Any) -> None:
    """One edition: its first page, its files, and for those who decide its mails."""
    panel("opened", reports.opened(row))
    if me().role in EDITORS:
        found = ask("mailings/letters", edition=int(row.id))
        if found.empty:
            st.caption(_("It was mailed to nobody: it stands on this page."))
        for one in found.itertuples():
            with st.container(horizontal=True, vertical_alignment="center"):
                panel(f"letter-{one.id}", reports.letter(one))
                if one.state in ("failed", "unsure") and st.button(_("Send again"), key=f"again-{one.id}", icon=":material/refresh:"):
                    letters.send_again(store(), me(), int(one.id))
                    st.rerun()


head(_("Reports"), fresh=False)
shelf()
if me().role in EDITORS:
    subscriptions.listed()
if edition := whole(st.query_params.get("edition", "")):
    every = ask("mailings/editions", most=10_000)
    row = next(every[every.id == edition].itertuples(), None)
    if row is not None:
        st.dialog(reports.name(row), width="large", on_dismiss=forget)(opened)(row)
