"""Trial mode: whether Guichet writes to TOPdesk, who said so, and what becomes of what was held meanwhile.

GUICHET_WRITES decides when it is set. Else the administrator's switch does: "off" anywhere, "on" only at the address it
was made for, so that a copy of the database pointed elsewhere starts to read only. Else only the look-alike is written to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from dashboard.errors import Trouble
from dashboard.outbox.jobs import wake
from dashboard.outbox.mode import IN_FORCE, keep, put_in_force
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store, Who
from dashboard.topdesk import Client
from dashboard.topdesk.wire import base_url

Why = Literal["environment", "switch", "look-alike", "trial"]
Fate = Literal["send", "drop"]

SWITCH = "writes"


@dataclass(frozen=True, slots=True)
class Mode:
    """Whether writing is on, and which of the rules says so."""

    on: bool
    why: Why


def mode(store: Store, settings: Settings, client: Client) -> Mode:
    """What the rules say now. Raises FarSideTrouble where only TOPdesk itself could tell and it does not answer."""
    if settings.guichet_writes is not None:
        return Mode(settings.guichet_writes == "on", "environment")
    with store.transaction(SERVICE) as connection:
        switch = _setting(connection, SWITCH)
    if switch is not None and (not switch["on"] or switch["address"] == client.address):
        return Mode(bool(switch["on"]), "switch")
    return Mode(True, "look-alike") if client.is_look_alike() else Mode(False, "trial")


def refresh(store: Store, settings: Settings, client: Client) -> Mode:
    """Find out, and note it where everyone reads it."""
    found = mode(store, settings, client)
    with store.transaction(SERVICE) as connection:
        if _setting(connection, IN_FORCE) != {"on": found.on, "why": found.why}:
            _enforce(connection, found)
    return found


def switch(store: Store, settings: Settings, who: Who, on: bool, held: Fate | None = None) -> int:
    """The administrator's switch. When it goes on, `held` says what becomes of what was held; returns how much that was.

    Raises Trouble when GUICHET_WRITES decides, or when something is held and `held` does not say.
    """
    if settings.guichet_writes is not None:
        if on and settings.guichet_writes == "on" and held:
            return decide(store, who, held)
        raise Trouble(f"GUICHET_WRITES={settings.guichet_writes} in the environment decides: change it there and start Guichet again.")
    with store.transaction(_service(who)) as connection:
        _enforce(connection, Mode(on, "switch"))
        keep(connection, SWITCH, {"on": on, "address": base_url(settings.topdesk_url) if on else ""})
        decided = _decide(connection, held) if on else 0
        audit(connection, who, "writing to TOPdesk switched on" if on else "writing to TOPdesk switched off", held=held, n=decided)
    return decided


def decide(store: Store, who: Who, held: Fate) -> int:
    """Send or drop what is held although writing is on (GUICHET_WRITES switched it on); returns how much that was."""
    with store.transaction(_service(who)) as connection:
        decided = _decide(connection, held)
        audit(connection, who, "held reports sent" if held == "send" else "held reports dropped", n=decided)
    return decided


def try_again(store: Store, who: Who, outbox_id: int | None = None) -> int:
    """A failed delivery is tried again, now; without an id every one. Returns how many that are."""
    with store.transaction(_service(who)) as connection:
        moved = _move(
            connection, "state = 'waiting', trouble = null", "state = 'failed' and (cast(:id as bigint) is null or id = :id)", id=outbox_id
        )
        audit(connection, who, "delivery tried again", outbox=outbox_id, n=moved)
    return moved


def drop(store: Store, who: Who, outbox_id: int) -> None:
    """A failed or held delivery is given up: it stays here as dropped."""
    with store.transaction(_service(who)) as connection:
        _drop(connection, "id = :id and state in ('failed', 'held')", id=outbox_id)
        audit(connection, who, "delivery dropped", outbox=outbox_id)


def held_count(connection: Connection) -> int:
    """How much is held."""
    return int(connection.execute(text("select count(*) from desk.outbox where state = 'held'")).scalar_one())


def audit(connection: Connection, who: Who, what: str, **detail: Any) -> None:
    """One line in guard.audit."""
    connection.execute(
        text("insert into guard.audit (user_id, what, detail) values (:by, :what, :detail)").bindparams(bindparam("detail", type_=JSONB)),
        {"by": who.user_id, "what": what, "detail": detail},
    )


def _service(who: Who) -> Who:
    """The administrator acts on every delivery, of restricted topics too, without a right to read them: the service does it."""
    if who.role != "admin":
        raise Trouble("Only an administrator decides what is sent to TOPdesk.")
    return Who("service", who.user_id)


def _enforce(connection: Connection, found: Mode) -> None:
    put_in_force(connection, found.on, found.why)
    if not found.on:
        connection.execute(text("update desk.outbox set state = 'held' where state = 'waiting'"))


def _decide(connection: Connection, held: Fate | None) -> int:
    if held == "send":
        return _move(connection, "state = 'waiting'", "state = 'held'")
    if held == "drop":
        return _drop(connection, "state = 'held'")
    if n := held_count(connection):
        raise Trouble(f"{n} reports and notes are held. Say what becomes of them: send or drop. Nothing was switched.")
    return 0


def _move(connection: Connection, change: str, which: str, **values: Any) -> int:
    moved = connection.execute(text(f"update desk.outbox set {change} where {which} returning id, ticket_id"), values).all()
    for row in sorted(moved):
        wake(connection, row.ticket_id, row.id)
    return len(moved)


def _drop(connection: Connection, which: str, **values: Any) -> int:
    """A ticket that is never to reach TOPdesk leaves the queues, and what hangs on it is not sent either."""
    dropped = connection.execute(
        text(f"update desk.outbox set state = 'dropped', done_at = now() where {which} returning ticket_id, kind"), values
    ).all()
    lost = [row.ticket_id for row in dropped if row.kind == "create"]
    connection.execute(text("update desk.ticket set gone = true where id = any(:ids) and external_id is null"), {"ids": lost})
    rest = text(
        "update desk.outbox set state = 'dropped', done_at = now() where state in ('waiting', 'held', 'failed')"
        " and ticket_id in (select id from desk.ticket where id = any(:ids) and external_id is null)"
    )
    return len(dropped) + connection.execute(rest, {"ids": lost}).rowcount


def _setting(connection: Connection, name: str) -> dict[str, Any] | None:
    found = connection.execute(text("select value from desk.setting where name = :name"), {"name": name}).scalar()
    return dict(found) if found is not None else None
