"""Who is involved, kept by the worker: everybody is counted once a day, who has news soon after; until then the question counts itself."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text

from dashboard.errors import DatabaseDown
from dashboard.insight.period import Period, next_midnight
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store

log = logging.getLogger(__name__)

LOOK_SECONDS, AFTER_TROUBLE_SECONDS = 5.0, 600.0


def as_of(now: datetime, zone: ZoneInfo, newest: datetime | None) -> datetime:
    """The end of the day up to which people are counted: today, or the last day of data that have ended (`newest` ticket)."""
    period = Period.until(now, zone, newest)
    return period.end_at if period.ended else next_midnight(now, zone)


def keep(store: Store, zone: ZoneInfo) -> None:
    """Count anew who was marked, and everybody where the day is new."""
    newest = store.ask(SERVICE, "areas/newest").newest[0]
    with store.transaction(SERVICE) as connection:
        moment = as_of(datetime.now(UTC), zone, newest)
        connection.execute(text("select desk.keep_involved(:moment, :zone)"), {"moment": moment, "zone": str(zone)})


def loop(store: Store, settings: Settings, stop: threading.Event) -> None:
    """Keep the counts until `stop`."""
    zone = ZoneInfo(settings.toml.city.timezone)
    pause = 0.0
    while not stop.wait(pause):
        pause = LOOK_SECONDS
        try:
            keep(store, zone)
        except DatabaseDown:
            pass
        except Exception:
            log.exception("counting who is involved failed")
            pause = AFTER_TROUBLE_SECONDS
