"""The worker process: the copy from TOPdesk, deliveries to it, feeds, problem areas and reports, side by side until told to stop."""

from __future__ import annotations

import logging
import threading

from dashboard import outbox
from dashboard.areas import nightly
from dashboard.figures import involved
from dashboard.intake import feeds
from dashboard.intake.topdesk import loop
from dashboard.mailings import work as mailings
from dashboard.settings import Settings
from dashboard.store import Store

log = logging.getLogger(__name__)


def run(settings: Settings, stop: threading.Event) -> None:
    """Copy and deliver until `stop`; what is under way is finished or taken up again at the next start."""
    store = Store(settings.app_url, statement_timeout_ms=0)
    copying = threading.Thread(target=loop, args=(store, settings, stop), name="copy")
    copying.start()
    reading = threading.Thread(target=feeds.loop, args=(store, settings, stop), name="feeds")
    reading.start()
    looking = threading.Thread(target=nightly.loop, args=(store, settings, stop), name="areas")
    looking.start()
    counting = threading.Thread(target=involved.loop, args=(store, settings, stop), name="involved")
    counting.start()
    reporting = threading.Thread(target=mailings.work, args=(settings, stop), name="mailings")
    reporting.start()
    try:
        outbox.work(settings, stop)
    finally:
        stop.set()
        copying.join(timeout=20)
        reading.join(timeout=5)
        looking.join(timeout=20)
        counting.join(timeout=20)
        reporting.join(timeout=20)
        store.close()
