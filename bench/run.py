"""`guichet bench`: every question of every page, at one size after the other, in the role that asks it.

    rows = run([100_000, 10_000_000], keep=None, say=print)
    print(judged(rows))
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, text

from bench.city import city
from bench.export import exported
from bench.parameters import NO_PAGE, ZONE, Asked, asked, who_asks
from bench.plain import plain
from dashboard.figures import involved
from dashboard.store import Store
from dashboard.store.questions import all_questions

ROUNDS, FEWEST_ROUNDS, PLAIN_ROUNDS, SECONDS = 20, 5, 2, 3.0
GOAL_MS, GROWTH, GROWTH_MS, AGAINST_PLAIN = 50.0, 2.0, 10.0, 10.0


@dataclass(frozen=True)
class Row:
    """How long one question took with these filters; `plain_ms`: what a BI tool would have sent, None where there is no such thing."""

    query: str
    filters: str
    tickets: int
    p50_ms: float
    p95_ms: float
    plain_ms: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def run(sizes: Iterable[int], *, keep: Path | None = None, say: Callable[[str], None] = lambda _: None, rounds: int = ROUNDS) -> list[Row]:
    """Measure each size in a city of its own; the copy for figures is read before, and how long that took is said."""
    rows: list[Row] = []
    for size in sizes:
        with city(size, keep=keep, say=say) as (_, app_url):
            store = Store(app_url, statement_timeout_ms=0)
            try:
                began, before = time.monotonic(), _peak_mb()
                store.history.copy()
                say(f"{size:,} tickets: the copy for figures took {time.monotonic() - began:.1f} s, {_peak_mb() - before:,.0f} MB at its peak")
                began = time.monotonic()
                involved.keep(store, ZONE)  # as the worker does every night
                say(f"{size:,} tickets: counting who is involved took {time.monotonic() - began:.1f} s")
                rows += measured(store, size, rounds)
                exported(store, say)
            finally:
                store.close()
    return rows


def measured(store: Store, size: int, rounds: int = ROUNDS) -> list[Row]:
    """Every question, every way to ask it."""
    now = datetime.now(UTC)
    return [_row(store, name, way, size, rounds) for name in all_questions() for way in asked(name, now)]


def _row(store: Store, name: str, way: Asked, size: int, rounds: int) -> Row:
    took = _times(lambda: store.ask(who_asks(name), name, **way.parameters), rounds)
    statement = None if " + " in way.filters else plain(name, way.parameters)  # a BI tool takes seconds: not for each combination
    compared = None if statement is None else _plain_ms(store, name, statement, way.parameters)
    return Row(name, way.filters, size, round(statistics.median(took), 2), round(took[min(len(took) - 1, int(len(took) * 0.95))], 2), compared)


def _plain_ms(store: Store, name: str, statement: str, parameters: dict[str, Any]) -> float:
    bound = text(statement)
    values = {key: parameters[key] for key in bound.compile().params}
    bound = bound.bindparams(*(bindparam(key, values[key]) for key in values))

    def ask() -> None:
        with store.transaction(who_asks(name)) as connection:
            connection.execute(text("set local plan_cache_mode = auto; set local jit = on"))  # as any client finds it
            connection.execute(bound).fetchall()

    return round(statistics.median(_times(ask, PLAIN_ROUNDS)), 2)


def _times(ask: Callable[[], Any], rounds: int) -> list[float]:
    """Milliseconds, sorted; the first asking warms up and does not count."""
    ask()
    took: list[float] = []
    until = time.perf_counter() + SECONDS
    while len(took) < rounds and (len(took) < min(FEWEST_ROUNDS, rounds) or time.perf_counter() < until):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def misses(rows: list[Row]) -> list[str]:
    """A sentence for each way to ask a page's question that does not reach the goal at the largest size."""
    largest, smallest = max(row.tickets for row in rows), min(row.tickets for row in rows)
    small = {(row.query, row.filters): row.p95_ms for row in rows if row.tickets == smallest}
    found = []
    for row in rows:
        if row.tickets != largest:
            continue
        name = f"{row.query} [{row.filters or 'no filter'}]"
        limit = max(GROWTH * small[row.query, row.filters], small[row.query, row.filters] + GROWTH_MS)
        if not row.query.startswith(NO_PAGE):
            if row.p95_ms > GOAL_MS:
                found.append(f"{name}: {row.p95_ms} ms at the 95th percentile, more than {GOAL_MS:.0f}")
            if row.p95_ms > limit:
                found.append(f"{name}: {row.p95_ms} ms, more than {limit:.1f} as {smallest:,} tickets allow")
        if row.plain_ms is not None and row.plain_ms < AGAINST_PLAIN * row.p50_ms:
            found.append(f"{name}: only {row.plain_ms / row.p50_ms:.1f} times faster than plain SQL ({row.plain_ms} ms)")
    return found


def table(rows: list[Row]) -> str:
    """As Markdown, a line a question: without a filter, and the slowest of its filters."""
    lines = ["| question | tickets | no filter p50 / p95 ms | slowest | p95 ms | plain SQL ms |", "|---|---|---|---|---|---|"]
    for query in dict.fromkeys(row.query for row in rows):
        for size in dict.fromkeys(row.tickets for row in rows):
            ways = [row for row in rows if (row.query, row.tickets) == (query, size)]
            worst = max(ways, key=lambda row: row.p95_ms)
            against = "" if ways[0].plain_ms is None else f"{ways[0].plain_ms:g}"
            lines.append(f"| {query} | {size:,} | {ways[0].p50_ms:g} / {ways[0].p95_ms:g} | {worst.filters} | {worst.p95_ms:g} | {against} |")
    return "\n".join(lines)
