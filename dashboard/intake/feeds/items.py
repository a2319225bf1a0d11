"""What a feed says, as plain and bounded records: no HTML, no script, no link but http(s)."""

from __future__ import annotations

import calendar
import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import feedparser

from dashboard.errors import N_
from dashboard.intake.clean import one_line, plain, safe_link
from dashboard.intake.feeds.fetch import Answer, BadFeed

MOST_ITEMS = 500
LONGEST_TITLE, LONGEST_TEXT, LONGEST_GUID = 300, 10_000, 1_000


@dataclass(frozen=True, slots=True)
class Item:
    """One publication; `guid` is what the feed calls it for ever; dates are None where it tells none."""

    guid: str
    title: str
    text: str
    link: str
    published_at: datetime | None
    expires_on: date | None


def items_of(answer: Answer) -> list[Item]:
    """The items of a feed, each once. Raises BadFeed for what is neither RSS nor Atom."""
    found = feedparser.parse(io.BytesIO(answer.body), response_headers={"content-location": answer.url})
    if not found.version:
        raise BadFeed(N_("What comes from this address is neither RSS nor Atom. What was there stays; check the address in guichet.toml."))
    items = (_item(entry) for entry in found.entries[:MOST_ITEMS])
    return list({item.guid: item for item in items if item is not None}.values())


def _item(entry: Any) -> Item | None:
    title = one_line(entry.get("title", ""))[:LONGEST_TITLE]
    bodies = [part.get("value", "") for part in entry.get("content", ())] or [entry.get("summary", "")]
    text = max((plain(body) for body in bodies), key=len, default="")[:LONGEST_TEXT]
    link = safe_link(entry.get("link", ""))
    title = title or text.partition("\n")[0][:LONGEST_TITLE]
    if not title:
        return None
    guid = entry.get("id") or link or hashlib.sha256(f"{title}\n{entry.get('published', '')}".encode()).hexdigest()
    published = _moment(entry.get("published_parsed") or entry.get("updated_parsed") or entry.get("created_parsed"))
    expires = _moment(entry.get("expired_parsed"))
    return Item(plain(str(guid))[:LONGEST_GUID], title, text, link, published, expires.date() if expires else None)


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
