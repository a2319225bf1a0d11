"""A new ticket at the far side: looked for by our key, made with the city's own fields."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from dashboard.city.mapping import Question
from dashboard.outbox import wording
from dashboard.outbox.item import Item
from dashboard.outbox.jobs import look_for_twins, wake
from dashboard.settings import CityFile
from dashboard.topdesk import Client
from dashboard.topdesk.client import Json

LONGEST_TITLE = 80


class Create:
    """Delivers the kind `create`."""

    def __init__(self, client: Client, toml: CityFile) -> None:
        self._client, self._toml = client, toml

    def find(self, item: Item) -> Json | None:
        """The incident that carries the ticket's key: the one that the copy met already, else the oldest; None when there is none."""
        found = with_key(self._client, self._toml, item.ticket_key)
        return next((one for one in found if one["id"] == item.external_id), found[0] if found else None)

    def send(self, item: Item) -> Json:
        return self._client.create(body(self._toml, item))

    def own_id(self, item: Item, found: Json) -> str | None:
        """TOPdesk's id of the text that came with the ticket."""
        requests = self._client.requests(found["id"])
        return str(requests[-1]["id"]) if requests else None

    def keep(self, connection: Connection, item: Item, found: Json) -> None:
        """The ticket knows its counterpart; what waited for that goes on."""
        connection.execute(
            text("update desk.ticket set source = 'topdesk', external_id = :external_id, external_number = :number where id = :id"),
            {"id": item.ticket_id, "external_id": found["id"], "number": found["number"]},
        )
        if item.attempts > 0 or item.sent_seconds is not None:  # another request may have gone out before
            look_for_twins(connection, item.ticket_id, self._toml.topdesk.settle_seconds)
        parked = text("select id from desk.outbox where ticket_id = :id and kind <> 'create' and state = 'waiting' and trouble is not null")
        for row in connection.execute(parked, {"id": item.ticket_id}).scalars():
            wake(connection, item.ticket_id, row)


def with_key(client: Client, toml: CityFile, key: str | None) -> list[Json]:
    """Incidents that carry our key, archived ones too, the oldest first."""
    if not key:
        return []
    field = toml.topdesk.key_field
    found = [incident for incident in client.find(field, key) if _at(incident, field) == key]
    return sorted(found, key=lambda incident: (str(incident.get("creationDate")), str(incident.get("number"))))


def body(toml: CityFile, item: Item) -> Json:
    """The incident in TOPdesk's terms. A place for which this city has no fields stands in the text."""
    made, fields = item.payload, toml.fields
    topic = next((one for one in toml.topics if one.key == made.get("topic")), None)
    incident: Json = {"briefDescription": (made.get("title") or made.get("text") or item.number)[:LONGEST_TITLE]}
    incident |= {name: {"name": made[name]} for name in ("category", "subcategory") if made.get(name)}
    place = {fields.street: "street", fields.house_number: "house_number", fields.latitude: "lat", fields.longitude: "lon"}
    for field, name in place.items():
        if field and made.get(name) not in (None, ""):
            _put(incident, field, made[name])
    for question in topic.questions if topic else ():
        answer = (made.get("answers") or {}).get(question.key)
        if question.field and answer not in (None, ""):
            _put(incident, question.field, _answer(toml, question, answer))
    untold = "" if fields.street and fields.latitude else _place(toml, made)
    incident["request"] = wording.memo((made.get("text") or "", untold, wording.signature(toml.city, made, item.number)))
    _put(incident, toml.topdesk.key_field, item.ticket_key)
    return incident


def _answer(toml: CityFile, question: Question, answer: Any) -> Any:
    """Yes and no as TOPdesk's kind of field takes them."""
    if question.kind != "yes_no":
        return answer
    yes = answer in (True, "yes")
    return yes if _last(question.field).startswith("boolean") else wording.word(toml.city, "yes" if yes else "no")


def _place(toml: CityFile, made: Json) -> str:
    address = " ".join(str(made[name]) for name in ("street", "house_number") if made.get(name))
    point = f"({made['lat']:.5f}, {made['lon']:.5f})" if made.get("lat") is not None and made.get("lon") is not None else ""
    return f"{wording.word(toml.city, 'place')}: {' '.join(filter(None, (address, point)))}" if address or point else ""


def _put(incident: Json, path: str, value: Any) -> None:
    """Set a dotted path, in the type that the last name of the path stands for."""
    name = _last(path)
    for parent in path.split(".")[:-1]:
        incident = incident.setdefault(parent, {})
    if name.startswith("number"):
        incident[name] = float(value)
    elif name.startswith("boolean"):
        incident[name] = bool(value)
    elif name.startswith("searchlist"):
        incident[name] = {"name": str(value)}
    else:
        incident[name] = str(value)


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _at(incident: Json, path: str) -> Any:
    value: Any = incident
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
