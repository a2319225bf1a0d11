"""Wall: the city's figures for a council hall, readable from the back row, with nobody's personal data."""

from __future__ import annotations

from datetime import datetime

from dashboard.city import ground as geometry
from dashboard.figures import Selection, backlog, extent, flow
from dashboard.insight.period import Period, next_midnight
from dashboard.screen import me, places, store
from dashboard.screen.live import ask_shared, news
from dashboard.screen.trouble import fragment
from dashboard.screen.wall import figures, spots, streets, topics, wall
from dashboard.screen.words import zone


def board() -> None:
    """Three slides; runs again when tickets changed, and now and then for the clock."""
    news("wall-news")
    now = datetime.now(zone())
    city = extent(ask_shared)
    period = Period.until(now, zone(), city.last_at)
    since = places.since()
    reported = since is not None
    house = Selection()
    held = next(ask_shared("overview/now", tomorrow=next_midnight(now, zone()), **house.parameters()).itertuples())
    moves = flow(ask_shared, period, house, backlog(ask_shared, period.end_at, house).open)
    comparable = city.knows(period.before, period)
    ground = geometry.current(store(), me())
    if ground.streets:
        where = streets(ground, ask_shared("wall/streets", since=since), reported)
    else:
        box = places.extent(ground, {"since": since})
        where = spots(ground, box, ask_shared("wall/spots", since=since), ask_shared("wall/neighbourhoods", since=since), reported)
    slides = {
        "figures": figures(int(held.open), moves, comparable, not reported),
        "map": where,
        "topics": topics(ask_shared("wall/topics", since=since), reported),
    }
    wall(slides, ask_shared("shell/freshness"))


fragment(board, run_every=15)()
