"""Errors in the shapes that TOPdesk answers them in.

Most endpoints answer [{"message": ...}]; lookups, branches, budget holders, locations and suppliers answer {"errors": [...]}, some of them
inside an array; persons of version 2 answer the inner part alone.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from ..incident import write_json

NOBODY = "No authentication token provided"
STRANGER = "User removed or archived"
MALFORMED = "Input parameters malformed"
NOT_FOUND = "Entity not found"
ARCHIVED = "The incident is archived"
BROKEN = "An error occurred on the server"


def refusal(path: str, status: int, message: str) -> Response:
    """The answer to a request that is refused; `path` is the one below /tas/api."""
    headers = {"WWW-Authenticate": 'Basic realm="TOPdesk"'} if status == 401 else None
    return Response(write_json(_body(path, status, message)), status, headers, "application/json")


def _body(path: str, status: int, message: str) -> Any:
    room, *rest = path.strip("/").split("/")
    described = {"errorCode": _code(status), "errorMessage": message}
    if rest[:1] == ["lookup"] and status == 400:
        return {"errors": [described]}
    if room == "locations" and not rest and status in {400, 401}:
        return {"errors": [described]}
    if room in {"branches", "budgetholders", "suppliers", "locations"} and (status == 401 or (room == "suppliers" and status == 400)):
        return [{"errors": [described]}]
    if room == "persons" and rest == ["count"]:
        return {"message": message}
    if room == "persons" and len(rest) == 1 and rest[0] not in {"lookup", "current"}:
        return [described]
    return [{"message": message}]


def _code(status: int) -> str:
    return {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found"}.get(status, "error")
