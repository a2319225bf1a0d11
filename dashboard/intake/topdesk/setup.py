"""`guichet setup`: tries a TOPdesk, guesses how this city uses it, and shows ten real tickets with the guess. Stores nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dashboard.city.gazetteer import Gazetteer, gazetteer
from dashboard.errors import BadSettings, Trouble
from dashboard.intake.record import Record
from dashboard.intake.topdesk import guess
from dashboard.intake.topdesk.reader import Json, Reader, text_at
from dashboard.settings import CityFile, Settings
from dashboard.store import Store
from dashboard.topdesk import Client

RECENT = 200
SHOWN = 10
HOW = {
    "coordinates": "by its coordinates",
    "street": "by its street's name",
    "text": "by a street in its text",
    "outside": "outside the city",
    "placeless": "needs no place",
}


@dataclass
class Findings:
    """What was found; `usable` = tickets can be read with it."""

    steps: list[tuple[bool, str]] = field(default_factory=list)
    proposal: CityFile = field(default_factory=CityFile)
    notes: list[str] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    usable: bool = False

    def text(self) -> str:
        """For the terminal."""
        lines = [f"{'ok ' if good else 'NO '} {sentence}" for good, sentence in self.steps]
        if self.usable:
            lines += ["", "Guessed from the most recent tickets:", *(f"  {line}" for line in self._guesses())]
        lines += [f"  Note: {note}" for note in self.notes]
        if self.tickets:
            lines += ["", "Real tickets as they would look:", *self.tickets]
        return "\n".join(lines)

    def toml(self) -> str:
        """The proposed guichet.toml: only what differs from the defaults."""
        chosen = self.proposal.model_dump(exclude_defaults=True)
        parts = ["# Proposed by `guichet setup`. Every field is explained in docs/guichet.example.toml."]
        topics = chosen.pop("topics", [])
        if names := chosen.pop("statuses", {}).get("names"):
            chosen["statuses.names"] = names
        parts += [_section(f"[{name}]", values) for name, values in chosen.items()]
        parts += [_section("[[topics]]", topic) for topic in topics]
        return "\n\n".join(parts) + "\n"

    def _guesses(self) -> list[str]:
        proposal = self.proposal
        lines = [f"{name.replace('_', ' ')}: {path or 'no field found'}" for name, path in proposal.fields]
        lines.append(f"solved means: {proposal.city.solved_by}; key of Guichet in: {proposal.topdesk.key_field}")
        lines.append("statuses: " + (", ".join(f"{name} = {status}" for name, status in proposal.statuses.names.items()) or "none"))
        lines.append("topics: " + (", ".join(topic.name_nl for topic in proposal.topics) or "none"))
        return lines


def setup(settings: Settings) -> Findings:
    """Try address, password and rights, each a sentence; then guess and show. Raises BadSettings when there is no address."""
    found = Findings()
    with Client(settings) as client:
        if not _reachable(client, found):
            return found
        incidents = _try(found, "read tickets", lambda: client.incidents(sort="creationDate:desc", size=RECENT).rows)
        statuses = _try(found, "read processing statuses", client.statuses)
        categories = _try(found, "read categories", client.categories)
        _try(found, "read operator groups", lambda: client.operator_groups().rows)
        _try(found, "read operators", lambda: client.operators().rows)
        persons = _try(found, "read persons", lambda: client.persons().rows)
        if incidents:
            first = str(incidents[0].get("id"))
            _try(found, "read what is written on a ticket", lambda: client.actions(first))
            _try(found, "read the list of a ticket's files", lambda: client.attachments(first))
    if incidents is None:
        return found
    found.usable = True
    found.proposal = _propose(settings.toml, incidents, persons or [], statuses or [], categories or [], found.notes)
    places = _places(settings, found.notes)
    reader = Reader(found.proposal)
    for incident in incidents[:SHOWN]:
        record = reader.record(incident)
        found.tickets.append(_shown(record, places) if isinstance(record, Record) else f"  cannot be read: {record.reason}")
    if not incidents:
        found.notes.append("There are no tickets yet, so nothing could be guessed.")
    return found


def _reachable(client: Client, found: Findings) -> bool:
    try:
        version = client.version()
        found.steps.append((True, f"TOPdesk answers at {client.address} (interface {version or 'of unknown version'})."))
        name = text_at(client.current_operator(), "dynamicName") or "an operator"
        found.steps.append((True, f"The login and its application password are accepted: {name}."))
    except Trouble as error:
        found.steps.append((False, str(error)))
        return False
    return True


def _try(found: Findings, what: str, ask: Callable[[], list[Json]]) -> list[Json] | None:
    try:
        rows = ask()
    except Trouble as error:
        found.steps.append((False, f"May not {what}: {error}"))
        return None
    found.steps.append((True, f"May {what}."))
    return rows


def _propose(
    now: CityFile, incidents: list[Json], persons: list[Json], statuses: list[Json], categories: list[Json], notes: list[str]
) -> CityFile:
    """What the settings say already stays; the rest is guessed."""
    proposal = now.model_copy(deep=True)
    guessed = guess.fields(incidents, persons)
    proposal.fields = guessed.model_copy(update={name: path for name, path in now.fields if path})
    if guess.solved_by_closing(incidents):
        proposal.city.solved_by = "closed"
    proposal.topdesk.key_field = guess.key_field(incidents)
    if proposal.topdesk.key_field != "externalNumber":
        notes.append(f"externalNumber is in use; Guichet's key would go to {proposal.topdesk.key_field}.")
    proposal.statuses.names = guess.statuses(text_at(row, "name") or "" for row in statuses) | now.statuses.names
    unknown = [name for name in (text_at(row, "name") for row in statuses) if name and name not in proposal.statuses.names]
    if unknown:
        notes.append(f"These statuses say nothing to Guichet; name them in [statuses.names]: {', '.join(unknown)}.")
    if not now.topics:
        proposal.topics = guess.topics([text_at(row, "name") or "?" for row in categories], incidents)
    if restricted := [topic.name_nl for topic in proposal.topics if topic.restricted]:
        notes.append(f"Seen by their own teams only, judged by their names: {', '.join(restricted)}. Check this before anybody signs in.")
    if not proposal.fields.latitude and guess.in_metres(incidents):
        notes.append("Places look like metres of a national grid. Guichet reads degrees (WGS84) from tickets; it would place by street.")
    return proposal


def _places(settings: Settings, notes: list[str]) -> Gazetteer:
    """The city's streets, when they are in the database already."""
    try:
        if settings.database_url is None and not (settings.home / "postgres").is_dir():
            raise BadSettings("no database yet")
        store = Store(settings.app_url)
        try:
            return gazetteer(store)
        finally:
            store.close()
    except Exception:
        notes.append("No streets are known here yet, so places by name are not tried: `guichet streets import FILE.geojson` brings them.")
        return Gazetteer([], [])


def _shown(record: Record, places: Gazetteer) -> str:
    place = places.place(
        lat=record.lat, lon=record.lon, street=record.street, house_number=record.house_number,
        neighbourhood=record.neighbourhood, texts=record.texts,
    )  # fmt: skip
    street = places.names[place.street_id][0] if place.street_id is not None else record.street
    where = " ".join(filter(None, (street, place.house_number))) or (f"{place.lat:.5f}, {place.lon:.5f}" if place.lat else "")
    how = HOW.get(place.placed_by, "not placed")
    return f"  {record.external_number or record.external_id}: {record.title}\n      {record.topic or 'no topic'}, {record.status}, " + (
        f"{where} ({how})" if where else how
    )


def _section(head: str, values: dict[str, Any]) -> str:
    return "\n".join([head, *(f"{_key(name)} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value != [])])


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else json.dumps(name, ensure_ascii=False)
