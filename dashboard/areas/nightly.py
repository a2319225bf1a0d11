"""The worker's part: one run a day, as soon as a day is over and the copy is whole."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dashboard.areas.run import run
from dashboard.errors import DatabaseDown
from dashboard.insight.period import Period
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store

log = logging.getLogger(__name__)

LOOK_SECONDS, AFTER_TROUBLE_SECONDS = 60.0, 600.0


def loop(store: Store, settings: Settings, stop: threading.Event) -> None:
    """Run whenever one is due, until `stop`. A run that fails is noted and tried again later; the last good one stays on the screen."""
    zone = ZoneInfo(settings.toml.city.timezone)
    pause = 0.0
    while not stop.wait(pause):
        pause = LOOK_SECONDS
        try:
            if is_due(store, zone) and (done := run(store, zone)):
                log.info("%s", done)
        except DatabaseDown:
            pass
        except Exception:
            log.exception("looking for problem areas failed")
            pause = AFTER_TROUBLE_SECONDS


def is_due(store: Store, zone: ZoneInfo) -> bool:
    """Whether a day is over that no run has counted. Not while a first copy is under way: half of it would look like a change."""
    newest = store.ask(SERVICE, "areas/newest").newest[0]
    copy = store.ask(SERVICE, "shell/freshness")
    if newest is None or (len(copy) and copy.filling[0]):
        return False
    last = store.ask(SERVICE, "areas/last_run", until=None)
    return bool(last.empty or last.day[0] < Period.until(datetime.now(UTC), zone, newest).end)
