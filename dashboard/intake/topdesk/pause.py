"""Going on after trouble, and ending together."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from dashboard.errors import DatabaseDown, Trouble
from dashboard.intake.topdesk import streams
from dashboard.store import Store
from dashboard.topdesk import Busy

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 60.0
DEFECT = "Copying met a defect of ours. What is here stays; it is in the worker's log and is tried again."


@dataclass
class Linked:
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


class Pause:
    """After trouble: say it where the stream is shown, wait, longer each time it fails again, and go on."""

    def __init__(self, stop: threading.Event | Linked) -> None:
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
