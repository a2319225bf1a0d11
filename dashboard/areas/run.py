"""One run: read, judge, keep, in one transaction, so that one that was killed never was.

    done = run(store, zone)                       # up to last midnight; of data that have ended, to their end
    done = run(store, zone, day=date(2026, 3, 2))     # as of the start of that day
"""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import Connection, text

from dashboard.areas import kept
from dashboard.areas.places import Places
from dashboard.insight.areas import Rules, find
from dashboard.insight.period import Period
from dashboard.store import SERVICE, Store
from dashboard.store.questions import question

_LOCK = text("select pg_try_advisory_xact_lock(hashtextextended('guichet looks for problem areas', 0))")
_TYPES = {
    "id": "int64", "topic": "int64", "reporter": "Int64", "neighbourhood_id": "Int64", "street_id": "Int64",
    "lat": "float64", "lon": "float64",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did."""

    id: int
    day: date
    findings: int
    reports: int
    tested: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.findings} problem areas up to {self.day - timedelta(days=1):%d %B %Y}: {self.reports:,} reports, "
            f"{self.tested:,} places and topics, {self.seconds:.1f} s."
        )


def run(store: Store, zone: ZoneInfo, *, day: date | None = None, rules: Rules | None = None) -> Run | None:
    """Look for problem areas and keep what was found; None when another process is doing it now."""
    began, rules = time.monotonic(), rules or Rules()
    with store.transaction(SERVICE, snapshot=True) as connection:
        if not connection.execute(_LOCK).scalar_one():
            return None
        newest = connection.execute(question("areas/newest")).scalar_one()
        period = Period.until(datetime.now(UTC), zone, newest)
        day = day or period.end
        asked = {"since": day - timedelta(weeks=rules.history_weeks), "until": day, "zone": str(zone)}
        places = Places.load(connection)
        reports = _read(connection, **asked)
        reports = reports.join(places.locate(reports))
        found = find(reports, places.with_neighbours(reports), day, rules=rules, earlier=kept.earlier(connection, day))
        left_out = connection.execute(question("areas/left_out"), asked).one()._asdict()
        id = kept.write(connection, found, reports, places, {"q": rules.q, "ended": period.ended, "left_out": left_out})
    return Run(id, day, len(found.findings), found.reports, found.tested, time.monotonic() - began)


def _read(connection: Connection, **asked: object) -> pd.DataFrame:
    """areas/reports as a frame: by COPY, since it may be millions of rows."""
    statement = question("areas/reports").bindparams(**asked)
    written = statement.compile(connection, compile_kwargs={"literal_binds": True})
    raw = connection.connection.driver_connection
    assert raw is not None
    buffer = io.BytesIO()
    with raw.cursor().copy(f"copy ({written}) to stdout (format csv, header)") as rows:
        for block in rows:
            buffer.write(block)
    buffer.seek(0)
    return pd.read_csv(buffer, dtype=_TYPES, parse_dates=["day"])
