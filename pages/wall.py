"""Wall: the city's figures for a council hall, readable from the back row, with nobody's personal data."""

from __future__ import annotations

from datetime import datetime

from dashboard.city import ground as geometry
from dashboard.insight.flow import Periods, next_midnight, stock
from dashboard.screen import me, places, store
from dashboard.screen.live import ask_shared, news
from dashboard.screen.trouble import fragment
from dashboard.screen.wall import figures, spots, streets, topics, wall
from dashboard.screen.words import zone


def board() -> None:
    """Three slides; runs again when tickets changed, and now and then for the clock."""
    news("wall-news")
    now = datetime.now(zone())
    span = next(ask_shared("overview/span").itertuples())
    periods = Periods.until(now, zone(), span.last_at)
    since = places.since()
    reported = since is not None
    held = next(ask_shared("overview/now", tomorrow=next_midnight(now, zone()), until=None, teams=None).itertuples())
    weeks = stock(ask_shared("overview/flow", bounds=list(periods.bounds), teams=None), int(held.open))
    comparable = span.first_at is not None and span.first_at <= periods.before
    ground = geometry.current(store(), me())
    if ground.streets:
        where = streets(ground, ask_shared("wall/streets", since=since), reported)
    else:
        box = places.extent(ground, {"since": since})
        where = spots(ground, box, ask_shared("wall/spots", since=since), ask_shared("wall/neighbourhoods", since=since), reported)
    slides = {
        "figures": figures(int(held.open), weeks, comparable, not reported),
        "map": where,
        "topics": topics(ask_shared("wall/topics", since=since), reported),
    }
    wall(slides, ask_shared("shell/freshness"))


fragment(board, run_every=15)()
