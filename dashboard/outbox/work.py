"""The worker's part that delivers to TOPdesk."""

from __future__ import annotations

import logging
import threading

from sqlalchemy import text

from dashboard.errors import FarSideTrouble
from dashboard.outbox import twins, writes
from dashboard.outbox.delivery import Delivery
from dashboard.outbox.jobs import DELIVER, LOOK_FOR_TWINS, QUEUE, wake
from dashboard.outbox.part import Part
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Client

log = logging.getLogger(__name__)

AT_ONCE = 4  # deliveries side by side, each of another ticket


def work(settings: Settings, stop: threading.Event, *, heartbeat_seconds: float = 5.0) -> None:
    """Deliver until `stop`. Comes back by itself when the database was away; a worker counts as dead after four heartbeats."""
    if not settings.topdesk_url:
        log.warning("TOPDESK_URL is not set: nothing is delivered.")
        stop.wait()
        return
    store = Store(settings.app_url, pool_size=2 * AT_ONCE, statement_timeout_ms=0)

    def keep() -> None:
        """The mode, and rows that no job looks after."""
        try:
            writes.refresh(store, settings, client)
        except FarSideTrouble as error:
            log.info("%s", error)
        with store.transaction(SERVICE) as connection:
            for row in connection.execute(_FORGOTTEN).all():
                wake(connection, row.ticket_id, row.id)

    try:
        with Client(settings) as client:
            delivery = Delivery(store, settings, client)
            part = Part(store, QUEUE, keep, at_once=AT_ONCE, heartbeat_seconds=heartbeat_seconds)
            part.task(DELIVER, lambda outbox_id: delivery.deliver_on(outbox_id))
            part.task(LOOK_FOR_TWINS, lambda ticket_id: twins.put_away(store, settings, client, ticket_id))
            part.run(stop)
    finally:
        store.close()


#: Rows that are to be sent and have no job; those that wait for a failed ticket are woken with it.
_FORGOTTEN = text("""
    select b.id, b.ticket_id
    from desk.outbox b
    where b.state in ('waiting', 'sending')
      and not exists (select 1 from jobs.procrastinate_jobs j
                      where j.status in ('todo', 'doing') and j.lock = 'ticket ' || b.ticket_id
                        and j.args ->> 'outbox_id' = b.id::text)
      and (b.kind = 'create' or not exists
           (select 1 from desk.outbox c where c.ticket_id = b.ticket_id and c.kind = 'create' and c.state in ('failed', 'dropped')))
    order by b.id
    """)
