"""A download of a million tickets, as the door makes it: how long, and how much memory the process takes for it."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from bench.parameters import asked
from dashboard.export import FORMATS, Made, make
from dashboard.store import Store

ROWS = 1_000_000


def exported(store: Store, say: Callable[[str], None]) -> None:
    """Write the newest tickets, at most ROWS, in each format; what it took goes to `say`."""
    for form in FORMATS:
        began, before, most, first, n = time.monotonic(), _memory(), 0, 0.0, 0
        with tempfile.TemporaryDirectory() as folder:
            for step in make(Path(folder), 1, f"tickets.{form}", _pieces(store), _heads(store), "nl", ["bench"]):
                first = first or time.monotonic() - began
                most = max(most, _memory() - before)
                n = n if isinstance(step, Made) else step.n
            bytes_n = sum(path.stat().st_size for path in Path(folder).rglob("*.*") if path.is_file())
        say(
            f"{n:,} rows as {form}: {time.monotonic() - began:.1f} s, first news after {first:.2f} s, {most / 1e6:,.0f} MB more memory,"
            f" a file of {bytes_n / 1e6:,.0f} MB"
        )


def _batches(store: Store) -> Iterator[pa.RecordBatch]:
    way = next(asked("explore/tickets", datetime.now(UTC)))
    return store.history.batches("explore/tickets", **way.parameters | {"since": None, "until": None})


def _heads(store: Store) -> list[str]:
    return list(next(_batches(store)).schema.names)


def _pieces(store: Store) -> Iterator[pa.RecordBatch]:
    left = ROWS
    for piece in _batches(store):
        yield piece.slice(0, left)
        left -= piece.num_rows
        if left <= 0:
            return


def _memory() -> int:
    """Bytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
