"""Which reports come by themselves: the list, the form for one, and a look at what would come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import Trouble
from dashboard.mail import BadAddress
from dashboard.mailings import subscriptions
from dashboard.mailings.contents import READER, About, contents
from dashboard.mailings.editions import template
from dashboard.mailings.pdf import pictures
from dashboard.mailings.rhythm import Rhythm
from dashboard.mailings.subscriptions import Wish
from dashboard.mailings.telling import told
from dashboard.screen import ask, me, reports, settings, store
from dashboard.screen.trouble import in_words
from dashboard.screen.words import LANGUAGES, N_, _, ngettext, speaking, weekdays, zone

REPORTS = {"council": N_("The city, for the council"), "team": N_("A team"), "place": N_("Neighbourhoods, an A4 each")}
#: In the box of neighbourhoods: all of them.
EVERY = 0
RHYTHMS = {"weekly": N_("Every week"), "monthly": N_("Every month")}


def listed() -> None:
    """One line a report that comes, with its readers; a click changes it."""
    found = ask("mailings/subscriptions")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(_("What comes by itself"), anchor=False)
        if st.button(_("Add a report"), icon=":material/add:", key="new-report"):
            st.dialog(_("A report that comes by itself"), width="large")(form)(None)
    if found.empty:
        st.info(_("No report comes by itself yet. Choose which one, when, and who gets it."), icon=":material/outgoing_mail:")
    for row in found.itertuples():
        with st.container(horizontal=True, vertical_alignment="center", key=f"subscription-{row.id}"):
            readers = ngettext("{n} reader", "{n} readers", row.readers) if row.readers else _("nobody by mail, on this page only")
            st.text(f"{reports.title(row)} · {reports.when(row)} · {readers}", width="stretch")
            if st.button(_("Change"), key=f"change-{row.id}", type="tertiary", icon=":material/edit:"):
                st.dialog(_("A report that comes by itself"), width="large")(form)(row)
    colleague()


@in_words()
def form(row: Any | None) -> None:
    """One report: which, when, in which language, to whom."""
    teams = {int(one.id): str(one.name) for one in ask("queues/teams").itertuples()}
    places: dict[int, str] = {EVERY: _("Every neighbourhood")}
    places |= {int(one.id): str(one.name) for one in ask("queues/neighbourhoods").itertuples()}
    kinds = {key: _(words) for key, words in REPORTS.items() if key != "team" or teams}
    left, right = st.columns(2)
    with left:
        report = _choice("report", _("About"), kinds, row and row.report)
        team = _choice("team", _("Team"), teams, _id(row, "team_id")) if report == "team" else None
        place = _choice("place", _("Neighbourhood"), places, _id(row, "neighbourhood_id")) if report == "place" else EVERY
        language = _choice("language", _("Language"), LANGUAGES, row.language if row else settings().toml.city.language)
    with right:
        rhythm = _choice("rhythm", _("How often"), {key: _(words) for key, words in RHYTHMS.items()}, row and row.rhythm)
        weekly = rhythm == "weekly"
        days = dict(enumerate(weekdays(), 1)) if weekly else {n: str(n) for n in range(1, 29)}
        on = _choice(f"day-{rhythm}", _("Day"), days, row and row.day)
        hour = _choice("hour", _("Hour"), {n: f"{n}:00" for n in range(24)}, row.hour if row else 7)
    wish = Wish(report, rhythm, on, hour, language, team, None if place == EVERY else place)
    colleagues = ask("mailings/accounts").dropna(subset="reader_id")
    by_id = {int(one.reader_id): f"{one.name} ({one.address})" for one in colleagues.itertuples()}
    accounts = [int(one) for one in row.accounts if one in by_id] if row else []
    if by_id:
        accounts = st.multiselect(_("Colleagues"), list(by_id), accounts, format_func=by_id.__getitem__, key="wish-accounts")
    label = _("Other mail addresses, one a line") if by_id else _("Mail addresses, one a line")
    typed = st.text_area(label, "\n".join(row.addresses) if row else "", key="wish-addresses", height=96)
    _buttons(row, wish, typed, accounts)


def _choice(key: str, label: str, names: Mapping[Any, str], value: Any) -> Any:
    options = list(names)
    at = options.index(value) if value in names else 0
    return st.selectbox(label, options, at, format_func=names.__getitem__, key=f"wish-{key}")


def _buttons(row: Any | None, wish: Wish, typed: str, accounts: list[int]) -> None:
    with st.container(horizontal=True):
        keep = st.button(_("Keep"), type="primary", key="wish-keep", icon=":material/check:")
        look = st.button(_("Look at it now"), key="wish-look", icon=":material/visibility:")
        gone = row is not None and st.button(_("Take away"), key="wish-remove", type="tertiary", icon=":material/delete:")
    if look:
        preview(wish)
    if keep:
        try:
            subscriptions.save(store(), me(), wish, subscriptions.addresses_in(typed), accounts, int(row.id) if row else None)
        except BadAddress as error:
            st.error(_(str(error)), icon=":material/error:")
            st.text(error.text[:300])
        except Trouble as trouble:
            st.error(_(str(trouble)), icon=":material/error:")
        else:
            st.rerun()
    if gone and row is not None:
        subscriptions.remove(store(), me(), int(row.id))
        st.rerun()


def preview(wish: Wish) -> None:
    """The edition that would be the last one now, page by page; nothing is kept or sent."""
    rhythm = Rhythm(wish.rhythm, wish.day, wish.hour)
    period = rhythm.period(rhythm.last_due(datetime.now(UTC), zone()), zone())
    about = About(wish.report, period, wish.team_id, wish.neighbourhood_id)
    with st.spinner(_("The report is being made.")):
        found = contents(partial(store().ask, READER), about)
        with speaking(wish.language):
            data = told(found, settings().toml.city.name)
        pages = pictures(template(about), data)
    for picture in pages[:4]:
        st.image(picture, width="stretch")
    if len(pages) > 4:
        st.caption(ngettext("and {n} more page", "and {n} more pages", len(pages) - 4))


def colleague() -> None:
    """Where a colleague with an account gets mail."""
    found = ask("mailings/accounts")
    with st.popover(_("Addresses of colleagues"), icon=":material/alternate_email:"):
        st.caption(_("Kept for reports alone. Who gets no more account gets no more mail."))
        names = {int(row.id): str(row.name) for row in found.itertuples()}
        known = {int(row.id): "" if pd.isna(row.address) else str(row.address) for row in found.itertuples()}
        user = st.selectbox(_("Colleague"), list(names), format_func=names.__getitem__, key="colleague")
        if user is None:
            return
        address = st.text_input(_("Mail address"), known[user], key=f"colleague-{user}", max_chars=254)
        if st.button(_("Keep"), key="colleague-keep", icon=":material/check:"):
            try:
                subscriptions.address_of(store(), me(), user, address)
            except Trouble as trouble:
                st.error(_(str(trouble)), icon=":material/error:")
            else:
                st.rerun()


def _id(row: Any | None, column: str) -> int | None:
    value = getattr(row, column, None)
    return None if value is None or pd.isna(value) else int(value)
