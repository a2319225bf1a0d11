"""Publications of a place: newest first, the words that name it marked; a coordinator corrects, pastes and takes back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.acts import publication
from dashboard.acts.publication import Pasted, Spot
from dashboard.city import ground as geometry
from dashboard.errors import Trouble
from dashboard.screen import ask, me, settings, store
from dashboard.screen.charts import heading
from dashboard.screen.panel import link, panel
from dashboard.screen.words import _, day, ngettext, number, zone

EXCERPT = 260


def publications(key: str, title: str, found: pd.DataFrame, empty: str, more: str = "") -> None:
    """Draw them under a title; `more` (HTML) stands between. A coordinator's click is done at once."""
    corrects = me().role == "coordinator"
    drawn = "".join(_item(row, corrects) for row in found.itertuples())
    if found.empty and not more:
        drawn = f'<p class="sub">{escape(empty)}</p>'
    elif len(found) and int(found.in_all.iloc[0]) > len(found):
        words = _("The newest {n} of {all}.", n=number(len(found)), all=number(int(found.in_all.iloc[0])))
        drawn += f'<p class="sub">{escape(words)}</p>'
    clicked = panel(key, heading(title) + more + drawn)
    if clicked and corrects:
        _do(clicked, found)


def newest(most: int) -> None:
    """The whole city's, also those in which no place was found: a coordinator can say which one is meant."""
    found = ask("publications/newest", today=datetime.now(zone()).date(), most=most)
    publications("newest", _("Newest publications"), found, _("Nothing is published yet: add a feed in guichet.toml, or paste news below."))


def _item(row: Any, corrects: bool) -> str:
    words = [str(word) for word in row.words] if row.words is not None else []
    title = _marked(row.title, words)
    if row.link:
        title = f'<a class="out" href="{escape(row.link, quote=True)}" target="_blank" rel="noopener noreferrer">{title} ↗</a>'
    facts = [day(row.published_at)]
    facts += [_("pasted by a colleague")] if row.pasted else []
    if not row.sources:
        facts += [ngettext("about {n} place", "about {n} places", row.places) if row.places else _("names no street or neighbourhood")]
    elif not words:
        facts += [_("assigned by a colleague")]
    acts = ""
    if corrects:
        acts = _button(f"refuse:{row.id}", _("Not about this place")) if row.sources else ""
        acts += _button(f"about:{row.id}", _("About another place too") if row.sources or row.places else _("Say which place"))
        acts += _button(f"back:{row.id}", _("Take back")) if row.pasted else ""
        acts = f'<div class="acts">{acts}</div>'
    text = _marked(_excerpt(row.text, words), words)
    return f'<article><div class="sub">{escape(" · ".join(facts))}</div><h3>{title}</h3><p>{text}</p>{acts}</article>'


def _button(does: str, words: str) -> str:
    return f'<button class="act" data-go="{escape(does, quote=True)}">{escape(words)}</button>'


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("(" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")")


def _marked(text: str, words: Sequence[str]) -> str:
    """Foreign text as HTML, with the words on which a mention rests marked."""
    text = unicodedata.normalize("NFC", text)
    if not words:
        return escape(text)
    parts = _pattern(words).split(text)
    return "".join(f"<mark>{escape(part)}</mark>" if n % 2 else escape(part) for n, part in enumerate(parts))


def _excerpt(text: str, words: Sequence[str]) -> str:
    """The part of a text around what names the place."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    if len(text) <= EXCERPT:
        return text
    found = _pattern(words).search(text) if words else None
    start = max(0, found.start() - EXCERPT // 2) if found else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + EXCERPT)
    return ("… " if start else "") + text[start:end] + " …"


# --- what a coordinator does ---


def _do(clicked: str, found: pd.DataFrame) -> None:
    what, _colon, id = clicked.partition(":")
    row = next((row for row in found.itertuples() if str(row.id) == id), None)
    if row is None:
        return
    if what == "refuse":
        for source in row.sources:
            kind, _colon, place = source.partition(":")
            publication.refuse(store(), me(), int(row.id), Spot(**{f"{kind}_id": int(place)}))
        st.rerun()
    elif what == "back" and row.pasted:
        publication.take_back(store(), me(), int(row.id))
        st.rerun()
    elif what == "about":
        st.dialog(_("About which place?"))(_about)(int(row.id), str(row.title))


def _about(id: int, title: str) -> None:
    st.text(title)
    there = ask("publications/places", publication=id)
    names = [f"{row.name} ({row.village})" if isinstance(row.village, str) and row.village else str(row.name) for row in there.itertuples()]
    st.caption(_("Now: {places}.", places=", ".join(names) or _("nowhere")))
    options: dict[Spot, str] = {Spot(street_id=street.id): street.name for street in geometry.current(store(), me()).streets}
    quarters = ask("queues/neighbourhoods")
    options |= {Spot(neighbourhood_id=int(row.id)): _("{name} (neighbourhood)", name=row.name) for row in quarters.itertuples()}
    label, hint = _("Street or neighbourhood"), _("By its name")
    chosen = st.selectbox(label, list(options), index=None, format_func=options.__getitem__, placeholder=hint)
    if st.button(_("It is about this place"), type="primary", disabled=chosen is None) and chosen is not None:
        publication.add(store(), me(), id, chosen)
        st.rerun()


def paste_form() -> None:
    """For coordinators: news that no feed brings."""
    if me().role != "coordinator":
        return
    pasted = st.session_state.get("_pasted")
    with st.expander(_("Add a publication"), icon=":material/content_paste:", expanded=pasted is not None):
        if pasted:
            _kept(*pasted)
        with st.form("paste", clear_on_submit=True, border=False):
            title = st.text_input(_("Title"), max_chars=publication.LONGEST_TITLE)
            text = st.text_area(_("Text, with the streets as they are written there"), max_chars=publication.LONGEST_TEXT)
            address = st.text_input(_("Link"), placeholder="https://")
            today = datetime.now(zone()).date()
            first, last = st.columns(2)
            since = first.date_input(_("Published on"), today)
            until = last.date_input(_("Shown until"), today + timedelta(days=settings().toml.publications.keep_days))
            if not st.form_submit_button(_("Add"), type="primary"):
                return
        try:
            made = publication.paste(store(), me(), Pasted(title, text, address, since, until), city=settings().toml.city.name)
        except Trouble as trouble:
            st.error(_(str(trouble)))
            return
        st.session_state["_pasted"] = (made, title)
        st.rerun()


def _kept(made: int, title: str) -> None:
    """What a pasted publication is about, or the choice where nothing was found in it."""
    there = ask("publications/places", publication=made)
    if there.empty:
        st.warning(_("Kept, but no street or neighbourhood was found in it. Choose one here."))
        _about(made, title)
    else:
        del st.session_state["_pasted"]
        names = ", ".join(there.name)
        st.success(ngettext("Kept: about {n} place, {names}.", "Kept: about {n} places, {names}.", len(there), names=names))


def elsewhere(n: int, target: str, name: str) -> str:
    """"3 about Bernem and its streets", with the way there (HTML)."""
    words = ngettext("{n} about {place} and its streets", "{n} about {place} and its streets", n, place=name)
    return f'<p class="sub">{link(target, escape(words) + " →")}</p>' if n else ""
