"""/sandbox/feed.xml: what the demo city publishes, as its web site would."""

from __future__ import annotations

from email.utils import format_datetime
from hashlib import sha256
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from ..town.news import SITE, Notice, notices
from .answers import world_of


async def feed(request: Request) -> Response:
    """RSS 2.0 with the newest first; an unchanged feed is 304."""
    world = world_of(request)
    body = _rss(world.town.name, notices(world.town, world.now()))
    etag = f'"{sha256(body).hexdigest()[:24]}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"etag": etag})
    return Response(body, media_type="application/rss+xml", headers={"etag": etag})


def _rss(city: str, found: list[Notice]) -> bytes:
    items = "".join(
        f"<item><title>{escape(notice.title)}</title><link>{escape(notice.link)}</link>"
        f'<guid isPermaLink="false">{notice.guid}</guid><pubDate>{format_datetime(notice.at)}</pubDate>'
        f"<description>{escape(f'<p>{escape(notice.text)}</p>')}</description></item>"
        for notice in found
    )
    head = f"<title>Stad {escape(city)}</title><link>{SITE}</link><description>Nieuws van de stad</description>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()
