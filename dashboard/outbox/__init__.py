"""Whatever Guichet writes to the outside: a row of desk.outbox and a procrastinate job, made in the act's own transaction.

    outbox.enqueue(connection, ticket_id=ticket, kind="create", key=key, payload=payload, who=who)
    outbox.work(settings, stop)     # the worker's part that delivers
"""

from __future__ import annotations

from dashboard.outbox.enqueue import enqueue
from dashboard.outbox.jobs import look_for_twins
from dashboard.outbox.work import work

__all__ = ["enqueue", "look_for_twins", "work"]
