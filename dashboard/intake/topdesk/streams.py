"""desk.stream: how far each stream of TOPdesk is read, and how it went, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from dashboard.intake.topdesk.reader import SOURCE
from dashboard.store import SERVICE, Store


@dataclass
class Stream:
    """One row. `watermark`: everything modified before it is here; `cursor`: what else the next step needs."""

    name: str
    watermark: datetime | None = None
    cursor: dict[str, Any] = field(default_factory=dict)
    stored_n: int = 0
    expected_n: int | None = None


def load(store: Store, name: str) -> Stream:
    """The stream as it was left; a new one when it was never read."""
    with store.transaction(SERVICE) as connection:
        row = connection.execute(
            text("select watermark, cursor, stored_n, expected_n from desk.stream where source = :source and stream = :name"),
            {"source": SOURCE, "name": name},
        ).one_or_none()
    return Stream(name, row.watermark, row.cursor, row.stored_n, row.expected_n) if row else Stream(name)


def save(connection: Connection, stream: Stream, *, complete: bool) -> None:
    """Write it down in the transaction of what was read; `complete` = nothing is left to read for now."""
    connection.execute(
        text("""
            insert into desk.stream as s (source, stream, watermark, cursor, stored_n, expected_n, tried_at, ok_at)
            values (:source, :name, :watermark, cast(:cursor as jsonb), :stored_n, :expected_n, now(), case when :complete then now() end)
            on conflict (source, stream) do update set watermark = excluded.watermark, cursor = excluded.cursor,
                stored_n = excluded.stored_n, expected_n = excluded.expected_n, tried_at = excluded.tried_at, trouble = null,
                ok_at = coalesce(excluded.ok_at, s.ok_at)"""),
        {
            "source": SOURCE,
            "name": stream.name,
            "watermark": stream.watermark,
            "cursor": json.dumps(stream.cursor),
            "stored_n": stream.stored_n,
            "expected_n": stream.expected_n,
            "complete": complete,
        },
    )


def trouble(store: Store, name: str, sentence: str) -> None:
    """Show why it stands still; what was read stays."""
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text("""
                insert into desk.stream (source, stream, tried_at, trouble) values (:source, :name, now(), :trouble)
                on conflict (source, stream) do update set tried_at = now(), trouble = excluded.trouble"""),
            {"source": SOURCE, "name": name, "trouble": sentence},
        )


def iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def from_iso(text_: str | None) -> datetime | None:
    return datetime.fromisoformat(text_) if text_ else None
