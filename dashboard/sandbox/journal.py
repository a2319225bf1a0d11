"""The journal: every write that was acknowledged, one JSON line each, on the disk before the answer leaves.

The first line is the header (seed, founding instant); the rest are records with an instant `at`, in order of time.
A process killed in the middle of a line leaves a torn last line, which the next start cuts off.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Generator
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.errors import Trouble

from .fields import DATES, OPTIONAL_BLANK, encoder

_write = encoder(lambda value: value.isoformat())
# the keys under which a record keeps an instant
_INSTANTS = {"at", "founded", "target", "entry_date", "date", *DATES, *(name for name in OPTIONAL_BLANK if name.startswith("date"))}


class Journal:
    """An append-only file of JSON lines, for one process at a time (Trouble for a second one)."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = path.with_suffix(".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise Trouble(f"Another look-alike works in {path.parent}. Nothing was changed; stop it, or choose another --home.") from error
        self._path = path
        self._cut_torn_line()
        self._file = path.open("ab")

    def records(self) -> Generator[dict[str, Any], None, None]:
        """All complete records, oldest first, instants as datetimes."""
        with self._path.open("rb") as lines:
            for line in lines:
                yield json.loads(line, object_hook=_with_instants)

    def append(self, record: dict[str, Any]) -> None:
        """Write one record and wait until the disk has it; OSError when it cannot."""
        at = self._file.tell()
        try:
            self._file.write(_write(record).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            self._forget_after(at)
            raise

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
        self._lock.close()

    def _forget_after(self, at: int) -> None:
        """A record that was refused must not come back at the next start (disk full: half a line is there)."""
        self._file.close()
        os.truncate(self._path, at)
        self._file = self._path.open("ab")

    def _cut_torn_line(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("r+b") as file:
            data = file.read()
            end = data.rfind(b"\n") + 1
            if end != len(data):
                file.truncate(end)


def _with_instants(found: dict[str, Any]) -> dict[str, Any]:
    for key in _INSTANTS & found.keys():
        if isinstance(found[key], str):
            found[key] = datetime.fromisoformat(found[key])
    return found
