"""Whatever Guichet writes to the outside: a row of desk.outbox and a procrastinate job, made in the act's own transaction."""

from __future__ import annotations

from dashboard.outbox.enqueue import enqueue

__all__ = ["enqueue"]
