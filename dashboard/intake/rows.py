"""The statements behind `keep`: what is known of a page's tickets, and writing what differs, each in one set-based statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from dashboard.intake.clean import as_json
from dashboard.intake.events import Event
from dashboard.intake.record import Contact, Record

PLACE = ("street_id", "street_m", "house_number", "neighbourhood_id", "lat", "lon", "placed_by")
COLUMNS = {
    "external_id": "text", "external_number": "text", "title": "text", "topic_id": "integer", "restricted": "boolean", "category": "text",
    "subcategory": "text", "team_id": "integer", "operator_id": "bigint", "caller_id": "bigint", "priority": "text", "channel": "text",
    "status": "text", "external_status": "text", "street_id": "integer", "street_m": "real", "house_number": "text",
    "neighbourhood_id": "integer", "lat": "double precision", "lon": "double precision", "placed_by": "text", "opened_at": "timestamptz",
    "first_answer_at": "timestamptz", "target_at": "timestamptz", "solved_at": "timestamptz", "closed_at": "timestamptz",
    "modified_at": "timestamptz", "line": "text", "archived": "boolean", "gone": "boolean", "extra": "jsonb", "source_digest": "text",
}  # fmt: skip
_NAMES = ", ".join(COLUMNS)
_TYPED = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())


class Known:
    """What the store knows of the tickets, teams, people and topics that some records name."""

    def __init__(self, connection: Connection, source: str, records: list[Record]) -> None:
        self._connection, self._source = connection, source
        bound = {
            "source": source,
            "ids": [record.external_id for record in records],
            "keys": sorted({record.key for record in records if record.key}),
        }
        found = connection.execute(
            text(f"""
                select id, source, key, {_NAMES} from desk.ticket
                where (source = :source and external_id = any(:ids)) or key = any(:keys)
                order by id for update"""),
            bound,
        ).mappings()
        self._by_id: dict[str, dict[str, Any]] = {}
        self._by_key: dict[str, dict[str, Any]] = {}
        for row in map(dict, found):
            if row["external_id"] and row["source"] == source:
                self._by_id[row["external_id"]] = row
            if row["key"]:
                self._by_key[row["key"]] = row
        self.topics = {row.key: row for row in connection.execute(text("select id, key, restricted, placeless from city.topic"))}
        self.teams = self._ids("desk.team", [record.team for record in records])
        self.team_names = {row.id: row.name for row in connection.execute(text("select id, name from desk.team"))}
        self.colleagues = self._ids("people.operator", [record.operator for record in records])
        self.callers = self._meet(records)

    def ticket(self, record: Record) -> dict[str, Any] | None:
        """The ticket of a record: by its identity, else ours that waits for the far side under this key."""
        if found := self._by_id.get(record.external_id):
            return found
        waiting = self._by_key.get(record.key or "")
        return waiting if waiting and waiting["external_id"] is None else None

    def claim(self, record: Record, row: dict[str, Any]) -> None:
        """The record is that ticket; a second record with its key is not."""
        row["external_id"] = record.external_id

    def twin_of(self, record: Record) -> int | None:
        """The ticket whose key the record carries although it is another incident's; None = it is nobody's twin."""
        owner = self._by_key.get(record.key or "")
        return owner["id"] if owner and owner["external_id"] not in (None, record.external_id) else None

    def _ids(self, table: str, external_ids: Iterable[str | None]) -> dict[str, int]:
        wanted = sorted({id for id in external_ids if id})
        if not wanted:
            return {}
        found = self._connection.execute(
            text(f"select external_id, id from {table} where source = :source and external_id = any(:ids)"),
            {"source": self._source, "ids": wanted},
        )
        return {row.external_id: row.id for row in found}

    def _meet(self, records: list[Record]) -> dict[str, int]:
        """Ids of registered callers. One not met before gets a pseudonym, and what the ticket says until the persons are read."""
        named = {record.caller: record.contact for record in records if record.caller}
        known = self._ids("desk.caller", named)
        unmet = [{"external_id": id, **_contact(named[id])} for id in named if id not in known]
        if not unmet:
            return known
        bound = {"source": self._source, "rows": as_json(unmet)}
        self._connection.execute(
            text("""
                insert into desk.caller (source, external_id)
                select :source, external_id from jsonb_to_recordset(cast(:rows as jsonb)) as r(external_id text)
                on conflict do nothing"""),
            bound,
        )
        self._connection.execute(
            text("""
                insert into people.person (caller_id, name, email, phone, mobile)
                select c.id, r.name, r.email, r.phone, r.mobile
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(external_id text, name text, email text, phone text, mobile text)
                join desk.caller c on c.source = :source and c.external_id = r.external_id and not c.archived
                where r.name <> ''
                on conflict do nothing"""),
            bound,
        )
        return known | self._ids("desk.caller", [row["external_id"] for row in unmet])


def write(connection: Connection, source: str, inserts: list[dict[str, Any]], updates: list[dict[str, Any]]) -> dict[str, int]:
    """Insert and update tickets; external_id -> id of all of them."""
    ids = {row["external_id"]: row["id"] for row in updates}
    if inserts:
        found = connection.execute(
            text(f"""
                insert into desk.ticket (source, {_NAMES})
                select :source, {_NAMES} from jsonb_to_recordset(cast(:rows as jsonb)) as r({_TYPED})
                returning external_id, id"""),
            {"source": source, "rows": as_json(inserts)},
        )
        ids |= {row.external_id: row.id for row in found}
    if updates:
        connection.execute(
            text(f"""
                update desk.ticket t set source = :source, ({_NAMES}) = ({", ".join(f"r.{name}" for name in COLUMNS)})
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, {_TYPED}) where t.id = r.id"""),
            {"source": source, "rows": as_json(updates)},
        )
    return ids


def write_events(connection: Connection, events: list[tuple[int, Event]]) -> None:
    """Add to the histories; an event that is there already stays one."""
    if not events:
        return
    connection.execute(
        text("""
            insert into desk.ticket_event (ticket_id, at, kind, old, new)
            select ticket_id, at, kind, old, new
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(ticket_id bigint, at timestamptz, kind text, old text, new text)
            on conflict do nothing"""),
        {"rows": as_json({"ticket_id": ticket, **event._asdict()} for ticket, event in events)},
    )


def move_openings(connection: Connection, openings: list[tuple[int, datetime]]) -> None:
    """The source corrected when these tickets were opened; their histories follow."""
    if openings:
        connection.execute(
            text("update desk.ticket_event set at = :at where ticket_id = :id and kind = 'opened'"),
            [{"id": ticket, "at": at} for ticket, at in openings],
        )


def write_contacts(connection: Connection, contacts: list[tuple[int, Contact | None]]) -> None:
    """What is known of callers who are nobody's registered person; None takes it away."""
    if gone := [ticket for ticket, contact in contacts if contact is None]:
        connection.execute(text("delete from people.contact where ticket_id = any(:ids)"), {"ids": gone})
    if there := [{"ticket_id": ticket, **_contact(contact)} for ticket, contact in contacts if contact]:
        connection.execute(
            text("""
                insert into people.contact as c (ticket_id, name, email, phone, mobile)
                select ticket_id, name, email, phone, mobile
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(ticket_id bigint, name text, email text, phone text, mobile text)
                on conflict (ticket_id) do update
                set name = excluded.name, email = excluded.email, phone = excluded.phone, mobile = excluded.mobile"""),
            {"rows": as_json(there)},
        )


def _contact(contact: Contact | None) -> dict[str, str]:
    found = contact or Contact()
    return {"name": found.name, "email": found.email, "phone": found.phone, "mobile": found.mobile}
