"""A report from the street, and adding to a known ticket: in our queue at once, on to TOPdesk by the outbox.

    receipt = report(store, who, draft, city=settings.toml, photos=[photo])
    receipt = add_to(store, who, ticket_id, addition, photos=[photo])

The same draft id is the same report, however often and from however many requests at once it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from dashboard import outbox
from dashboard.acts.draft import Addition, BadDraft, Draft, checked_answers
from dashboard.city.gazetteer import Gazetteer, Place, gazetteer
from dashboard.errors import N_
from dashboard.outbox import wording
from dashboard.photos import Photo
from dashboard.settings import CityFile, CitySection
from dashboard.store import Store, Who
from dashboard.store.questions import question

SOURCE = "guichet"
LONGEST_TITLE = 80  # TOPdesk's briefDescription

_TICKET = text("""
    insert into desk.ticket (source, key, title, topic_id, category, subcategory, channel, status, street_id, street_m, house_number,
        neighbourhood_id, lat, lon, placed_by, opened_at, modified_at, story_at, extra)
    values (:source, :key, :title, :topic_id, :category, :subcategory, 'Guichet', 'new', :street_id, :street_m, :house_number,
        :neighbourhood_id, :lat, :lon, :placed_by, :made_at, now(), now(), :extra)
    on conflict (key) do nothing
    returning id, number
    """).bindparams(bindparam("extra", type_=JSONB))
_ENTRY = text("""
    insert into desk.entry (ticket_id, external_id, kind, at, author, text)
    values (:ticket_id, :key, :kind, :at, 'staff', :text) on conflict do nothing
    """)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the phone shows: our number, TOPdesk's once known, and how the delivery stands (the states of desk.outbox)."""

    key: str
    ticket_id: int
    number: str
    external_number: str | None
    state: str


def receipts(connection: Connection, keys: Sequence[str]) -> list[Receipt]:
    """What became of the reports and additions with these keys; unknown ones are left out."""
    rows = connection.execute(question("report/receipts"), {"keys": list(keys)})
    return [Receipt(row.key, row.ticket_id, row.number, row.external_number, row.state) for row in rows]


def report(store: Store, who: Who, draft: Draft, *, city: CityFile, photos: Sequence[Photo] = ()) -> Receipt:
    """Make the ticket, once. Raises BadDraft naming the field; then nothing is stored."""
    streets = gazetteer(store)
    with store.transaction(who) as connection:
        return report_within(connection, streets, who, draft, city=city, photos=photos)


def report_within(
    connection: Connection, streets: Gazetteer, who: Who, draft: Draft, *, city: CityFile, photos: Sequence[Photo] = ()
) -> Receipt:
    """The same in a transaction that does more."""
    if known := receipts(connection, [draft.key]):
        return known[0]
    topic = _topic(connection, draft.topic)
    place = _place(streets, draft, topic.placeless)
    answers = checked_answers(topic.questions, draft.answers)
    street = streets.names[place.street_id][0] if place.street_id is not None else None
    name = str(getattr(topic, f"name_{city.city.language}") or topic.name_nl)
    words = "\n".join(part for part in (draft.words, _in_words(topic.questions, answers, city.city)) if part)
    category, subcategory = _categories(city, draft.topic)
    content: dict[str, Any] = {
        "title": _title(name, draft.words, street),
        "category": category,
        "subcategory": subcategory,
        "house_number": place.house_number,
        "lat": place.lat,
        "lon": place.lon,
    }
    made = connection.execute(
        _TICKET,
        content
        | {
            "source": SOURCE,
            "key": draft.key,
            "topic_id": topic.id,
            "street_id": place.street_id,
            "street_m": place.street_m,
            "neighbourhood_id": place.neighbourhood_id,
            "placed_by": place.placed_by,
            "made_at": draft.made_at,
            "extra": answers,
        },
    ).one_or_none()
    if made is None:  # the same draft came twice at once, and the other one was faster
        return receipts(connection, [draft.key])[0]
    at = draft.made_at
    connection.execute(_ENTRY, {"ticket_id": made.id, "key": draft.key, "kind": "request", "at": at, "text": words or name})
    connection.execute(
        text("""insert into desk.ticket_event (ticket_id, at, kind, new, user_id) values (:id, :at, 'opened', 'new', :user_id)"""),
        {"id": made.id, "at": at, "user_id": who.user_id},
    )
    signed = {"made_at": at.isoformat(), "made_by": who.name or who.login}
    payload = content | signed | {"text": words or name, "topic": draft.topic, "street": street, "answers": answers}
    outbox.enqueue(connection, ticket_id=made.id, kind="create", key=draft.key, payload=payload, who=who)
    _attach(connection, who, made.id, draft, photos, signed)
    return receipts(connection, [draft.key])[0]


