"""Requests, actions, the progress trail and the images inside texts of one incident."""

from __future__ import annotations

import mimetypes
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from .. import memo
from ..incident import Incident, Note
from ..values import Refused
from .answers import answer, incident_of, nothing, paged, truth, world_of
from .errors import NOT_FOUND
from .files import attachment_card

_SIZES = {"actions": (0, 0, 100), "requests": (10, 0, 10)}  # default, least, most a page


async def notes(request: Request) -> Response:
    """GET actions or requests, newest first."""
    incident, kind = incident_of(request), _kind(request)
    default, low, high = _SIZES[kind]
    cards = [_card(request, incident, note, kind) for note in reversed(_list(incident, kind))]
    return paged(request, cards, default=default, low=low, high=high)


async def note(request: Request) -> Response:
    """GET one of them."""
    incident, kind = incident_of(request), _kind(request)
    return answer(_card(request, incident, _one(request, incident, kind), kind))


async def remove_note(request: Request) -> Response:
    """DELETE one of them: 204."""
    incident, kind = incident_of(request, writing=True), _kind(request)
    found = _one(request, incident, kind)
    world_of(request).write("remove_note", ticket=incident.id, kind=kind, id=found.id)
    return nothing()


async def trail(request: Request) -> Response:
    """GET the progress trail: actions, requests and attachments together, newest first."""
    incident = incident_of(request)
    entries: list[tuple[Any, int, dict[str, Any]]] = []
    for kind in ("requests", "actions"):
        entries += [(one.at, len(entries), _card(request, incident, one, kind)) for one in _list(incident, kind)]
    entries += [(one.at, len(entries), attachment_card(incident, one)) for one in incident.attachments]
    for _, _, card in entries:
        card.pop("description", None)
    cards = [card for _, _, card in sorted(entries, key=lambda entry: entry[:2], reverse=True)]
    return paged(request, cards)


async def trail_count(request: Request) -> Response:
    """GET how many entries the progress trail has."""
    incident = incident_of(request)
    return answer({"count": len(incident.requests) + len(incident.actions) + len(incident.attachments)})


async def images(request: Request) -> Response:
    """GET the images inside the texts; 204 without any."""
    incident = incident_of(request)
    cards = [
        {
            "filename": name,
            "downloadUrl": f"{incident.link}/images/{name}",
            "originalFileName": name,
            "fileSize": len(data),
            "invisibleForCaller": note.invisible,
            "entryDate": note.at,
        }
        for name, data, note in _images(incident)
    ]
    return answer(cards) if cards else nothing()


async def image(request: Request) -> Response:
    """GET the bytes of one."""
    wanted = request.path_params["name"].partition(".")[0]
    for name, data, _ in _images(incident_of(request)):
        if name.partition(".")[0] == wanted:
            return Response(data, media_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    raise Refused(404, NOT_FOUND)


def _kind(request: Request) -> str:
    return "actions" if "/actions" in request.url.path else "requests"


def _list(incident: Incident, kind: str) -> list[Note]:
    return incident.actions if kind == "actions" else incident.requests


def _one(request: Request, incident: Incident, kind: str) -> Note:
    wanted = request.path_params["note"].lower()
    for found in _list(incident, kind):
        if found.id == wanted:
            return found
    raise Refused(404, NOT_FOUND)


def _card(request: Request, incident: Incident, note: Note, kind: str) -> dict[str, Any]:
    text = note.text
    if "<img" in text and not truth(request.query_params, "inlineimages"):
        text = memo.without_images(text)
    elif "<img" in text and not truth(request.query_params, "force_images_as_data"):
        text = memo.linked_images(text, f"{incident.link}/images/{note.id}_{{}}")
    card = {
        "id": note.id,
        "memoText": text,
        "plainText": memo.as_plain(memo.without_images(note.text)),
        "flag": 0,
        "invisibleForCaller": note.invisible,
        "entryDate": note.at,
        "operator": note.operator,
        "person": note.person,
        "creationDate": note.at,
    }
    if kind == "requests":
        del card["invisibleForCaller"]
    return card


def _images(incident: Incident) -> list[tuple[str, bytes, Note]]:
    return [
        (f"{note.id}_{position}.{extension}", data, note)
        for note in (*incident.requests, *incident.actions)
        if "<img" in note.text
        for position, (extension, data) in enumerate(memo.images(note.text))
    ]
