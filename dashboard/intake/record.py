"""The canonical record: what every source is turned into before it is kept.

A reader (TOPdesk, a file, Open311) makes `Record`s; `keep.py` places them and upserts them by (source, external_id).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Contact:
    """A caller who is nobody's registered person. Personal data: goes to people.contact only."""

    name: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""


@dataclass(slots=True)
class Record:
    """One ticket of one source. All datetimes are aware. Empty text and None both mean "the source does not say"."""

    source: str
    external_id: str
    opened_at: datetime
    modified_at: datetime
    status: str  # one of the eight canonical ones
    external_number: str | None = None
    key: str | None = None  # ours, when the far side carries it
    title: str = ""
    topic: str | None = None  # key of city.topic; None = unknown
    category: str | None = None
    subcategory: str | None = None
    team: str | None = None  # external id of the team at this source
    operator: str | None = None  # external id of the colleague at this source
    caller: str | None = None  # external id of the registered person at this source
    contact: Contact | None = None
    priority: str | None = None
    channel: str | None = None
    external_status: str | None = None
    street: str | None = None
    house_number: str | None = None
    neighbourhood: str | None = None
    lat: float | None = None
    lon: float | None = None
    texts: tuple[str, ...] = ()  # where a street may be named: title first, then the request
    first_answer_at: datetime | None = None
    target_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    line: str = "first"  # first, second, partial
    archived: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Bad:
    """A row that could not be read: its number in the source (1 = first row of data), its id when known, and why, in a sentence."""

    row: int | None
    external_id: str | None
    reason: str
