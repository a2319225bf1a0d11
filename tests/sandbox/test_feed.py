"""The demo city's publications: a feed of its own that Guichet reads, the same at every asking, about streets that exist."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx

from bench.publications import demo_city
from dashboard.city.mentions import mentions
from dashboard.intake.feeds.fetch import Answer, fetch
from dashboard.intake.feeds.items import items_of
from dashboard.sandbox.api.feed import _rss
from dashboard.sandbox.town import found
from dashboard.sandbox.town.news import DAYS, notices
from tests.sandbox.server import Server


def test_the_feed_is_read_as_any_other(server: Server) -> None:
    url = f"{server.url}/sandbox/feed.xml"
    assert httpx.get(url, timeout=30).status_code == 401
    answer = fetch(url, inside=True, auth=(server.user, server.password))
    assert answer and answer.etag and items_of(answer) == [], "the hamlet has no streets to tell of"
    assert fetch(url, answer.etag, inside=True, auth=(server.user, server.password)) is None


def test_its_news_stays_what_it_was_and_names_places() -> None:
    town, now = found(3800), datetime(2026, 11, 25, 12, tzinfo=UTC)
    told = notices(town, now)
    later = {notice.guid: notice for notice in notices(town, now + timedelta(days=3))}
    assert all(later[notice.guid] == notice for notice in told if notice.at > now - timedelta(days=DAYS - 4))
    assert told == sorted(told, key=lambda notice: notice.at, reverse=True) and told[0].at <= now
    read = items_of(Answer("http://127.0.0.1/", _rss(town.name, told)))
    assert [(item.guid, item.title, item.text) for item in read] == [(notice.guid, notice.title, notice.text) for notice in told]
    streets, city = demo_city()
    placed = [notice for notice in told if mentions(streets, f"{notice.title}\n{notice.text}", city)]
    assert len(told) > 40 and len(placed) > 0.7 * len(told)