def add_to(store: Store, who: Who, ticket_id: int, addition: Addition, *, city: CityFile, photos: Sequence[Photo] = ()) -> Receipt:
    """Add words and photos to an open ticket that this person sees. Raises BadDraft when it is not open any more."""
    with store.transaction(who) as connection:
        if known := receipts(connection, [addition.key]):
            return known[0]
        found = connection.execute(
            text("select is_open from desk.ticket where id = :id and not gone and source in ('guichet', 'topdesk')"), {"id": ticket_id}
        ).one_or_none()
        if found is None or not found.is_open:
            raise BadDraft("ticket", N_("This ticket is closed by now. Send it as a new report."))
        at = addition.made_at
        words = addition.words or wording.word(city.city, "again")
        connection.execute(_ENTRY, {"ticket_id": ticket_id, "key": addition.key, "kind": "action", "at": at, "text": words})
        signed = {"made_at": at.isoformat(), "made_by": who.name or who.login}
        outbox.enqueue(connection, ticket_id=ticket_id, kind="action", key=addition.key, payload={"text": words} | signed, who=who)
        _attach(connection, who, ticket_id, addition, photos, signed)
        return receipts(connection, [addition.key])[0]


def _topic(connection: Connection, key: str) -> Any:
    found = next((row for row in connection.execute(question("report/tiles")) if row.key == key), None)
    if found is None:
        raise BadDraft("topic", N_("This kind of report cannot be made here. Choose another one."))
    return found


def _place(streets: Gazetteer, draft: Draft, placeless: bool) -> Place:
    number = draft.house_number or None
    if draft.how in ("coordinates", "hand") and draft.lat is not None and draft.lon is not None:
        place = replace(streets.at(draft.lat, draft.lon), house_number=number)
        return replace(place, placed_by=draft.how) if place.placed_by == "coordinates" else place
    if draft.how == "street" and draft.street_id is not None and draft.street_id in streets.names:
        return streets.of_street(draft.street_id, "street", number)
    if placeless:
        return Place("placeless")
    raise BadDraft("place", N_("Say where it is: choose the street, or tap on the map."))


def _categories(city: CityFile, topic: str) -> tuple[str | None, str | None]:
    """The category and subcategory under which TOPdesk files this topic: the first of each in guichet.toml."""
    mine = next((one for one in city.topics if one.key == topic), None)
    return (next(iter(mine.categories), None), next(iter(mine.subcategories), None)) if mine else (None, None)


def _title(topic: str, words: str, street: str | None) -> str:
    first = words.split("\n", 1)[0].strip()
    title = f"{topic}: {first}" if first else ", ".join(part for part in (topic, street) if part)
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def _in_words(questions: Sequence[Any], answers: dict[str, str], city: CitySection) -> str:
    """Answers as lines, so that they are read where no field takes them."""
    lines = []
    for asked in questions:
        answer = answers.get(asked["key"])
        if answer:
            lines.append(f"{asked['label']}: {wording.word(city, answer) if asked.get('kind') == 'yes_no' else answer}")
    return "\n".join(lines)


def _attach(connection: Connection, who: Who, ticket_id: int, draft: Addition, photos: Sequence[Photo], signed: dict[str, str]) -> None:
    for n, photo in enumerate(photos, start=1):
        key = f"{draft.key}-photo-{n}"
        connection.execute(
            text("""insert into desk.photo (sha256, media_type, bytes_n, width_px, height_px)
                    values (:sha256, 'image/jpeg', :bytes, :width, :height) on conflict do nothing"""),
            {"sha256": photo.sha256, "bytes": photo.bytes, "width": photo.width, "height": photo.height},
        )
        connection.execute(
            text("""insert into desk.attachment (ticket_id, external_id, file_name, bytes_n, at, sha256)
                    values (:ticket_id, :key, :name, :bytes, :at, :sha256) on conflict do nothing"""),
            {
                "ticket_id": ticket_id, "key": key, "name": f"{key.removeprefix('guichet-')}.jpg",
                "bytes": photo.bytes, "at": draft.made_at, "sha256": photo.sha256,
            },
        )
        outbox.enqueue(connection, ticket_id=ticket_id, kind="photo", key=key, payload={"sha256": photo.sha256} | signed, who=who)
