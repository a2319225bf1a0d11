"""What a client may send about an incident: checked against the card's rules and turned into stored values.

`Changes.fields` are values as the desk stores them; texts that become entries (request, action) stand apart.
Everything wrong raises `Refused` with the status and the sentence that TOPdesk answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .fields import OPTIONAL_BLANK
from .ids import is_uuid
from .incident import Incident
from .register import Entry, Kind, Register, reference


class Refused(Exception):
    """A request that is answered with an error; `status` is the HTTP status, the text goes to the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Changes:
    """A checked body."""

    fields: dict[str, Any] = field(default_factory=dict)
    request: str | None = None
    action: str | None = None
    action_invisible: bool = False
    main: Incident | None = None
    external_link: dict[str, Any] | None = None


TEXTS = {"briefDescription": 80, "externalNumber": 60, "feedbackMessage": 4000}
BOOLEANS = {"onHold", "responded", "completed", "closed", "majorCall", "publishToSsd"}
DATES = {"targetDate", "responseDate", "completedDate", "closedDate"}
CALLER_TEXTS = {"dynamicName": 109, "phoneNumber": 25, "mobileNumber": 25, "email": 100}
# by id or by name -> list of the register
LISTS = {
    **{"entryType": "entry_types", "callType": "call_types", "category": "categories"},
    **{"subcategory": "subcategories", "impact": "impacts", "urgency": "urgencies", "priority": "priorities"},
    **{"duration": "durations", "processingStatus": "statuses", "closureCode": "closure_codes", "object": "objects"},
    "majorCallObject": "objects",
}
BY_ID_ONLY = {"operator": "operators", "operatorGroup": "groups", "supplier": "suppliers"}
NOT_FOR_PARTIALS = {
    *("callType", "impact", "urgency", "priority", "caller", "callerLookup", "object", "location", "branch"),
}


class Body:
    """Reads bodies against one register. `find` gets an incident by id or number; a missing reference answers
    `missing_status` (400 as seen on a live system, 404 as the specification says)."""

    def __init__(
        self, register: Register, find: Callable[[str], Incident | None], missing_status: int = 400
    ) -> None:
        self._register, self._find, self._missing_status = register, find, missing_status

    def create(self, body: dict[str, Any]) -> Changes:
        """Check the body of a new incident."""
        line = body.get("status", "firstLine")
        if line not in {"firstLine", "secondLine", "partial"}:
            raise _unreadable("status")
        if line == "partial":
            return self._partial(body)
        if body.get("mainIncident"):
            raise Refused(400, "A main incident can only be provided for partial incidents.")
        return self._read({key: value for key, value in body.items() if key not in {"status", "mainIncident"}}, None) \
            .with_line(line)

    def update(self, body: dict[str, Any], incident: Incident) -> Changes:
        """Check the body of a change; fields that are not there stay as they are."""
        return self._read(body, incident)

    def reason(self, body: dict[str, Any] | None, kind: Kind, default: bool) -> Entry | None:
        """The reason of an escalation or archiving: id wins over name; the first one where a default is set."""
        body = body or {}
        _only(body, {"id", "name"})
        if body.get("id") is not None:
            return self._by_id(kind, body["id"], "id")
        if body.get("name") is not None:
            return self._by_name(kind, body["name"], "name")
        return reference(kind.entries[0]) if default else None
