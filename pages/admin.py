"""Administration: is the copy fresh, does everything reach TOPdesk, who may come in, who saw what."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.screen import ask
from dashboard.screen.accounts import MOST, access, accounts, acts, attempts, door_verdict
from dashboard.screen.copies import bad_rows, copy_verdict, streams
from dashboard.screen.deliveries import deliveries, twins
from dashboard.screen.head import head
from dashboard.screen.sending import switch, way_verdict, writing_verdict
from dashboard.screen.trouble import fragment
from dashboard.screen.verdicts import verdicts
from dashboard.screen.words import _


@partial(fragment, run_every=10)
def standing() -> None:
    """One verdict a matter; looks again by itself."""
    writes = next(ask("admin/writes").itertuples())
    refused = ask("admin/attempts", most=MOST)
    verdicts([copy_verdict(ask("admin/streams")), writing_verdict(writes), way_verdict(ask("admin/sending")), door_verdict(refused)])


head(_("Administration"), fresh=False)
standing()
sending, copy, people, seen = st.tabs([_("Sending"), _("Copy"), _("Accounts"), _("Who saw what")])
with sending:
    switch(next(ask("admin/writes").itertuples()))
    deliveries()
    twins()
with copy:
    streams(ask("admin/streams"))
    bad_rows()
with people:
    accounts()
    attempts(ask("admin/attempts", most=MOST))
with seen:
    access()
    acts()
