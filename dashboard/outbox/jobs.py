"""The jobs that wake a delivery: desk.outbox says what is to be sent, a job says when to look at one row of it.

Jobs of one ticket carry the same lock, so that they run one after the other, the oldest first.
"""

from __future__ import annotations

from typing import Any

import psycopg
from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from sqlalchemy import Connection

from dashboard.errors import N_, DatabaseDown

QUEUE = "outbox"
DELIVER, LOOK_FOR_TWINS = "deliver", "look_for_twins"

#: Never opened: jobs are added on the connection of the act's own transaction.
_app = App(connector=SyncPsycopgConnector())


def wake(connection: Connection, ticket_id: int, outbox_id: int) -> None:
    """Let the worker look at one row of the outbox as soon as this transaction is committed."""
    _defer(connection, DELIVER, f"ticket {ticket_id}", {"outbox_id": outbox_id})


def look_for_twins(connection: Connection, ticket_id: int, in_seconds: float = 0.0) -> None:
    """Let the worker look whether TOPdesk has a ticket twice, and put the younger one away.

    Also for the copy, when it meets a second call with the key of a ticket.
    """
    # A lock of its own: a job that is planned for later holds back what comes after it under the same lock.
    _defer(connection, LOOK_FOR_TWINS, f"twins of ticket {ticket_id}", {"ticket_id": ticket_id}, in_seconds)


def _defer(connection: Connection, task: str, lock: str, arguments: dict[str, Any], in_seconds: float = 0.0) -> None:
    # procrastinate speaks psycopg, so it gets the connection inside SQLAlchemy's.
    raw = connection.connection.driver_connection
    try:
        later = {"seconds": in_seconds} if in_seconds else None
        _app.configure_task(task, queue=QUEUE, lock=lock, connection=raw, schedule_in=later).defer(**arguments)
    except ConnectorException as error:
        if isinstance(error.__cause__, psycopg.OperationalError):
            raise DatabaseDown(N_("The connection to the database was cut. Nothing was kept or sent: try again in a moment.")) from error
        raise
