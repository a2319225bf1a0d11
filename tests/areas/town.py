"""The demo city's past, straight into a store: its streets, its topics, and every ticket as the copy would have kept it."""

from __future__ import annotations

import json
import tempfile
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.city.gazetteer import Gazetteer
from dashboard.city.mapping import TopicSettings
from dashboard.city.streets import import_geojson
from dashboard.city.topics import Topics, keep_topics
from dashboard.demo import CONFIG, SEED
from dashboard.intake.keep import keep
from dashboard.intake.record import Record
from dashboard.sandbox.town import found, happenings
from dashboard.sandbox.town.geojson import backdrop_geojson, quarters_geojson, streets_geojson
from dashboard.store import SERVICE, Store

#: Enough to find what was planted; all topics would take three times as long.
ABOUT = ("dumping", "lighting", "traffic", "green")


def settle(store: Store, until: datetime, days: int) -> None:
    """The demo city with the tickets about ABOUT, opened in the `days` before `until`; those of the last two weeks are open."""
    town = found(SEED)
    with tempfile.TemporaryDirectory() as folder:
        for drawn in (quarters_geojson, streets_geojson, backdrop_geojson):
            path = Path(folder) / "drawn.geojson"
            path.write_text(json.dumps(drawn(town)), encoding="utf-8")
            import_geojson(store, path)
    settings = [TopicSettings(**one) for one in tomllib.loads(CONFIG.read_text(encoding="utf-8"))["topics"]]
    kinds = {topic.key: topic for topic in town.topics}
    topics, records = Topics(settings), []
    for happening in happenings(town, until - timedelta(days=days), until):
        if happening.kind != "opened" or not happening.data["topic"].startswith(ABOUT):
            continue
        data, kind = happening.data, kinds[happening.data["topic"]]
        ended = happening.at + timedelta(days=5)
        solved = ended if ended < until - timedelta(days=14) else None
        records.append(Record(
            "topdesk", f"t-{happening.ticket}", happening.at, happening.at, "closed" if solved else "new", title=data["title"],
            topic=topics.of(kind.category, kind.subcategory), category=kind.category, subcategory=kind.subcategory,
            caller=f"p-{data['person']}" if "person" in data else None, channel=data["channel"], priority=data["priority"],
            street=data.get("street"), house_number=data.get("house_number"), lat=data.get("lat"), lon=data.get("lon"),
            neighbourhood=data.get("neighbourhood"), texts=(data["title"], data["text"]), solved_at=solved, closed_at=solved,
        ))  # fmt: skip
    with store.transaction(SERVICE) as connection:
        keep_topics(connection, settings)
        gazetteer = Gazetteer.load(connection)
        for start in range(0, len(records), 1000):
            keep(connection, gazetteer, records[start : start + 1000])
