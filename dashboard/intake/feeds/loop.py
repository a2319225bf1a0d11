"""Looking at the feeds again and again."""

from __future__ import annotations

import logging
import threading
from urllib.parse import urljoin

from dashboard.city.gazetteer import gazetteer
from dashboard.errors import N_, DatabaseDown, Trouble
from dashboard.intake.feeds import keep
from dashboard.intake.feeds.fetch import fetch
from dashboard.intake.feeds.items import items_of
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store

log = logging.getLogger(__name__)

DEFECT = N_("Reading this feed met a defect of ours. What was there stays; it is in the worker's log.")


def look(store: Store, settings: Settings, feed: str) -> int:
    """Fetch one feed and keep its items; how many were new or changed. Trouble is written down where freshness is shown, not raised."""
    try:
        said = keep.said_before(store, feed)
        ours = feed.startswith("/")  # TOPdesk's own server, with its login
        auth = (settings.topdesk_user, settings.topdesk_password.get_secret_value()) if ours else None
        url = urljoin(settings.topdesk_url, feed) if ours else feed
        answer = fetch(url, said.get("etag", ""), said.get("modified", ""), inside=settings.toml.publications.inside, auth=auth)
        items = items_of(answer) if answer else []
        with store.transaction(SERVICE) as connection:
            changed = keep.keep(connection, feed, items, settings.toml.publications.keep_days)
            keep.note_well(connection, feed, said if answer is None else {"etag": answer.etag, "modified": answer.modified})
        return changed
    except DatabaseDown:
        raise
    except Trouble as trouble:
        log.info("%s: %s", feed, trouble)
        keep.note_trouble(store, feed, str(trouble))
    except Exception:
        log.exception("reading %s met a defect", feed)
        keep.note_trouble(store, feed, DEFECT)
    return 0


def loop(store: Store, settings: Settings, stop: threading.Event) -> None:
    """All feeds of the settings until `stop`; what came in is matched, and matched anew when the city's streets changed."""
    feeds = settings.toml.publications.feeds
    while not stop.is_set():
        try:
            keep.forget_others(store, feeds)
            for feed in feeds:
                if not stop.is_set():
                    look(store, settings, feed)
            keep.match_all(store, gazetteer(store), settings.toml.city.name)
        except DatabaseDown:
            log.warning("The database does not answer. Nothing is lost: publications are read when it is back.")
        except Exception:
            log.exception("matching publications met a defect")
        stop.wait(settings.toml.publications.poll_minutes * 60)
