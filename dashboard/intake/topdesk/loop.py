"""Copying for ever, and one complete pass: what runs when, and what happens when something fails."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from dashboard.errors import DatabaseDown, Trouble
from dashboard.intake.keep import Kept
from dashboard.intake.topdesk import incidents, reference, stories, streams
from dashboard.settings import Settings
from dashboard.store import Store
from dashboard.topdesk import Busy, Client

log = logging.getLogger(__name__)

LISTS_SECONDS = 600.0
PERSONS_SECONDS = 1800.0
LONGEST_PAUSE_SECONDS = 60.0
DEFECT = "Copying met a defect of ours. What is here stays; it is in the worker's log and is tried again."
LOCK = "select pg_try_advisory_lock(hashtextextended('guichet copies topdesk', 0))"


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
    with Client(settings) as client, _alone(store) as alone:
        if not alone:
            raise Trouble("Another process is copying into this database already; it does the same work.")
        try:
            reference.read_lists(store, settings, client)
            copy = incidents.Incidents(store, settings, client)
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
    pause = _Pause(stop)
    while not stop.is_set():
        with pause.after_trouble(store, incidents.STREAM), _alone(store) as alone:
            if alone:
                with Client(settings) as client:
                    _copy(store, settings, client, stop, alone, pause)
            else:
                stop.wait(5.0)


def _copy(store: Store, settings: Settings, client: Client, stop: threading.Event, alone: Callable[[], None], pause: _Pause) -> None:
    """Everything that one holder of the lock does, until `stop` or trouble. The slow passes have threads of their own."""
    reference.read_lists(store, settings, client)
    copy = incidents.Incidents(store, settings, client)
    done = _Linked(stop)
    slow = [
        threading.Thread(target=_persons, args=(store, settings, client, done), name="persons"),
        threading.Thread(target=_stories, args=(store, settings, client, done), name="stories"),
    ]
    copy.step()  # the open tickets come before everything else
    for thread in slow:
        thread.start()
    try:
        poll, lists_at = settings.toml.topdesk.poll_seconds, time.monotonic()
        look_at = time.monotonic()
        while not stop.is_set():
            if time.monotonic() >= look_at:
                alone()
                copy.look()
                pause.all_well()
                look_at = time.monotonic() + poll
            if time.monotonic() - lists_at > LISTS_SECONDS:
                reference.read_lists(store, settings, client)
                lists_at = time.monotonic()
            if not copy.step():
                stop.wait(max(0.0, look_at - time.monotonic()))
    finally:
        done.set()
        for thread in slow:
            thread.join(timeout=15)


def _persons(store: Store, settings: Settings, client: Client, stop: _Linked) -> None:
    """Registered persons, again and again."""
    pause = _Pause(stop)
    while not stop.is_set():
        with pause.after_trouble(store, "persons"):
            reference.read_persons(store, settings, client)
            pause.all_well()
            stop.wait(PERSONS_SECONDS)


def _stories(store: Store, settings: Settings, client: Client, stop: _Linked) -> None:
    """Stories at the settings' pace; what somebody looks at, at once."""
    pause = _Pause(stop)
    while not stop.is_set():
        with pause.after_trouble(store, stories.STREAM), psycopg.connect(store.url, autocommit=True, connect_timeout=5) as ears:
            ears.execute(f"listen {stories.WISHES}")
            _read_stories(store, settings, client, stop, ears)


def _read_stories(store: Store, settings: Settings, client: Client, stop: _Linked, ears: psycopg.Connection) -> None:
    between = stories.REQUESTS_A_STORY / settings.toml.topdesk.story_per_second
    failed: dict[int, float] = {}
    noted = 0.0
    while not stop.is_set():
        failed = {ticket: again for ticket, again in failed.items() if again > time.monotonic()}
        due = stories.next_due(store, failed)
        if due is None or time.monotonic() - noted > 10:
            stories.note_progress(store, complete=due is None)
            noted = time.monotonic()
        if due is not None:
            try:
                stories.read_story(store, settings, client, due)
            except Trouble:
                # one ticket that cannot be read must not keep the others from being read; several are another matter
                failed[due.id] = time.monotonic() + 300
                if len(failed) > 3:
                    raise
        _listen(ears, stop, 2.0 if due is None else 0.0 if due.wished else between)


def _listen(ears: psycopg.Connection, stop: _Linked, seconds: float) -> None:
    """Wait, but not when somebody wishes a story or everything is to end."""
    until = time.monotonic() + seconds
    while not stop.is_set() and not any(True for _ in ears.notifies(timeout=min(0.5, max(0.0, seconds)), stop_after=1)):
        if (seconds := until - time.monotonic()) <= 0:
            break


@contextmanager
def _alone(store: Store) -> Iterator[Callable[[], None] | None]:
    """Hold the one right to copy, or None when another process has it. Call it to make sure that it is still ours."""
    try:
        connection = psycopg.connect(store.url, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise DatabaseDown("The database does not answer. Nothing is lost: copying goes on when it is back.") from error
    with connection:
        row = connection.execute(LOCK).fetchone()

        def still() -> None:
            try:
                connection.execute("select 1")
            except psycopg.OperationalError as error:
                raise DatabaseDown("The connection to the database was cut. Nothing is lost: copying goes on when it is back.") from error

        yield still if row and row[0] else None


@dataclass
class _Linked:
    """Set when the copy ends, or when everything is to end."""

    parent: threading.Event
    _own: threading.Event = field(default_factory=threading.Event)

    def set(self) -> None:
        self._own.set()

    def is_set(self) -> bool:
        return self._own.is_set() or self.parent.is_set()

    def wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self.is_set() and (left := until - time.monotonic()) > 0:
            self._own.wait(min(left, 0.2))
        return self.is_set()


class _Pause:
    """After trouble: say it where the stream is shown, wait, longer each time it fails again, and go on."""

    def __init__(self, stop: threading.Event | _Linked) -> None:
        self._stop, self._seconds = stop, 1.0

    def all_well(self) -> None:
        self._seconds = 1.0

    @contextmanager
    def after_trouble(self, store: Store, stream: str) -> Iterator[None]:
        try:
            yield
        except (DatabaseDown, psycopg.OperationalError) as error:
            log.warning("%s", error)
            self._stop.wait(2.0)
        except Exception as error:
            if not isinstance(error, Trouble):
                log.exception("copying %s met a defect", stream)
            sentence = str(error) if isinstance(error, Trouble) else DEFECT
            self._show(store, stream, sentence)
            self._stop.wait(error.wait_seconds if isinstance(error, Busy) else self._seconds)
            self._seconds = min(self._seconds * 2, LONGEST_PAUSE_SECONDS)

    def _show(self, store: Store, stream: str, sentence: str) -> None:
        log.warning("%s: %s", stream, sentence)
        try:
            streams.trouble(store, stream, sentence)
        except DatabaseDown:
            log.warning("It cannot be shown: the database does not answer.")
