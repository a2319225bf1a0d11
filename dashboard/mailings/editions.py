"""Editions: noted when they are due, made once, kept as files, with a letter for each reader.

A worker that dies while it makes one leaves the row "making": the next one makes it again. The letters come in the transaction that says it
is made, so there is never a letter without an edition, and never two of one edition to one reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from dashboard.errors import N_
from dashboard.figures import Ask
from dashboard.mailings import files, telling
from dashboard.mailings.contents import READER, About, contents
from dashboard.mailings.pdf import pictures, set_pdf
from dashboard.mailings.rhythm import Rhythm
from dashboard.mailings.sheet import sheet
from dashboard.screen.words import speaking
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store

COVER_PPI = 60


@dataclass(frozen=True, slots=True)
class Made:
    """An edition's files and what its mail says."""

    title: str
    summary: dict[str, Any]
    pdf: bytes
    xlsx: bytes
    png: bytes


def make(ask: Ask, about: About, language: str, city_name: str, made_at: datetime) -> Made:
    """Work out, tell and set one edition; stores nothing. `ask` in the sight of contents.READER."""
    found = contents(ask, about)
    with speaking(language):
        data = telling.told(found, city_name)
        return Made(
            telling.title(found), telling.summary(found), set_pdf(template(about), data, made_at), sheet(found, city_name, made_at),
            pictures(template(about), data, COVER_PPI)[0],
        )  # fmt: skip


def template(about: About) -> str:
    """The template that sets it."""
    return "places" if about.report == "place" else "report"


def note_due(store: Store, settings: Settings, now: datetime) -> int:
    """Note the last due edition of every subscription that has none yet; how many that were. Not while a first copy is under way."""
    zone = ZoneInfo(settings.toml.city.timezone)
    copy = store.ask(SERVICE, "shell/freshness")
    if (len(copy) and copy.filling[0]) or store.ask(SERVICE, "areas/newest").newest[0] is None:
        return 0
    noted = 0
    with store.transaction(SERVICE) as connection:
        for row in connection.execute(_SUBSCRIPTIONS).all():
            rhythm = Rhythm(row.rhythm, row.day, row.hour)
            due = rhythm.last_due(now, zone)
            span = rhythm.period(due, zone).this
            values = {"id": row.id, "due": due, "first": span.start, "last": span.last}
            noted += connection.execute(_NOTE, values).rowcount
    return noted


def make_noted(store: Store, settings: Settings, edition_id: int, now: datetime) -> None:
    """Make one that was noted; nothing happens when it is made already. Whatever goes wrong is noted, and raised."""
    with store.transaction(SERVICE) as connection:
        row = connection.execute(_ROW, {"id": edition_id}).one_or_none()
    if row is None:
        return
    zone = ZoneInfo(settings.toml.city.timezone)
    about = About(row.report, Rhythm(row.rhythm, 1, 0).period(row.due_at, zone), row.team_id, row.neighbourhood_id)
    try:
        made = make(partial(store.ask, READER), about, row.language, settings.toml.city.name, now)
        kept = {name: files.keep(settings.home, getattr(made, name)) for name in ("pdf", "xlsx", "png")}
    except Exception:
        with store.transaction(SERVICE) as connection:
            words = N_("It could not be made; why stands in the worker's log. It is tried again by itself.")
            connection.execute(text("update post.edition set trouble = :words where id = :id"), {"id": edition_id, "words": words})
        raise
    with store.transaction(SERVICE) as connection:
        values = {"id": edition_id, "now": now, "title": made.title, "summary": made.summary} | kept
        if connection.execute(_MADE, values).rowcount:
            _write_letters(connection, edition_id)


def _write_letters(connection: Connection, edition_id: int) -> None:
    """One to each address, where the edition fell due after somebody subscribed: nobody gets last month's mail today."""
    connection.execute(_LETTERS, {"id": edition_id})


_SUBSCRIPTIONS = text("select * from post.subscription order by id")
_NOTE = text("""
    insert into post.edition (subscription_id, report, team_id, neighbourhood_id, rhythm, language, due_at, first_day, last_day)
    select id, report, team_id, neighbourhood_id, rhythm, language, :due, :first, :last from post.subscription where id = :id
    on conflict (subscription_id, due_at) do nothing""")
_ROW = text("select * from post.edition where id = :id and state = 'making'")
_MADE = text("""
    update post.edition set state = 'made', made_at = :now, title = :title, summary = :summary, pdf_sha256 = :pdf, xlsx_sha256 = :xlsx,
        png_sha256 = :png, trouble = null
    where id = :id and state = 'making'""").bindparams(bindparam("summary", type_=JSONB))
_LETTERS = text("""
    insert into post.letter (key, edition_id, reader_id)
    select 'edition ' || e.id || ' to ' || min(r.id), e.id, min(r.id)
    from post.edition e
    join post.subscription s on s.id = e.subscription_id and s.created_at <= e.due_at
    join post.subscriber b on b.subscription_id = s.id
    join people.reader r on r.id = b.reader_id
    left join guard.user u on u.id = r.user_id
    where e.id = :id and u.active is distinct from false
    group by e.id, lower(r.address)
    on conflict (key) do nothing""")
