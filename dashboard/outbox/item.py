"""One thing that is to be sent, and the short transactions that move it from state to state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dashboard.outbox import mode


@dataclass(frozen=True, slots=True)
class Item:
    """A row of desk.outbox with what a delivery needs of its ticket."""

    id: int
    ticket_id: int
    kind: str
    key: str
    state: str
    payload: dict[str, Any]
    attempts: int
    sent_seconds: float | None  # since the last request that may still be under way
    sent_out_at: datetime | None  # when that was
    number: str
    ticket_key: str | None
    external_id: str | None

    @property
    def mark(self) -> str:
        """Ours at the far side, where actions and photos have no key of their own."""
        return f"{self.number}/{self.id}"


def read(connection: Connection, outbox_id: int) -> Item | None:
    """The row as it is now; None when it is no more."""
    row = connection.execute(
        text("""
            select b.id, b.ticket_id, b.kind, b.key, b.state, b.payload, b.attempts,
                   extract(epoch from now() - b.sent_out_at)::float8 as sent_seconds, b.sent_out_at,
                   t.number, t.key as ticket_key, t.external_id
            from desk.outbox b join desk.ticket t on t.id = b.ticket_id
            where b.id = :id
            """),
        {"id": outbox_id},
    ).one_or_none()
    return Item(**row._mapping) if row else None


def claim(connection: Connection, item: Item) -> bool:
    """Note that a request leaves now, before it leaves. False when writing was switched off since, or the row is not as it was read:
    dropped meanwhile, or taken by another worker because the connection that held the ticket's lock was cut.
    """
    if mode.in_force(connection) is not True:
        hold(connection, item)
        return False
    claimed = connection.execute(
        text("""
            update desk.outbox set state = 'sending', sent_out_at = now(), trouble = null
            where id = :id and state in ('waiting', 'sending') and sent_out_at is not distinct from cast(:seen as timestamptz)"""),
        {"id": item.id, "seen": item.sent_out_at},
    )
    return claimed.rowcount == 1


def hold(connection: Connection, item: Item) -> None:
    """Keep it until writing is switched on, unless it was dropped meanwhile."""
    connection.execute(text("update desk.outbox set state = 'held' where id = :id and state in ('waiting', 'sending')"), {"id": item.id})


def postpone(connection: Connection, item: Item, trouble: str) -> None:
    """It was certainly not done and is tried again."""
    _change(connection, item, "state = 'waiting', sent_out_at = null, attempts = attempts + 1, trouble = :trouble", trouble=trouble)


def note(connection: Connection, item: Item, trouble: str) -> None:
    """Say what hinders, and leave all else as it is: the last request may still be under way."""
    _change(connection, item, "attempts = attempts + 1, trouble = :trouble", trouble=trouble)


def refused(connection: Connection, item: Item, trouble: str) -> None:
    """It was certainly not done, and trying again would not help; a person has to decide."""
    _change(connection, item, "state = 'failed', sent_out_at = null, attempts = attempts + 1, trouble = :trouble", trouble=trouble)


def fail(connection: Connection, item: Item, trouble: str) -> None:
    """It cannot even be looked for; a person has to decide."""
    _change(connection, item, "state = 'failed', attempts = attempts + 1, trouble = :trouble", trouble=trouble)


def done(connection: Connection, item: Item) -> None:
    """TOPdesk has it."""
    _change(connection, item, "state = 'sent', sent_out_at = null, attempts = attempts + 1, trouble = null, done_at = now()")


def _change(connection: Connection, item: Item, change: str, **values: str) -> None:
    connection.execute(text(f"update desk.outbox set {change} where id = :id"), values | {"id": item.id})
