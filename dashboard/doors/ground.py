"""/ground/streets.json, /ground/backdrop.json: the city's geometry, kept by the browser."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.city import ground
from dashboard.doors.session import current


async def geometry(request: Request) -> Response:
    """GET: JSON; an address with ?v= names one version, which never changes."""
    who = await run_in_threadpool(current, request)
    if who is None:
        return PlainTextResponse("sign in first", 401)
    found = await run_in_threadpool(ground.current, request.app.state.store, who)
    content = found.files.get(request.path_params["name"])
    if content is None:
        return PlainTextResponse("no such geometry", 404)
    named = request.query_params.get("v") == found.version
    headers = {
        "cache-control": "private, max-age=31536000, immutable" if named else "no-cache",
        "content-encoding": "gzip",
    }
    return Response(content, media_type="application/json", headers=headers)


routes = [Route("/ground/{name}.json", geometry)]
