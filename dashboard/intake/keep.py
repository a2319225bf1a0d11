"""Keep records: place them, upsert them by (source, external_id), write down what happened to them.

    kept = keep(connection, gazetteer, records)   # in the service's role; the caller's transaction holds the watermark too

What a source says again is not written again: the digest of its last word stands on the ticket. So a page read twice
changes nothing, and what was done here meanwhile stays until the source says something new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from dashboard.city.gazetteer import Gazetteer, Place
from dashboard.intake import rows
from dashboard.intake.events import Event, first_events, later_events
from dashboard.intake.record import Record

SAME_PLACE_DEGREES = 0.0002  # about 20 m: a far side that rounds coordinates does not move a report of ours

_said = attrgetter(*(item.name for item in fields(Record)))


@dataclass
class Kept:
    """How many tickets were new, changed or just as before; `twins`: ids of tickets that a delivery of ours made a second time."""

    new: int = 0
    changed: int = 0
    same: int = 0
    twins: list[int] = field(default_factory=list)

    def __iadd__(self, other: Kept) -> Kept:
        self.new, self.changed, self.same = self.new + other.new, self.changed + other.changed, self.same + other.same
        self.twins += other.twins
        return self

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same


def keep(connection: Connection, gazetteer: Gazetteer, records: Iterable[Record], *, trust_names: bool = False) -> Kept:
    """Store records of one source; the last of several with one external_id counts. About ten statements, whatever their number.

    `trust_names`: a neighbourhood that the source names counts more than the one its point lies in.
    """
    latest = {record.external_id: record for record in records}
    if not latest:
        return Kept()
    source = next(iter(latest.values())).source
    digests = {id: digest(record, gazetteer.size) for id, record in latest.items()}
    known = rows.Known(connection, source, list(latest.values()))
    kept = Kept()
    inserts: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    events: list[tuple[str, Event]] = []
    moved: list[tuple[int, datetime]] = []
    # the oldest first: of two incidents that carry one key of ours, the first is the ticket, the other its twin
    for id, record in sorted(latest.items(), key=lambda item: item[1].opened_at):
        old = known.ticket(record)
        if old is not None and old["source_digest"] == digests[id]:
            kept.same += 1
            continue
        new = _row(known, gazetteer, record, old) | {"source_digest": digests[id]}
        if trust_names and (named := gazetteer.neighbourhood(record.neighbourhood)):
            new["neighbourhood_id"] = named
        if old is None:
            if twin := known.twin_of(record):
                kept.twins.append(twin)
            kept.new += 1
            inserts.append(new)
            events += [(id, event) for event in first_events(new)]
            continue
        known.claim(record, old)
        if old["opened_at"] != new["opened_at"]:
            moved.append((old["id"], new["opened_at"]))
        updates.append(new | {"id": old["id"]})
        kept.changed += 1
        # what happened here before the far side knew of the ticket is written down by whoever did it
        events += [(id, event) for event in later_events(old, new, known.team_names)]
    ids = rows.write(connection, source, inserts, updates)
    rows.move_openings(connection, moved)
    rows.write_events(connection, [(ids[id], event) for id, event in events])
    rows.write_contacts(connection, [(ids[id], latest[id].contact if not latest[id].caller else None) for id in ids])
    return kept


def digest(record: Record, city: str) -> str:
    """Changes with anything the source says and with the city's streets, which place it."""
    return hashlib.blake2b(repr((_said(record), city)).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _row(known: rows.Known, gazetteer: Gazetteer, record: Record, old: Mapping[str, Any] | None) -> dict[str, Any]:
    """The ticket's columns as they should be: the source's word, and what only Guichet knows from `old`."""
    topic = known.topics.get(record.topic or "")
    place = _place(gazetteer, record, placeless=bool(topic and topic.placeless))
    row: dict[str, Any] = {
        "external_id": record.external_id,
        "external_number": record.external_number,
        "title": record.title,
        "topic_id": topic.id if topic else None,
        "restricted": bool(topic and topic.restricted),
        "category": record.category,
        "subcategory": record.subcategory,
        "team_id": known.teams.get(record.team or ""),
        "operator_id": known.colleagues.get(record.operator or ""),
        "caller_id": known.callers.get(record.caller or ""),
        "priority": record.priority,
        "channel": record.channel,
        "status": record.status,
        "external_status": record.external_status,
        "street_id": place.street_id,
        "street_m": place.street_m,
        "house_number": place.house_number,
        "neighbourhood_id": place.neighbourhood_id,
        "lat": place.lat,
        "lon": place.lon,
        "placed_by": place.placed_by,
        "opened_at": record.opened_at,
        "first_answer_at": record.first_answer_at,
        "target_at": record.target_at,
        "solved_at": record.solved_at,
        "closed_at": record.closed_at,
        "modified_at": record.modified_at,
        "line": record.line,
        "archived": record.archived,
        "gone": known.twin_of(record) is not None,
        "extra": record.extra,
    }
    if old is None:
        return row
    ours = old["key"] is not None
    row["extra"] = old["extra"] | row["extra"]
    row["first_answer_at"] = row["first_answer_at"] or old["first_answer_at"]
    if old["placed_by"] == "hand" or (ours and _says_no_better(old, row)):
        row |= {name: old[name] for name in rows.PLACE}
    if ours:
        row["channel"] = row["channel"] or old["channel"]
        row["opened_at"] = min(old["opened_at"], row["opened_at"])
        if row["topic_id"] is None:
            row |= {"topic_id": old["topic_id"], "restricted": old["restricted"]}
    return row


def _place(gazetteer: Gazetteer, record: Record, placeless: bool) -> Place:
    place = gazetteer.place(
        lat=record.lat,
        lon=record.lon,
        street=record.street,
        house_number=record.house_number,
        neighbourhood=record.neighbourhood,
        texts=() if placeless else record.texts,
    )
    if placeless and place.placed_by == "nothing":
        return Place("placeless", house_number=place.house_number, neighbourhood_id=place.neighbourhood_id)
    return place


def _says_no_better(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the far side knows no other point than the one that was reported here."""
    if new["placed_by"] not in ("coordinates", "outside") or old["lat"] is None:
        return old["placed_by"] != "nothing" and new["placed_by"] not in ("coordinates", "outside")
    return bool(abs(old["lat"] - new["lat"]) < SAME_PLACE_DEGREES and abs(old["lon"] - new["lon"]) < SAME_PLACE_DEGREES)
