"""One delivery: look whether TOPdesk has it, send it, note the outcome. At most one of it remains there.

TOPdesk knows no idempotency keys, so the order is what counts. That a request leaves is committed before it leaves. After
an outcome that is not known, the far side is looked at again only when that request can no longer be under way, and
only what is not found there is sent again. Whoever dies in between leaves a row that says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from sqlalchemy import Connection, text

from dashboard.errors import DatabaseDown, FarSideTrouble
from dashboard.outbox import item as rows
from dashboard.outbox import writes
from dashboard.outbox.action import Action
from dashboard.outbox.create import Create
from dashboard.outbox.item import Item
from dashboard.outbox.part import Later
from dashboard.outbox.photo import Photo
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Ambiguous, Busy, Client, NotFound, Refused
from dashboard.topdesk.client import Json

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 60.0
#: Refusals that somebody mends elsewhere (a password, an address); nothing is wrong with what is sent.
MENDED_ELSEWHERE = (401, 407, 408, 425)


_REST = text("""
    select later.id from desk.outbox one join desk.outbox later on later.ticket_id = one.ticket_id and later.id > one.id
    where one.id = :id and later.state in ('waiting', 'sending') order by later.id
    """)


class Change(Protocol):
    """One of the changes of state in item.py."""

    def __call__(self, connection: Connection, item: Item, trouble: str) -> None: ...


class Kind(Protocol):
    """What differs between a ticket, a note and a photo."""

    def find(self, item: Item) -> Json | None:
        """What the far side has of it, or None."""

    def send(self, item: Item) -> Json:
        """One request, never repeated; what the far side answered."""

    def own_id(self, item: Item, found: Json) -> str | None:
        """The far side's id of what was written, for the line in our story that shows it already."""

    def keep(self, connection: Connection, item: Item, found: Json) -> None:
        """Write down what was learned, in the transaction that says it is done."""


