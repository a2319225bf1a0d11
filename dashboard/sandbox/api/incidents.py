"""One incident: reading it, making one, changing it, and moving it between lines and into the archive."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..body import Changes
from ..incident import Incident
from ..register import Kind
from ..values import Refused
from .answers import body_of, incident_of, world_of


async def read(request: Request) -> Response:
    """GET the whole card."""
    return _whole(incident_of(request))


async def create(request: Request) -> Response:
    """POST: 201 and the new card."""
    body = await body_of(request)
    world = world_of(request)
    changes = world.body.create(body)
    id = str(uuid.uuid4())
    world.write("open", id=id, **_record(changes))
    return _whole(world.desk.by_id[id], 201)


async def update(request: Request) -> Response:
    """PUT and PATCH are the same: fields that are not there stay as they are. By number it answers 201, as specified."""
    body = await body_of(request)
    incident = incident_of(request, writing=True)
    world = world_of(request)
    changes = world.body.update(body, incident)
    world.write("change", ticket=incident.id, **_record(changes))
    return _whole(incident, 201 if "number" in request.path_params else 200)


async def escalate(request: Request) -> Response:
    """To the second line."""
    return await _move(request, up=True)


async def deescalate(request: Request) -> Response:
    """Back to the first line."""
    return await _move(request, up=False)


async def archive(request: Request) -> Response:
    """Into the archive, with its partials."""
    body = await body_of(request, required=False)
    incident = incident_of(request, writing=True)
    world = world_of(request)
    world.write("archive", ticket=incident.id, reason=world.body.reason(body, world.register.archiving_reasons))
    return _whole(incident)


async def unarchive(request: Request) -> Response:
    """Out of the archive again."""
    incident = incident_of(request)
    if not incident.archived:
        raise Refused(400, "The incident is not archived.")
    world_of(request).write("unarchive", ticket=incident.id)
    return _whole(incident)


async def _move(request: Request, *, up: bool) -> Response:
    body = await body_of(request, required=False)
    incident = incident_of(request, writing=True)
    world = world_of(request)
    if incident.state["status"] == "partial":
        raise Refused(400, "A partial incident has no line.")
    register = world.register
    reasons: Kind = register.escalation_reasons if up else register.deescalation_reasons
    world.write("escalate", ticket=incident.id, up=up, reason=world.body.reason(body, reasons))
    return _whole(incident)


def _record(changes: Changes) -> dict[str, Any]:
    return {
        "fields": changes.fields,
        "request": changes.request,
        "asked": str(uuid.uuid4()),
        "action": changes.action,
        "noted": str(uuid.uuid4()),
        "invisible": changes.action_invisible,
        "external_link": changes.external_link,
    }


def _whole(incident: Incident, status: int = 200) -> Response:
    return Response(incident.json(), status, media_type="application/json")
