"""The story of each ticket: what was written on it and which files hang on it, read politely and in a second pass.

First the tickets that somebody looks at (desk.story_wish), then the open ones, then all others, the newest change first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from dashboard.intake.clean import as_json, plain, storable
from dashboard.intake.topdesk.incidents import vanish
from dashboard.intake.topdesk.reader import SOURCE, Json, moment, text_at
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Client, NotFound

STREAM = "stories"
REQUESTS_A_STORY = 3
NEWS = timedelta(minutes=15)  # the story of a ticket that changed so recently wakes the screens
WISHES = "guichet_story"  # the channel on which a wish is heard


@dataclass(frozen=True, slots=True)
class Due:
    """A ticket whose story is to be read; `wished` = somebody looks at it."""

    id: int
    external_id: str
    modified_at: datetime
    wished: bool


def next_due(store: Store, but: Collection[int] = ()) -> Due | None:
    """The ticket whose story is needed most, or None when all are whole; `but` are left out (they failed just now)."""
    with store.transaction(SERVICE) as connection:
        row = connection.execute(text(_NEXT), {"source": SOURCE, "but": list(but)}).one_or_none()
    return Due(row.id, row.external_id, row.modified_at, row.wished) if row else None


def read_story(store: Store, client: Client, due: Due) -> None:
    """Read one story and keep it, in one transaction; a ticket that is no more there is gone here too."""
    began = client.now()
    try:
        requests = [_entry(row, "request") for row in client.requests(due.external_id)]
        actions = [_entry(row, "action") for row in client.actions(due.external_id)]
        files = [_file(row) for row in client.attachments(due.external_id)]
    except NotFound:
        vanish(store, due.external_id)
        with store.transaction(SERVICE) as connection:
            _granted(connection, due.id)
        return
    news = due.wished or datetime.now(UTC) - due.modified_at < NEWS
    with store.transaction(SERVICE) as connection:
        if not news:  # thousands of old stories are no reason to redraw every open screen
            connection.execute(text("select set_config('guichet.quiet', 'on', true)"))
        _keep_entries(connection, due.id, [entry for entry in requests + actions if entry])
        _keep_files(connection, due.id, [file for file in files if file])
        connection.execute(text(_WHOLE), {"id": due.id, "read_at": _read_for(due.modified_at, began)})
        connection.execute(text(_ANSWERED), {"id": due.id})
        _granted(connection, due.id)


def note_progress(store: Store, *, complete: bool) -> None:
    """How many stories are whole, for the administrator."""
    with store.transaction(SERVICE) as connection:
        connection.execute(text(_PROGRESS), {"source": SOURCE, "stream": STREAM, "complete": complete})


def _read_for(modified_at: datetime, began: datetime) -> datetime:
    """For which change a story counts as read, by the far side's own clock.

    Dates there are second-granular: more may be written in the second of the last change, so that second has to be over.
    A change dated far in the future is no such case: waiting for it would never end.
    """
    return modified_at - timedelta(seconds=1) if timedelta(minutes=-1) < began - modified_at < timedelta(seconds=2) else modified_at


def _granted(connection: Connection, ticket: int) -> None:
    connection.execute(text("delete from desk.story_wish where ticket_id = :id"), {"id": ticket})


def _entry(row: Json, kind: str) -> dict[str, Any] | None:
    at = moment(row.get("entryDate")) or moment(row.get("creationDate"))
    memo = row.get("memoText")
    words = plain(memo) if isinstance(memo, str) and memo else storable(str(row.get("plainText") or "")).strip()
    if at is None or not row.get("id"):
        return None
    operator = text_at(row, "operator.id")
    return {
        "external_id": str(row["id"]),
        "kind": kind,
        "at": at,
        "author": "staff" if operator else "citizen" if isinstance(row.get("person"), dict) else "system",
        "operator": operator,
        "public": kind == "request" or not row.get("invisibleForCaller"),
        "text": words,
    }


def _file(row: Json) -> dict[str, Any] | None:
    at = moment(row.get("entryDate"))
    if at is None or not row.get("id"):
        return None
    size = row.get("size")
    return {
        "external_id": str(row["id"]),
        "file_name": text_at(row, "fileName") or "?",
        "bytes_n": size if isinstance(size, int) else None,
        "at": at,
        "public": not row.get("invisibleForCaller"),
    }


def _keep_entries(connection: Connection, ticket: int, entries: list[dict[str, Any]]) -> None:
    bound = {"id": ticket, "source": SOURCE, "rows": as_json(entries), "ids": [entry["external_id"] for entry in entries]}
    connection.execute(text(_FORGET.format(table="desk.entry")), bound)
    connection.execute(text(_ENTRIES), bound)


def _keep_files(connection: Connection, ticket: int, files: list[dict[str, Any]]) -> None:
    bound = {"id": ticket, "rows": as_json(files), "ids": [file["external_id"] for file in files]}
    connection.execute(text(_FORGET.format(table="desk.attachment")), bound)
    connection.execute(text(_FILES), bound)


# What changed within two seconds would have to be read again anyway (_read_for).
_NEXT = """
    select * from (
        (select t.id, t.external_id, t.modified_at, true as wished, w.at as since from desk.story_wish w
         join desk.ticket t on t.id = w.ticket_id where t.source = :source and t.external_id is not null and not t.gone
           and t.id <> all(cast(:but as bigint[]))
         order by w.at limit 1)
        union all
        (select t.id, t.external_id, t.modified_at, false, null from desk.ticket t
         where (t.story_at is null or t.story_at < t.modified_at)
           and not t.modified_at between now() - interval '2 seconds' and now()
           and t.source = :source and t.external_id is not null and not t.gone and t.id <> all(cast(:but as bigint[]))
         order by t.is_open desc, t.modified_at desc limit 1)
    ) due order by wished desc limit 1
