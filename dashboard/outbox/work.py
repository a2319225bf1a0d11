"""The worker's part that delivers: procrastinate runs the jobs, and a keeper mends what a killed worker left behind."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import UTC, datetime, timedelta

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from psycopg_pool import PoolTimeout
from sqlalchemy import text

from dashboard.errors import DatabaseDown, FarSideTrouble
from dashboard.outbox import twins, writes
from dashboard.outbox.delivery import Delivery, Later
from dashboard.outbox.jobs import DELIVER, LOOK_FOR_TWINS, QUEUE, wake
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Client

log = logging.getLogger(__name__)

AT_ONCE = 4  # deliveries side by side, each of another ticket
LONGEST_PAUSE_SECONDS = 3600.0


class Patience(BaseRetryStrategy):
    """A delivery says itself when it wants to be tried again; anything else waits longer each time. For ever, but visible."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        pause = exception.seconds if isinstance(exception, Later) else min(5.0 * 2.0 ** min(job.attempts, 12), LONGEST_PAUSE_SECONDS)
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=pause))


def work(settings: Settings, stop: threading.Event, *, heartbeat_seconds: float = 5.0) -> None:
    """Deliver until `stop`. Comes back by itself when the database was away; a worker counts as dead after four heartbeats."""
    if not settings.topdesk_url:
        log.warning("TOPDESK_URL is not set: nothing is delivered.")
        stop.wait()
        return
    logging.getLogger("procrastinate").setLevel(logging.ERROR)  # that something is tried again is no news there
    store = Store(settings.app_url, pool_size=2 * AT_ONCE, statement_timeout_ms=0)
    try:
        with Client(settings) as client:
            while not stop.is_set():
                try:
                    asyncio.run(_Worker(store, settings, client, heartbeat_seconds).run(stop))
                except (ConnectorException, DatabaseDown, PoolTimeout):
                    log.warning("The database does not answer. Nothing is lost: deliveries go on when it is back.")
                    stop.wait(heartbeat_seconds)
    finally:
        store.close()


class _Worker:
    def __init__(self, store: Store, settings: Settings, client: Client, heartbeat_seconds: float) -> None:
        self._store, self._settings, self._client, self._heartbeat = store, settings, client, heartbeat_seconds
        # The login inherits nothing, so each of procrastinate's connections takes the service's role as it starts.
        options = f"-c role={store.database}_service -c search_path=jobs -c timezone=UTC"
        connector = PsycopgConnector(
            conninfo=store.url, kwargs={"options": options, "connect_timeout": 5}, min_size=1, max_size=AT_ONCE, timeout=10.0
        )
        self._app = App(connector=connector)
        delivery = Delivery(store, settings, client)

        @self._app.task(name=DELIVER, queue=QUEUE, retry=Patience())
        def deliver(outbox_id: int) -> None:
            delivery.deliver_on(outbox_id)

        @self._app.task(name=LOOK_FOR_TWINS, queue=QUEUE, retry=Patience())
        def look_for_twins(ticket_id: int) -> None:
            twins.put_away(store, settings, client, ticket_id)

    async def run(self, stop: threading.Event) -> None:
        """Until `stop`, or until the database goes away (raises)."""
        async with self._app.open_async():
            keeping = asyncio.create_task(self._keep())
            working = asyncio.create_task(
                self._app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=AT_ONCE,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    fetch_job_polling_interval=self._heartbeat,
                    update_heartbeat_interval=self._heartbeat,
                    stalled_worker_timeout=4 * self._heartbeat,
                    shutdown_graceful_timeout=10.0,
                )
            )
            stopping = asyncio.create_task(_told(stop))
            try:
                ended, _ = await asyncio.wait({keeping, working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (keeping, working, stopping):
                    task.cancel()
                await asyncio.gather(keeping, working, stopping, return_exceptions=True)
            for task in ended - {stopping}:
                task.result()

    async def _keep(self) -> None:
        """Once a heartbeat: the mode, jobs of dead workers, rows that no job looks after."""
        while True:
            await asyncio.to_thread(self._mode)
            for job in await self._app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=4 * self._heartbeat):
                await self._app.job_manager.retry_job(job)
            await asyncio.to_thread(self._wake_forgotten)
            await asyncio.sleep(self._heartbeat)

    def _mode(self) -> None:
        try:
            writes.refresh(self._store, self._settings, self._client)
        except FarSideTrouble as error:
            log.info("%s", error)

    def _wake_forgotten(self) -> None:
        with self._store.transaction(SERVICE) as connection:
            for row in connection.execute(_FORGOTTEN).all():
                wake(connection, row.ticket_id, row.id)


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


async def _told(stop: threading.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(0.25)
