"""One ticket as a card: what it is, where, whose, how far, and what was said. Citizens' words are shown as text only."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.acts.story import wish_story
from dashboard.screen import ask, me, store
from dashboard.screen.filters import status_name
from dashboard.screen.place_link import file_link
from dashboard.screen.place_map import place_map
from dashboard.screen.queue_board import known, state_of
from dashboard.screen.theme import FAINT, STATE, STATE_ICON, mode, topic_colour
from dashboard.screen.words import _, moment, topic_name

STORY_ROLES = ("team", "manager", "coordinator", "admin")


def ticket_card(ticket_id: int) -> None:
    """Draw the card of one ticket, or a sentence where there is none for this reader."""
    found = ask("ticket/card", ticket=ticket_id)
    if found.empty:
        st.info(_("This ticket is not here, or not for your role. Choose another one from the list."))
        return
    row = next(found.itertuples())
    with st.container(border=True, key="ticket"):
        story = ask("ticket/story", ticket=ticket_id) if me().role in STORY_ROLES else None
        _title(row)
        if story is not None and not story.empty and story.kind.iloc[-1] == "request":
            st.text(story.text.iloc[-1])  # what it is about comes first; the story below goes on from there
            story = story.iloc[:-1]
        _facts(row)
        if not pd.isna(row.lat):
            place_map(float(row.lat), float(row.lon), _("Place on a map"))
        file_link("ticket-file", *(None if pd.isna(id) else int(id) for id in (row.street_id, row.neighbourhood_id)))
        _outbox(ticket_id)
        _photos(ticket_id)
        _person(row)
        if story is not None:
            _story(row, story)


def placed_by(how: str) -> str:
    """How we know where a ticket is, in words."""
    return {
        "coordinates": _("its coordinates"),
        "street": _("the street it names; the pin is the street's middle"),
        "text": _("a street named in its text"),
        "hand": _("hand"),
        "placeless": _("needs no place"),
        "outside": _("its coordinates, outside the city"),
        "nothing": _("unknown: no place was found in it"),
    }[how]


def _title(row: Any) -> None:
    state, words = state_of(row)
    parts = []
    if state:
        icon = f'<span style="font-family:Material Symbols Rounded;font-size:1.125rem;vertical-align:-0.2em">{STATE_ICON[state]}</span>'
        parts.append(f'<span style="color:{STATE[mode()][state]};font-weight:600">{icon} {escape(words)}</span>')
    else:
        parts.append(f"<span>{escape(words)}</span>")
    if known(row.priority):
        parts.append(f"<span>{escape(row.priority)}</span>")
    if known(row.name_nl):
        look = f"display:inline-block;width:.625rem;height:.625rem;border-radius:50%;background:{topic_colour(int(row.colour))}"
        dot = f'<span style="{look}">'
        parts.append(f"<span>{dot}</span> {escape(topic_name(row))}</span>")
    numbers = row.number + (f" · TOPdesk {row.external_number}" if known(row.external_number) else "")
    title = escape(known(row.title) or _("No title"))
    st.html(
        f'<div style="display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;font-size:.9375rem">{"".join(parts)}</div>'
        f'<h2 style="font-size:1.35rem;margin:.5rem 0 .25rem;padding:0;overflow-wrap:anywhere">{title}</h2>'
        f'<div style="color:{FAINT[mode()]};font-size:.875rem">{escape(numbers)}</div>'
    )


def _facts(row: Any) -> None:
    street = f"{known(row.street)} {known(row.house_number)}".strip() if known(row.street) else ""
    facts = {
        _("Place"): ", ".join(part for part in (street, known(row.neighbourhood)) if part) or _("No place"),
        _("Status"): status_name(row.status) + (f" ({row.external_status})" if known(row.external_status) else ""),
        _("Team"): known(row.team) or _("nobody"),
        _("Handled by"): known(row.operator) or _("nobody"),
        _("Received"): moment(row.opened_at) + (f", {row.channel}" if known(row.channel) else ""),
        _("Target date"): _("none") if pd.isna(row.target_at) else moment(row.target_at),
        _("Category"): " / ".join(part for part in (known(row.category), known(row.subcategory)) if part) or _("none"),
    }
    for label, at in ((_("Solved"), row.solved_at), (_("Closed"), row.closed_at), (_("Reaction after closing"), row.reacted_at)):
        if not pd.isna(at):
            facts[label] = moment(at)
    faint = FAINT[mode()]
    placed = f'<div style="color:{faint};font-size:.8125rem">{escape(_("Placed by {what}", what=placed_by(row.placed_by)))}</div>'
    lines = "".join(
        f'<div role="term" style="color:{faint}">{escape(label)}</div>'
        f'<div role="definition" style="overflow-wrap:anywhere">{escape(value)}{placed if label == _("Place") else ""}</div>'
        for label, value in facts.items()
    )
    style = "display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1rem;font-size:.9375rem"
    st.html(f'<div style="{style}">{lines}</div>')


def _outbox(ticket_id: int) -> None:
    """What TOPdesk does not know yet; silent when it knows everything."""
    for row in ask("ticket/outbox", ticket=ticket_id).itertuples():
        what = {"create": _("This ticket"), "action": _("A note"), "photo": _("A photo")}[row.kind]
        if row.state == "failed":
            st.warning(_("{what} could not be sent to TOPdesk. It is safe here.", what=what), icon=":material/error:")
        elif row.state == "dropped":
            st.caption(":material/block: " + _("{what} will not be sent to TOPdesk.", what=what))
        elif row.state == "held":
            st.caption(":material/pause_circle: " + _("{what} is held: sending to TOPdesk is switched off.", what=what))
        else:
            st.caption(":material/schedule_send: " + _("{what} is not sent yet.", what=what))


def _photos(ticket_id: int) -> None:
    found = ask("ticket/photos", ticket=ticket_id)
    if found.empty:
        return
    style = "height:6rem;max-width:100%;object-fit:cover;border-radius:.5rem"
    pictures = "".join(
        f'<a href="/photo/{row.sha256}" target="_blank" rel="noopener">'
        f'<img src="/photo/{row.sha256}" alt="{escape(row.file_name, quote=True)}" loading="lazy" style="{style}"></a>'
        for row in found.itertuples()
    )
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:.5rem">{pictures}</div>')


def _person(row: Any) -> None:
    """Who reported it, for those who may, when they ask: each showing is one line in the access log."""
    who = me()
    if who.role != "coordinator" and not (who.role == "team" and row.mine is True):
        return
    scope = (who.user_id, who.role, int(row.id))
    shown = st.session_state.get("_person")
    if shown is None or shown[0] != scope:
        st.session_state.pop("_person", None)
        help_text = _("Noted in the access log.")
        if not st.button(_("Show person"), icon=":material/person:", key="show-person", help=help_text):
            return
        shown = st.session_state["_person"] = (scope, ask("ticket/person", ticket=int(row.id)))
    if shown[1].empty:
        st.caption(_("No person is known for this ticket."))
    for person in shown[1].itertuples():
        for value in (person.name, person.email, person.phone, person.mobile, person.address, person.city):
            if known(value):
                st.text(str(value))


def _story(row: Any, story: pd.DataFrame) -> None:
    st.markdown(f"**{_('Story')}**")
    whole = bool(row.story_whole) or row.source != "topdesk"
    if not whole:
        with store().transaction(me()) as connection:
            wish_story(connection, int(row.id))
        st.caption(":material/hourglass_empty: " + _("Not complete yet: the newest words are still being copied."))
    if story.empty and whole:
        st.caption(_("Nothing more was written on this ticket."))
    for entry in story.itertuples():
        author = {"citizen": _("Citizen"), "staff": known(entry.operator) or _("City"), "system": _("System")}[entry.author]
        with st.container(gap=None):
            st.html(
                f'<div style="color:{FAINT[mode()]};font-size:.8125rem">{escape(moment(entry.at))} · {escape(author)}'
                f"{' · ' + escape(_('seen by the citizen')) if entry.public else ''}</div>"
            )
            st.text(entry.text)
