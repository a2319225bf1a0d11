"""What a journal record does to the desk: the same code for a request that just came in and for a restart."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .desk import Desk
from .incident import Attachment, Incident, TimeSpent
from .register import Entry, reference
from .story import Story
from .town.model import Happening

Record = dict[str, Any]


class Deeds:
    """Applies records; `author` is the operator behind the API's login."""

    def __init__(self, desk: Desk, story: Story, author: Entry) -> None:
        self._desk, self._story, self._author = desk, story, author
        self._on_ticket = {
            "change": self._change,
            "escalate": self._escalate,
            "archive": self._archive,
            "unarchive": self._unarchive,
            "attach": self._attach,
            "detach": self._detach,
            "remove_note": self._remove_note,
            "spend": self._spend,
        }

    def apply(self, record: Record) -> None:
        """Do what the record says. A record about a ticket that the city does not have (any more) is passed over."""
        at = record["at"]
        if record["do"] == "open":
            self._open(at, record)
        elif record["do"] == "happening":
            self._story.tell(Happening(at, record["of"], record["kind"], record["data"]))
        elif incident := self._desk.by_id.get(record["ticket"]):
            incident.taken_over = True
            self._on_ticket[record["do"]](incident, at, record)

    def _open(self, at: datetime, record: Record) -> None:
        fields = dict(record["fields"])
        if record["external_link"]:
            fields["externalLinks"] = [record["external_link"]]
        incident = self._desk.open(record["id"], at, self._author, fields, record["request"])
        incident.taken_over = True
        self._say(incident, at, record | {"request": None})
        if main := self._desk.by_id.get((fields.get("mainIncident") or {}).get("id", "")):
            links = [*main.get("partialIncidents"), {"link": incident.link}]
            self._desk.change(main, at, self._author, {"partialIncidents": links})

    def _change(self, incident: Incident, at: datetime, record: Record) -> None:
        fields = dict(record["fields"])
        if link := record["external_link"]:
            others = [one for one in incident.get("externalLinks") if one["type"] != link["type"]]
            fields["externalLinks"] = [*others, link]
        self._desk.change(incident, at, self._author, fields)
        self._say(incident, at, record)

    def _say(self, incident: Incident, at: datetime, record: Record) -> None:
        if record["request"]:
            self._desk.ask(incident, record["asked"], at, record["request"], person=None, operator=self._author)
        if record["action"]:
            self._desk.act(
                incident, record["noted"], at, record["action"], public=not record["invisible"], operator=self._author, person=None
            )

    def _escalate(self, incident: Incident, at: datetime, record: Record) -> None:
        self._desk.escalate(incident, at, self._author, record["reason"], up=record["up"])

    def _archive(self, incident: Incident, at: datetime, record: Record) -> None:
        self._desk.archive(incident, at, self._author, record["reason"])

    def _unarchive(self, incident: Incident, at: datetime, record: Record) -> None:
        self._desk.unarchive(incident, at, self._author)

    def _attach(self, incident: Incident, at: datetime, record: Record) -> None:
        attachment = Attachment(at=at, operator=reference(self._author), **record["file"])
        self._desk.attach(incident, attachment)

    def _detach(self, incident: Incident, at: datetime, record: Record) -> None:
        for attachment in [one for one in incident.attachments if one.id == record["id"]]:
            self._desk.remove_attachment(incident, attachment, at, self._author)

    def _remove_note(self, incident: Incident, at: datetime, record: Record) -> None:
        notes = incident.requests if record["kind"] == "requests" else incident.actions
        for note in [one for one in notes if one.id == record["id"]]:
            self._desk.remove_note(incident, notes, note, at, self._author)

    def _spend(self, incident: Incident, at: datetime, record: Record) -> None:
        entry = record["entry"]
        operator = entry["operator"] or reference(self._author)
        line = str(incident.state["status"])
        self._desk.spend(
            incident, TimeSpent(at=at, line=line, **(entry | {"operator": operator, "entry_date": entry["entry_date"] or at}))
        )