"""
# what was deleted there; what waits here for its delivery has a key of ours in the outbox, or no counterpart yet
_FORGET = """
    delete from {table} x where x.ticket_id = :id and not x.external_id = any(cast(:ids as text[]))
      and not exists (select 1 from desk.outbox b where b.ticket_id = :id and b.key = x.external_id)
"""
_ENTRIES = """
    insert into desk.entry as e (ticket_id, external_id, kind, at, author, operator_id, public, text)
    select :id, r.external_id, r.kind, r.at, r.author, p.id, r.public, r.text
    from jsonb_to_recordset(cast(:rows as jsonb))
        as r(external_id text, kind text, at timestamptz, author text, operator text, public boolean, text text)
    left join people.operator p on p.source = :source and p.external_id = r.operator
    on conflict (ticket_id, external_id) do update set at = excluded.at, author = excluded.author,
        operator_id = coalesce(excluded.operator_id, e.operator_id), public = excluded.public, text = excluded.text
    where (e.at, e.author, e.public, e.text) is distinct from (excluded.at, excluded.author, excluded.public, excluded.text)
"""
_FILES = """
    insert into desk.attachment as a (ticket_id, external_id, file_name, bytes_n, at, public)
    select :id, r.external_id, r.file_name, r.bytes_n, r.at, r.public
    from jsonb_to_recordset(cast(:rows as jsonb)) as r(external_id text, file_name text, bytes_n bigint, at timestamptz, public boolean)
    on conflict (ticket_id, external_id) do update set file_name = excluded.file_name, bytes_n = excluded.bytes_n, public = excluded.public
    where (a.file_name, a.bytes_n, a.public) is distinct from (excluded.file_name, excluded.bytes_n, excluded.public)
"""
# the first public word of ours, where TOPdesk does not tell it; a citizen's word after the end that nobody answered yet
_WHOLE = """
    update desk.ticket t set
        story_at = :read_at,
        first_answer_at = coalesce(t.first_answer_at, (
            select min(e.at) from desk.entry e where e.ticket_id = t.id and e.kind = 'action' and e.author = 'staff' and e.public)),
        reacted_at = (
            select max(e.at) from desk.entry e where e.ticket_id = t.id and e.author = 'citizen' and e.at > t.ended_at
              and not exists (select 1 from desk.entry s where s.ticket_id = t.id and s.author = 'staff' and s.public and s.at > e.at))
    where t.id = :id
"""
_ANSWERED = """
    insert into desk.ticket_event (ticket_id, at, kind, new)
    select t.id, t.first_answer_at, 'answered', 'staff' from desk.ticket t
    where t.id = :id and t.first_answer_at is not null
      and not exists (select 1 from desk.ticket_event e where e.ticket_id = t.id and e.kind = 'answered')
    on conflict do nothing
"""
_PROGRESS = """
    insert into desk.stream as s (source, stream, stored_n, expected_n, tried_at, ok_at)
    select :source, :stream, count(*) filter (where story_at >= modified_at), count(*), now(), case when :complete then now() end
    from desk.ticket where source = :source and external_id is not null and not gone
    on conflict (source, stream) do update set stored_n = excluded.stored_n, expected_n = excluded.expected_n, trouble = null,
        tried_at = excluded.tried_at, ok_at = coalesce(excluded.ok_at, s.ok_at)
"""
