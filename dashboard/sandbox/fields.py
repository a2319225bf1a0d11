"""The 74 fields of an incident: their empty values, their kinds, and how dates are written.

A ticket stores only the fields that differ from the empty ones; a full answer lays them over BLANK.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

BLANK: dict[str, Any] = {
    **dict.fromkeys(("id", "status", "number")),
    "request": "", "requests": "", "action": "", "attachments": "",
    **dict.fromkeys(("caller", "callerBranch", "callerLocation", "branchExtraFieldA", "branchExtraFieldB")),
    "briefDescription": "", "externalNumber": "",
    **dict.fromkeys(("category", "subcategory", "callType", "entryType", "object", "asset", "branch", "location")),
    **dict.fromkeys(("impact", "urgency", "priority", "duration")),
    "actualDuration": 0, "targetDate": None, "sla": None,
    "onHold": False, "onHoldDate": None, "onHoldDuration": 0, "feedbackMessage": None, "feedbackRating": None,
    **dict.fromkeys(("operator", "operatorGroup", "supplier", "processingStatus")),
    "responded": False, "responseDate": None, "completed": False, "completedDate": None,
    "closed": False, "closedDate": None, "closureCode": None,
    **dict.fromkeys(("timeSpent", "timeSpentFirstLine", "timeSpentSecondLine", "timeSpentPartial"), 0),
    **dict.fromkeys(("timeSpentLinkedPartials", "timeSpentSecondLineAndPartials"), 0),
    **dict.fromkeys(("itemCosts", "objectCosts", "costs"), 0.0),
    **dict.fromkeys(("escalationStatus", "escalationReason", "escalationOperator")),
    **dict.fromkeys(("callDate", "creator", "creationDate", "modifier", "modificationDate", "archivingReason")),
    "majorCall": False, "majorCallObject": None, "publishToSsd": False, "monitored": False,
    "expectedTimeSpent": 0, "mainIncident": None, "partialIncidents": [],
    "optionalFields1": {}, "optionalFields2": {}, "externalLinks": [], "bookmarked": False,
}

_OPTIONAL = {"boolean": False, "number": 0.0, "date": None, "text": "", "memo": None, "searchlist": None}
OPTIONAL_BLANK: dict[str, Any] = {f"{kind}{n}": empty for kind, empty in _OPTIONAL.items() for n in range(1, 6)}
BLANK["optionalFields1"] = BLANK["optionalFields2"] = OPTIONAL_BLANK

DATES = {
    *("targetDate", "onHoldDate", "responseDate", "completedDate", "closedDate"),
    *("callDate", "creationDate", "modificationDate"),
}
BRANCH_PARTS = {"id": "text", "name": "text", "clientReferenceNumber": "text", "timeZone": "text"}
PAIR = {"id": "text", "name": "text"}
# the relations that have more to search by than id and name
PARTS: dict[str, dict[str, str]] = {
    "caller": {
        "id": "text", "dynamicName": "text", "email": "text", "phoneNumber": "text", "mobileNumber": "text",
        **{f"branch.{part}": kind for part, kind in BRANCH_PARTS.items()},
    },
    "callerBranch": BRANCH_PARTS,
    "branch": BRANCH_PARTS,
    "location": PAIR | {"room": "text", "branch.id": "text", "branch.name": "text"},
    "operator": PAIR | {"status": "text"},
    "sla": {"id": "text", "responseTargetDate": "date", "targetDate": "date"},
    "asset": {"id": "text"},
    "mainIncident": {"id": "text", "number": "text"},
}
PLAIN_OBJECTS = {
    *("callerLocation", "branchExtraFieldA", "branchExtraFieldB", "category", "subcategory", "callType", "entryType"),
    *("object", "impact", "urgency", "priority", "duration", "operatorGroup", "supplier", "processingStatus"),
    *("closureCode", "escalationReason", "escalationOperator", "creator", "modifier", "archivingReason"),
    "majorCallObject",
}
UNSORTABLE = {"externalLinks", "escalationStatus", "action", "attachments", "partialIncidents", "partialIncidents.link"}


def kind_of(value: Any) -> str:
    """The FIQL kind of a field from its empty value."""
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "text"


def optional_fields(**values: Any) -> dict[str, Any]:
    """The 30 optional fields of one tab, empty but for `values`."""
    return OPTIONAL_BLANK | values if values else OPTIONAL_BLANK


def old_date(value: datetime) -> str:
    """2020-10-01T14:10:00.000+0000 (every date is kept in UTC), the form of every answer unless iso8601 is asked for."""
    return value.isoformat(timespec="milliseconds")[:-6] + "+0000"


def iso_date(value: datetime) -> str:
    """2020-10-01T14:10:00Z, for dateFormat=iso8601."""
    return value.isoformat(timespec="seconds")[:-6] + "Z"


def encoder(date: Callable[[datetime], str] = old_date) -> Callable[[Any], str]:
    """A function that writes JSON with dates in that form."""

    def fallback(value: Any) -> str:
        if isinstance(value, datetime):
            return date(value)
        raise TypeError(f"cannot write {type(value).__name__} as JSON")

    return json.JSONEncoder(default=fallback, ensure_ascii=False, separators=(",", ":")).encode
