"""Time spent on an incident (minutes), and all time registrations (seconds)."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..incident import Incident, TimeSpent
from ..register import reference
from ..values import Refused
from .answers import answer, body_of, incident_of, matching, nothing, only_fields, whole, world_of
from .errors import NOT_FOUND

_LINES = ("firstLine", "secondLine", "partial")  # their place is the number that an entry's status shows


async def spent(request: Request) -> Response:
    """GET the entries; 204 without any."""
    incident = incident_of(request)
    return answer([_card(one) for one in incident.times]) if incident.times else nothing()


async def spend(request: Request) -> Response:
    """POST an entry: 201."""
    body = await body_of(request)
    incident = incident_of(request, writing=True)
    world = world_of(request)
    entry = world.body.time_spent(body, sum(one.minutes for one in incident.times))
    world.write("spend", ticket=incident.id, entry=entry | {"id": str(uuid.uuid4())})
    return answer(_card(incident.times[-1]), 201)


async def registrations(request: Request) -> Response:
    """GET all entries of first and second line incidents, latest first; `fields` is only the id unless asked."""
    params, world = request.query_params, world_of(request)
    start = whole(params, ("pageStart",), 0, 0, 10**9)
    size = whole(params, ("pageSize",), 100, 0, 10_000)
    rows = [_registration(one, entry) for one in world.desk.by_id.values() if not one.archived for entry in one.times]
    rows.sort(key=lambda row: row["creationDate"], reverse=True)
    page = matching(rows, params.get("query"))[start : start + size]
    return answer({"results": only_fields(page, params.get("fields") or "id")})


async def registration(request: Request) -> Response:
    """GET one of them."""
    wanted = request.path_params["registration"].lower()
    for incident in world_of(request).desk.by_id.values():
        for entry in incident.times:
            if entry.id == wanted:
                return answer(_registration(incident, entry))
    raise Refused(404, NOT_FOUND)


def _card(entry: TimeSpent) -> dict[str, Any]:
    return {
        "id": entry.id,
        "timeSpent": entry.minutes,
        "notes": entry.notes,
        "status": _LINES.index(entry.line) + 1,
        "entryDate": entry.entry_date,
        "creationDate": entry.at,
        "operator": reference(entry.operator) if entry.operator else None,
        "operatorGroup": entry.group,
        "reason": entry.reason,
    }


def _registration(incident: Incident, entry: TimeSpent) -> dict[str, Any]:
    return _card(entry) | {
        "timeSpent": entry.minutes * 60,
        "status": entry.line,
        "parent": {"id": incident.id, "status": incident.state["status"]},
        "creator": reference(entry.operator) if entry.operator else None,
        "modifier": reference(entry.operator) if entry.operator else None,
    }
