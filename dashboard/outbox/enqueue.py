"""The way in: what a person's act sends to TOPdesk, written down in the act's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from dashboard.outbox import mode
from dashboard.outbox.jobs import wake
from dashboard.store import Who

Kind = Literal["create", "action", "photo"]

_INSERT = text("""
    insert into desk.outbox (ticket_id, kind, key, payload, state, created_by)
    values (:ticket_id, :kind, :key, :payload, :state, :user_id)
    on conflict (key) do nothing
    returning id
    """).bindparams(bindparam("payload", type_=JSONB))


def enqueue(connection: Connection, *, ticket_id: int, kind: Kind, key: str, payload: Mapping[str, Any], who: Who) -> int:
    """Note one thing to be sent and return its id; the same `key` again is the same thing. Gone with a rollback.

    payload, all but `text` optional and in our own terms, TOPdesk's field names come in at delivery:

    create: title, text (answers in words included), topic (its key), category, subcategory, street, house_number, lat, lon,
            answers {question key: value}, made_at (ISO 8601), made_by (a name)
    action: text, public (the citizen may see it; default no), made_at, made_by
    photo:  sha256, public, made_at, made_by

    Rows of desk.entry and desk.attachment that the act made carry the same `key` as external_id; once delivered they get TOPdesk's.
    While writing is switched off the row is born `held`, else `waiting` with a job that wakes the worker.
    """
    on = mode.in_force(connection)
    state = "held" if on is False else "waiting"
    row = {"ticket_id": ticket_id, "kind": kind, "key": key, "payload": dict(payload), "state": state, "user_id": who.user_id}
    made = connection.execute(_INSERT, row).scalar_one_or_none()
    if made is None:
        return int(connection.execute(text("select id from desk.outbox where key = :key"), {"key": key}).scalar_one())
    if state == "waiting":
        wake(connection, ticket_id, int(made))
    return int(made)
