"""/events: the process's version number, sent whenever tickets changed. No content, so nothing to protect but the session."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard.doors.session import current
from dashboard.errors import DatabaseDown
from dashboard.screen.live import hub

RECHECK_SECONDS = 60.0


async def events(request: Request) -> Response:
    """GET: text/event-stream; ends when the session does."""
    if await run_in_threadpool(current, request) is None:
        return PlainTextResponse("sign in first", 401)

    async def stream() -> AsyncIterator[str]:
        checked = time.monotonic()
        yield "retry: 2000\n\n"
        async for version in hub(request.app.state.store).versions():
            yield ": still here\n\n" if version is None else f"data: {version}\n\n"
            if time.monotonic() - checked > RECHECK_SECONDS:
                checked = time.monotonic()
                with suppress(DatabaseDown):  # nobody is signed out by that
                    if await run_in_threadpool(current, request) is None:
                        return

    return StreamingResponse(
        stream(), media_type="text/event-stream", headers={"cache-control": "no-store", "x-accel-buffering": "no"}
    )


routes = [Route("/events", events)]
