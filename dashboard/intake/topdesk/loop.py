"""Copying for ever, and one complete pass: what runs when."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import psycopg

from dashboard.errors import DatabaseDown, Trouble
from dashboard.intake.keep import Kept
from dashboard.intake.topdesk import incidents, reference, stories, streams
from dashboard.intake.topdesk.alone import alone
from dashboard.intake.topdesk.pause import Linked, Pause
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store, feed
from dashboard.topdesk import Client

log = logging.getLogger(__name__)

LISTS_SECONDS = 600.0
PERSONS_SECONDS = 1800.0


@dataclass
class Report:
    """What one complete pass did."""

    kept: Kept
    persons: int
    seconds: float

    def __str__(self) -> str:
        speed = self.kept.total / max(self.seconds, 0.001)
        return (
            f"{self.kept.total:,} tickets read in {self.seconds:,.1f} s ({speed:,.0f} a second): {self.kept.new:,} new, "
            f"{self.kept.changed:,} changed, {self.kept.same:,} as before. {self.persons:,} persons."
            " What was written on the tickets is read by the worker, open tickets first."
        )


def sync_once(store: Store, settings: Settings) -> Report:
    """One complete pass: lists, open tickets, all history, what changed meanwhile, persons. Raises Trouble in words."""
    began = time.monotonic()
    with Client(settings) as client, alone(store) as ours:
        if not ours:
            raise Trouble("Another process is copying into this database already; it does the same work.")
        try:
            reference.read_lists(store, settings, client)
            with closing(incidents.Incidents(store, settings, client)) as copy:
                while copy.step():
                    pass
                copy.look()
            persons = reference.read_persons(store, settings, client)
        except Trouble as error:
            if not isinstance(error, DatabaseDown):
                streams.trouble(store, incidents.STREAM, str(error))
            raise
    return Report(copy.kept, persons, time.monotonic() - began)


def loop(store: Store, settings: Settings, stop: threading.Event) -> None:
    """Copy until `stop`. Only one process copies; the others stand by and take over. Trouble is shown and tried again."""
    if not settings.topdesk_url:
        log.warning("TOPDESK_URL is not set: nothing is copied.")
        stop.wait()
        return
    pause = Pause(stop)
    while not stop.is_set():
        with pause.after_trouble(store, incidents.STREAM), alone(store) as ours:
            if ours is None:
                stop.wait(5.0)
                continue
            with Client(settings) as client:
                _Copier(store, settings, client, stop).run(ours, pause)


class _Copier:
    """All that one holder of the right to copy does. The slow passes have threads of their own, which end with it."""

    def __init__(self, store: Store, settings: Settings, client: Client, stop: threading.Event) -> None:
        self._store, self._settings, self._client = store, settings, client
        self._stop, self._ended = stop, Linked(stop)

    def run(self, ours: Callable[[], None], pause: Pause) -> None:
        """Until it is to stop or something goes wrong; `ours` makes sure that the right to copy is still held."""
        reference.read_lists(self._store, self._settings, self._client)
        slow = [threading.Thread(target=self._persons, name="persons"), threading.Thread(target=self._stories, name="stories")]
        with closing(incidents.Incidents(self._store, self._settings, self._client)) as copy:
            copy.step()  # the open tickets come before everything else
            for thread in slow:
                thread.start()
            try:
                self._incidents(copy, ours, pause)
            finally:
                self._ended.set()
                for thread in slow:
                    thread.join(timeout=15)

    def _incidents(self, copy: incidents.Incidents, ours: Callable[[], None], pause: Pause) -> None:
        look_at, lists_at = time.monotonic(), time.monotonic() + LISTS_SECONDS
        while not self._stop.is_set():
            if time.monotonic() >= look_at:
                ours()
                copy.look()
                pause.all_well()
                look_at = time.monotonic() + self._settings.toml.topdesk.poll_seconds
            if time.monotonic() >= lists_at:
                reference.read_lists(self._store, self._settings, self._client)
                with self._store.transaction(SERVICE) as connection:
                    feed.prune(connection)
                lists_at = time.monotonic() + LISTS_SECONDS
            if not copy.step():
                self._stop.wait(max(0.0, look_at - time.monotonic()))

    def _persons(self) -> None:
        """Registered persons, again and again."""
        pause = Pause(self._ended)
        while not self._ended.is_set():
            with pause.after_trouble(self._store, "persons"):
                reference.read_persons(self._store, self._settings, self._client)
                pause.all_well()
                self._ended.wait(PERSONS_SECONDS)

    def _stories(self) -> None:
        """Stories at the settings' pace; what somebody looks at, at once."""
        pause = Pause(self._ended)
        while not self._ended.is_set():
            with (
                pause.after_trouble(self._store, stories.STREAM),
                psycopg.connect(self._store.url, autocommit=True, connect_timeout=5) as ears,
            ):
                ears.execute(f"listen {stories.WISHES}")
                self._read_stories(ears, pause)

    def _read_stories(self, ears: psycopg.Connection, pause: Pause) -> None:
        between = stories.REQUESTS_A_STORY / self._settings.toml.topdesk.story_per_second
        failed: dict[int, float] = {}
        note_at = 0.0
        while not self._ended.is_set():
            failed = {ticket: again for ticket, again in failed.items() if again > time.monotonic()}
            due = stories.next_due(self._store, failed)
            if due is None or time.monotonic() >= note_at:
                stories.note_progress(self._store, complete=due is None)
                note_at = time.monotonic() + 10
            if due is not None:
                try:
                    stories.read_story(self._store, self._client, due)
                    pause.all_well()
                except Trouble:
                    # one ticket that cannot be read must not keep the others from being read; several are another matter
                    failed[due.id] = time.monotonic() + 300
                    if len(failed) > 3:
                        raise
            self._listen(ears, 2.0 if due is None else 0.0 if due.wished else between)

    def _listen(self, ears: psycopg.Connection, seconds: float) -> None:
        """Wait, but not when somebody wishes a story or everything is to end."""
        until = time.monotonic() + seconds
        while not self._ended.is_set() and not any(True for _ in ears.notifies(timeout=min(0.5, max(0.0, seconds)), stop_after=1)):
            if (seconds := until - time.monotonic()) <= 0:
                break