class Delivery:
    """Delivers rows of desk.outbox; safe to share between threads, and between processes too."""

    def __init__(self, store: Store, settings: Settings, client: Client) -> None:
        self._store, self._settings, self._client = store, settings, client
        self._kinds: dict[str, Kind] = {
            "create": Create(client, settings.toml),
            "action": Action(client, settings.toml),
            "photo": Photo(client, settings.home),
        }

    def deliver_on(self, outbox_id: int) -> None:
        """Like `deliver`, and then what else of its ticket waits: a report's photo does not wait for the worker's next look."""
        self.deliver(outbox_id)
        with self._store.transaction(SERVICE) as connection:
            rest = connection.execute(_REST, {"id": outbox_id}).scalars().all()
        with suppress(Later):  # jobs of their own try these again
            for row in rest:
                self.deliver(row)

    def deliver(self, outbox_id: int) -> None:
        """One attempt at one row. Raises Later when there is to be another one; returns when there is not."""
        item = self._read(outbox_id)
        if item is None:
            return
        with self._alone(item.ticket_id):
            item = self._read(outbox_id)
            if item is None or item.state not in ("waiting", "sending"):
                return
            try:
                if not self._parked(item):
                    self._attempt(item, self._kinds[item.kind])
            except (Later, DatabaseDown):
                raise
            except Refused as error:
                self._refused(item, error, rows.note, rows.fail)
            except FarSideTrouble as error:
                self._later(item, str(error))
            except FileNotFoundError:
                self._note(rows.fail, item, "The photo is no longer on this server's disk. Put it back from the backup, then try again.")
            except Exception:
                log.exception("delivery %s met a defect", outbox_id)
                self._later(item, "Something went wrong on our side; it was noted in the worker's log and is tried again.")

    def _attempt(self, item: Item, kind: Kind) -> None:
        # Taken before the look: what was still under way during it proves nothing.
        may_be_under_way = 0.0 if item.sent_seconds is None else self._settings.toml.topdesk.settle_seconds - item.sent_seconds
        found = kind.find(item)
        if found is None and may_be_under_way > 0:
            raise Later(may_be_under_way)
        if found is None:
            with self._store.transaction(SERVICE) as connection:
                if not rows.claim(connection, item):
                    return
            try:
                found = kind.send(item)
            except Ambiguous as error:
                self._note(rows.note, item, str(error))
                raise Later(self._settings.toml.topdesk.settle_seconds) from error
            except Refused as error:
                self._refused(item, error, rows.postpone, rows.refused)
                return
            except FarSideTrouble as error:
                self._note(rows.postpone, item, str(error))
                raise Later(_pause(item)) from error
        self._done(item, kind, found)

    def _done(self, item: Item, kind: Kind, found: Json) -> None:
        try:
            own_id = kind.own_id(item, found)
        except Refused:  # a nicety that this login may not read
            own_id = None
        with self._store.transaction(SERVICE) as connection:
            kind.keep(connection, item, found)
            if own_id:
                _rename(connection, item, own_id)
            rows.done(connection, item)

    def _refused(self, item: Item, error: Refused, again: Change, given_up: Change) -> None:
        misled = 300 <= error.status < 400 or (item.kind == "create" and isinstance(error, NotFound))
        if misled or error.status in MENDED_ELSEWHERE or isinstance(error, Busy):
            self._note(again, item, str(error))
            raise Later(error.wait_seconds if isinstance(error, Busy) else _pause(item)) from error
        self._note(given_up, item, str(error))

    def _later(self, item: Item, trouble: str) -> None:
        self._note(rows.note, item, trouble)
        raise Later(_pause(item))

    def _parked(self, item: Item) -> bool:
        """Whether it may not go out now: writing is off, or its ticket is not there and will not be for now."""
        # Asked anew each time: what another worker noted may be of another address, or of before GUICHET_WRITES was set.
        on = writes.refresh(self._store, self._settings, self._client).on
        with self._store.transaction(SERVICE) as connection:
            if not on:
                rows.hold(connection, item)
                return True
            if item.kind == "create" or item.external_id:
                return False
            create = text("select state from desk.outbox where ticket_id = :id and kind = 'create' order by id limit 1")
            state = connection.execute(create, {"id": item.ticket_id}).scalar()
            if state in ("waiting", "sending"):
                raise Later(2.0)
            rows.note(connection, item, "It waits until TOPdesk has the ticket itself.")
            return True

    def _read(self, outbox_id: int) -> Item | None:
        with self._store.transaction(SERVICE) as connection:
            return rows.read(connection, outbox_id)

    def _note(self, change: Change, item: Item, trouble: str) -> None:
        with self._store.transaction(SERVICE) as connection:
            change(connection, item, trouble)

    @contextmanager
    def _alone(self, ticket_id: int) -> Iterator[None]:
        """Nobody else delivers for this ticket meanwhile; the lock goes with the process that holds it."""
        name = {"name": f"delivery of ticket {ticket_id}"}
        with self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.execute(text("select pg_try_advisory_lock(hashtextextended(:name, 0))"), name).scalar_one():
                raise Later(2.0)
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(hashtextextended(:name, 0))"), name)


def _pause(item: Item) -> float:
    """Longer each time, at most a minute."""
    return float(min(2 ** min(item.attempts, 10), LONGEST_PAUSE_SECONDS))


def _rename(connection: Connection, item: Item, own_id: str) -> None:
    """The line of our story becomes the far side's, so that the copy does not show it twice."""
    table = "desk.attachment" if item.kind == "photo" else "desk.entry"
    names = {"ticket": item.ticket_id, "ours": item.key, "own": own_id}
    ours = f"select 1 from {table} where ticket_id = :ticket and external_id = :ours"
    connection.execute(text(f"delete from {table} where ticket_id = :ticket and external_id = :own and exists ({ours})"), names)
    connection.execute(text(f"update {table} set external_id = :own where ticket_id = :ticket and external_id = :ours"), names)
