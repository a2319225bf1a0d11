"""Whether Guichet writes to TOPdesk at this moment, as the database remembers it.

The worker finds out (writes.py) and notes it; whoever enqueues reads it. Both hold an advisory lock for their
transaction, so that nothing is born held at the instant in which all that is held was sent.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

#: Name of the row in desk.setting: {"on": true or false, "why": sentence}; absent until a worker ran.
IN_FORCE = "writes_in_force"
_LOCK = 0x6775_6963


def in_force(connection: Connection) -> bool | None:
    """On, off, or None while no worker has found out yet; nobody changes it before this transaction ends."""
    connection.execute(text("select pg_advisory_xact_lock_shared(:lock)"), {"lock": _LOCK})
    return connection.execute(text("select (value ->> 'on')::boolean from desk.setting where name = :name"), {"name": IN_FORCE}).scalar()


def put_in_force(connection: Connection, on: bool, why: str) -> None:
    """Note it, after every act under way has committed."""
    connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    keep(connection, IN_FORCE, {"on": on, "why": why})


def keep(connection: Connection, name: str, value: object) -> None:
    """One row of desk.setting."""
    connection.execute(
        text("insert into desk.setting (name, value) values (:name, :value) on conflict (name) do update set value = excluded.value")
        .bindparams(bindparam("value", type_=JSONB)),
        {"name": name, "value": value},
    )
