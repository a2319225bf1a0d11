"""A ticket reported here, as an act of a patrol makes it."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, text

from dashboard import outbox
from dashboard.store import Store, Who

PATROL = Who("patrol", 7, "patrol", "Jan Peeters")


def new_ticket(connection: Connection, title: str = "Zwerfvuil <naast> de glasbol & meer") -> int:
    """A row of desk.ticket that the far side does not know yet."""
    return int(
        connection.execute(
            text(
                "insert into desk.ticket (source, key, title, status, opened_at, modified_at)"
                " values ('topdesk', :key, :title, 'new', now(), now()) returning id"
            ),
            {"key": "G-test-" + secrets.token_hex(6), "title": title},
        ).scalar_one()
    )


def report(store: Store, title: str = "Zwerfvuil <naast> de glasbol & meer", **payload: Any) -> tuple[int, int]:
    """(ticket, outbox row) of a report in a transaction of its own."""
    with store.transaction(PATROL) as connection:
        ticket = new_ticket(connection, title)
        made = {"title": title, "text": "Twee zakken, 1 < 2 & groot.", "made_by": "Jan Peeters"} | payload
        return ticket, outbox.enqueue(connection, ticket_id=ticket, kind="create", key=f"create {ticket}", payload=made, who=PATROL)
