"""/photo/SHA256: a stored photo, for whoever may see a ticket that carries it."""

from __future__ import annotations

import re

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import photos
from dashboard.doors.session import current
from dashboard.store import Store, Who


def _may_see(store: Store, who: Who, sha256: str) -> bool:
    if who.role == "presenter":
        return False
    with store.transaction(who) as connection:
        found = connection.execute(text("select exists (select 1 from desk.attachment where sha256 = :sha256)"), {"sha256": sha256})
        return bool(found.scalar_one())


async def photo(request: Request) -> Response:
    """GET: the JPEG; 404 alike for what is not there and what this person may not see."""
    who = await run_in_threadpool(current, request)
    sha256 = request.path_params["sha256"]
    if who is None:
        return PlainTextResponse("sign in first", 401)
    path = photos.path(request.app.state.settings.home, sha256) if re.fullmatch(r"[0-9a-f]{64}", sha256) else None
    if path is None or not await run_in_threadpool(_may_see, request.app.state.store, who, sha256) or not path.is_file():
        return PlainTextResponse("no such photo", 404)
    headers = {
        "cache-control": "private, max-age=3600",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return FileResponse(path, media_type="image/jpeg", headers=headers)


routes = [Route("/photo/{sha256}", photo)]
