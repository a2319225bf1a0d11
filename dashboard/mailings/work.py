"""The worker's part that makes reports and mails them: what is due is looked for every minute, what lost its job every heartbeat."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from procrastinate import App, SyncPsycopgConnector
from sqlalchemy import Connection, text

from dashboard.areas import nightly
from dashboard.mailings import editions, letters
from dashboard.outbox.part import Part
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store

QUEUE = "mailings"
LOOK, MAKE, DELIVER = "look_for_due_editions", "make_edition", "deliver_letter"
EVERY_MINUTE = "* * * * *"
FIRST_SECONDS = 600.0

#: Never opened: jobs are added on the connection of a transaction of ours.
_app = App(connector=SyncPsycopgConnector())


def work(settings: Settings, stop: threading.Event, *, heartbeat_seconds: float = 5.0) -> None:
    """Make and mail until `stop`; with TOPdesk or without."""
    store = Store(settings.app_url, statement_timeout_ms=0)

    making, started = threading.Lock(), time.monotonic()

    def look(timestamp: int) -> None:
        # A worker that starts first lets problem areas be found, so that its reports can name them.
        if time.monotonic() - started > FIRST_SECONDS or not nightly.is_due(store, ZoneInfo(settings.toml.city.timezone)):
            editions.note_due(store, settings, datetime.now(UTC))

    def make(edition_id: int) -> None:
        with making:  # a report is hard work: letters go out beside it, a second one waits
            editions.make_noted(store, settings, edition_id, datetime.now(UTC))

    def keep() -> None:
        with store.transaction(SERVICE) as connection:
            letters.release(connection, settings)
            wake(connection)

    part = Part(store, QUEUE, keep, at_once=4, heartbeat_seconds=heartbeat_seconds)
    part.task(LOOK, look, cron=EVERY_MINUTE)
    part.task(MAKE, make)
    part.task(DELIVER, lambda letter_id: letters.deliver(store, settings, letter_id))
    try:
        part.run(stop)
    finally:
        store.close()


def wake(connection: Connection) -> None:
    """A job for each edition that is to be made and each letter that is to be sent, where none looks after it."""
    raw = connection.connection.driver_connection
    for row in connection.execute(_JOBLESS, {"make": MAKE, "deliver": DELIVER}).all():
        task = _app.configure_task(row.task, queue=QUEUE, lock=f"{row.task} {row.id}", connection=raw)
        task.defer(**{"edition_id" if row.task == MAKE else "letter_id": row.id})


_JOBLESS = text("""
    select w.task, w.id
    from (
        select cast(:make as text) as task, id from post.edition where state = 'making'
        union all
        select cast(:deliver as text), id from post.letter where state in ('waiting', 'leaving')
    ) w
    where not exists (
        select 1 from jobs.procrastinate_jobs j where j.status in ('todo', 'doing') and j.lock = w.task || ' ' || w.id)
    order by w.id""")
