"""One incident: its sparse state, its entries, and its full form of 74 fields as the API shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import memo
from .fields import BLANK, encoder, iso_date, old_date
from .register import TIME_ZONE

_ZONE = ZoneInfo(TIME_ZONE)
_WRITERS = {"old": encoder(old_date), "iso8601": encoder(iso_date)}


@dataclass(slots=True)
class Note:
    """A request or an action: `text` is HTML; by an operator or a person ({"id", "name"}), never both."""

    id: str
    at: datetime
    text: str
    invisible: bool = False
    operator: dict[str, Any] | None = None
    person: dict[str, Any] | None = None


@dataclass(slots=True)
class Attachment:
    """A file at a ticket; `content` is its key among the stored files, or None when a picture of `subject` is drawn on demand."""

    id: str
    at: datetime
    file_name: str
    size: int
    invisible: bool = False
    description: str | None = None
    content: str | None = None
    subject: str = ""
    operator: dict[str, Any] | None = None
    person: dict[str, Any] | None = None


@dataclass(slots=True)
class TimeSpent:
    """A time registration, in minutes."""

    id: str
    at: datetime
    entry_date: datetime
    minutes: int
    notes: str | None
    line: str
    operator: dict[str, Any] | None
    group: dict[str, Any] | None
    reason: dict[str, Any] | None


@dataclass(slots=True, eq=False)
class Incident:
    """`state` holds only the fields that differ from BLANK; `taken_over` ends the town's own story of this ticket."""

    id: str
    serial: int
    state: dict[str, Any]
    requests: list[Note] = field(default_factory=list)
    actions: list[Note] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    times: list[TimeSpent] = field(default_factory=list)
    taken_over: bool = False
    _json: tuple[str, bytes] | None = None

    def get(self, name: str) -> Any:
        """A stored field, empty value included."""
        return self.state[name] if name in self.state else BLANK[name]

    @property
    def link(self) -> str:
        return f"/tas/api/incidents/id/{self.id}"

    @property
    def archived(self) -> bool:
        status: str = self.state["status"]
        return status.endswith("Archived")

    @property
    def open(self) -> bool:
        """Neither completed nor closed nor archived."""
        return not (self.state.get("completed") or self.state.get("closed") or self.archived)

    def request_text(self) -> str:
        """All requests as plain text, newest first, each under its stamp."""
        return "".join(f"{stamp(note)}{memo.as_plain(note.text)}\n\n" for note in reversed(self.requests))

    def full(self) -> dict[str, Any]:
        """The 74 fields."""
        return {
            **BLANK,
            **self.state,
            "request": self.request_text(),
            "requests": f"{self.link}/requests",
            "action": f"{self.link}/actions",
            "attachments": f"{self.link}/attachments",
        }

    def json(self, date_format: str = "old") -> bytes:
        """The full form as JSON in UTF-8; kept until the next change, for lists are read far more often."""
        if self._json is None or self._json[0] != date_format:
            self._json = date_format, write_json(self.full(), date_format).encode()
        return self._json[1]

    def touch(self, at: datetime, by: dict[str, Any] | None) -> None:
        """Note who changed it and when, to the second as TOPdesk does."""
        self.state["modificationDate"] = at.replace(microsecond=0) if at.microsecond else at
        self.state["modifier"] = by
        self._json = None


def stamp(note: Note) -> str:
    """25-01-2023 11:14 [GMT +1:00] Doe, J.: and a line end."""
    local = note.at.astimezone(_ZONE)
    offset = local.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    author = (note.operator or note.person or {}).get("name") or ""
    return f"{local:%d-%m-%Y %H:%M} [GMT {minutes // 60:+d}:{minutes % 60:02d}] {author}: \n"


def write_json(value: Any, date_format: str = "old") -> str:
    """Any answer as JSON text with its dates in that format ("old" or "iso8601")."""
    return _WRITERS[date_format](value)
