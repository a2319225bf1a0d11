"""/healthz: does the database answer, and how old is the copy."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.errors import DatabaseDown
from dashboard.store import SERVICE


async def health(request: Request) -> Response:
    """GET: 200 {"database": "ok", "copy_age_seconds": n or null}, or 503 while the database is away."""
    try:
        found = await run_in_threadpool(request.app.state.store.ask, SERVICE, "shell/freshness")
    except DatabaseDown:
        return JSONResponse({"database": "away", "copy_age_seconds": None}, 503)
    age = None if found.empty or found.age_seconds.isna().iloc[0] else round(float(found.age_seconds.iloc[0]), 1)
    return JSONResponse({"database": "ok", "copy_age_seconds": age})


routes = [Route("/healthz", health)]
