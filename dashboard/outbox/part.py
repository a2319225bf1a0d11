"""A part of the worker: procrastinate runs the jobs of one queue, and a keeper mends what a killed worker left behind.

    part = Part(store, "outbox", keep, at_once=4, heartbeat_seconds=5.0)
    part.task("deliver", function)
    part.run(stop)
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from psycopg_pool import PoolTimeout

from dashboard.errors import DatabaseDown
from dashboard.store import Store

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 3600.0


class Later(Exception):
    """Raised by a job: not now, look again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.1f} s")
        self.seconds = seconds


class _Patience(BaseRetryStrategy):
    """A job says itself when it wants to be tried again; anything else waits longer each time. For ever, but visible."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        pause = exception.seconds if isinstance(exception, Later) else min(5.0 * 2.0 ** min(job.attempts, 12), LONGEST_PAUSE_SECONDS)
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=pause))


class Part:
    """One queue. `keep` runs once a heartbeat; a worker counts as dead after four of them."""

    def __init__(self, store: Store, queue: str, keep: Callable[[], None], *, at_once: int, heartbeat_seconds: float) -> None:
        self._store, self._queue, self._keep, self._at_once, self._heartbeat = store, queue, keep, at_once, heartbeat_seconds
        self._tasks: list[tuple[str, Callable[..., None], str | None]] = []

    def task(self, name: str, function: Callable[..., None], cron: str | None = None) -> None:
        """`function` does the jobs of that name; with `cron` it also gets one by itself, with the moment (epoch seconds) as `timestamp`."""
        self._tasks.append((name, function, cron))

    def _app(self) -> App:
        # The login inherits nothing, so each of procrastinate's connections takes the service's role as it starts.
        options = f"-c role={self._store.database}_service -c search_path=jobs -c timezone=UTC"
        kwargs = {"options": options, "connect_timeout": 5}
        app = App(connector=PsycopgConnector(conninfo=self._store.url, kwargs=kwargs, min_size=1, max_size=self._at_once, timeout=10.0))
        for name, function, cron in self._tasks:
            task = app.task(name=name, queue=self._queue, retry=_Patience())(function)
            if cron:
                app.periodic(cron=cron)(task)
        return app

    def run(self, stop: threading.Event) -> None:
        """Until `stop`; comes back by itself when the database was away."""
        logging.getLogger("procrastinate").setLevel(logging.ERROR)  # that something is tried again is no news there
        while not stop.is_set():
            try:
                asyncio.run(self._run(stop))
            except (ConnectorException, DatabaseDown, PoolTimeout):
                log.warning("The database does not answer. Nothing is lost: the queue %s goes on when it is back.", self._queue)
                stop.wait(self._heartbeat)

    async def _run(self, stop: threading.Event) -> None:
        app = self._app()
        async with app.open_async():
            keeping = asyncio.create_task(self._look_after(app))
            working = asyncio.create_task(
                app.run_worker_async(
                    queues=[self._queue],
                    concurrency=self._at_once,
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

    async def _look_after(self, app: App) -> None:
        while True:
            await asyncio.to_thread(self._keep)
            for job in await app.job_manager.get_stalled_jobs(queue=self._queue, seconds_since_heartbeat=4 * self._heartbeat):
                await app.job_manager.retry_job(job)
            await asyncio.sleep(self._heartbeat)


async def _told(stop: threading.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(0.25)
