"""The filters of the API before FIQL (version 3 and older), which clients of those days still send: turned into FIQL.

completed, closed, resolved, archived, major_call; target_date_start and its like (yyyy-MM-dd); repeatable references; order_by.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams

from ..fiql import Comparison, Junction, Node
from ..register import TIME_ZONE
from ..values import Refused

_FLAGS = {"completed": "completed", "resolved": "completed", "closed": "closed", "major_call": "majorCall"}
_DATES = {f"{name}_date": f"{name}Date" for name in ("target", "call", "creation", "modification", "closed")}
_ENDS = {"start": ("=ge=", time.min), "end": ("=le=", time(23, 59, 59))}
_REFERENCES = {
    "caller": "caller.id",
    "operator": "operator.id",
    "operator_group": "operatorGroup.id",
    "main_incident_id": "mainIncident.id",
    "status": "status",
    "caller_branch": "callerBranch.id",
    "branch": "branch.id",
    "object_id": "object.id",
    "object_name": "object.name",
    "external_link_id": "externalLinks.id",
    "external_link_type": "externalLinks.type",
    "external_number": "externalNumber",
    "id": "id",
}
_ARCHIVED = ("firstLineArchived", "secondLineArchived", "partialArchived")
NAMES = {
    "order_by", "archived", "processing_status", *_FLAGS, *_REFERENCES, *(f"{name}_{end}" for name in _DATES for end in _ENDS),
}


def filters(params: QueryParams) -> list[Node]:
    """The FIQL of every old filter in `params`; 400 for values that cannot be read."""
    found: list[Node] = [Comparison(_FLAGS[name], "==", (params[name].lower(),)) for name in _FLAGS if name in params]
    for name, field in _DATES.items():
        for end, (symbol, clock) in _ENDS.items():
            if text := params.get(f"{name}_{end}"):
                found.append(Comparison(field, symbol, (_day(text, clock),)))
    for name, field in _REFERENCES.items():
        if values := params.getlist(name):
            found.append(Comparison(field, "==", (None,)) if values == ["unassigned"] else Comparison(field, "=in=", tuple(values)))
    if states := tuple(params.getlist("processing_status")):
        found.append(Junction(False, tuple(Comparison(f"processingStatus.{part}", "=in=", states) for part in ("id", "name"))))
    if "archived" in params:
        found.append(Comparison("status", "=in=" if params["archived"].lower() == "true" else "=out=", _ARCHIVED))
    return found


def sorting(order_by: str) -> str:
    """order_by=creation_date+DESC,target_date+ASC as a `sort` parameter."""
    pairs = (part.strip().partition(" ") for part in order_by.replace("+", " ").split(","))
    return ",".join(f"{_camel(name)}:{direction.strip().lower() or 'asc'}" for name, _, direction in pairs)


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), name)


def _day(text: str, clock: time) -> str:
    try:
        return datetime.combine(date.fromisoformat(text), clock, ZoneInfo(TIME_ZONE)).isoformat()
    except ValueError as error:
        raise Refused(400, f"The value '{text}' is not a date of the form yyyy-MM-dd.") from error
