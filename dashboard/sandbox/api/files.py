"""Attachments of an incident: what people sent, and what the town invents and draws when asked."""

from __future__ import annotations

import mimetypes
import uuid
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from ..incident import Attachment, Incident
from ..pictures import drawn, drawn_size
from ..values import Refused
from .answers import answer, incident_of, paged, world_of
from .errors import MALFORMED, NOT_FOUND


async def attachments(request: Request) -> Response:
    """GET the list, newest first."""
    incident = incident_of(request)
    return paged(request, [attachment_card(incident, one) for one in reversed(incident.attachments)])


async def upload(request: Request) -> Response:
    """POST multipart/form-data with `file`, `invisibleForCaller`, `description`: 200 and the attachment."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Refused(400, MALFORMED)
    async with request.form() as form:
        file, description = form.get("file"), form.get("description") or request.query_params.get("description")
        invisible = str(form.get("invisibleForCaller") or "false").lower()
        if not isinstance(file, UploadFile) or not file.filename or invisible not in {"true", "false"}:
            raise Refused(400, MALFORMED)
        content, name = await file.read(), file.filename.replace("\\", "/").rpartition("/")[2][:200]
    incident = incident_of(request, writing=True)
    world = world_of(request)
    card = {
        "id": str(uuid.uuid4()),
        "file_name": name,
        "size": len(content),
        "invisible": invisible == "true",
        "description": str(description) if description else None,
        "content": world.files.keep(content),
    }
    world.write("attach", ticket=incident.id, file=card)
    return answer(attachment_card(incident, incident.attachments[-1]))


async def download(request: Request) -> Response:
    """GET the bytes."""
    incident, world = incident_of(request), world_of(request)
    found = _one(request, incident)
    content = world.files.read(found.content) if found.content else drawn(found.id, found.subject, found.file_name)
    plain = found.file_name.encode("ascii", "replace").decode().replace('"', "'")
    headers = {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.file_name)}"}
    return Response(content, 200, headers, mimetypes.guess_type(found.file_name)[0] or "application/octet-stream")


async def remove(request: Request) -> Response:
    """DELETE: 200 and nothing else."""
    incident = incident_of(request, writing=True)
    world_of(request).write("detach", ticket=incident.id, id=_one(request, incident).id)
    return Response(status_code=200)


def attachment_card(incident: Incident, one: Attachment) -> dict[str, Any]:
    """An attachment as it is listed."""
    return {
        "id": one.id,
        "fileName": one.file_name,
        "downloadUrl": f"{incident.link}/attachments/{one.id}/download",
        "size": one.size if one.content else drawn_size(one.id, one.subject, one.file_name),
        "description": one.description,
        "invisibleForCaller": one.invisible,
        "entryDate": one.at,
        "operator": one.operator,
        "person": one.person,
    }


def _one(request: Request, incident: Incident) -> Attachment:
    wanted = request.path_params["attachment"].lower()
    for found in incident.attachments:
        if found.id == wanted:
            return found
    raise Refused(404, NOT_FOUND)
