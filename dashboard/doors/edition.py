"""/edition/ID.pdf, .xlsx and .png: a report as it was made, for whoever has the page Reports."""

from __future__ import annotations

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.doors.session import current
from dashboard.mailings import files
from dashboard.mailings.letters import XLSX
from dashboard.screen.house import may_open

KINDS = {"pdf": "application/pdf", "xlsx": XLSX, "png": "image/png"}


async def edition(request: Request) -> Response:
    """GET: the file; 404 alike for what never was and what is not made yet."""
    who = await run_in_threadpool(current, request)
    if who is None:
        return PlainTextResponse("sign in first", 401)
    if not may_open(who.role, "reports"):
        return PlainTextResponse("not for your role", 403)
    number, __, kind = request.path_params["name"].partition(".")
    if not re.fullmatch(r"[0-9]{1,18}", number) or kind not in KINDS:
        return PlainTextResponse("no such report", 404)
    found = await run_in_threadpool(request.app.state.store.ask, who, "mailings/edition", edition=int(number))
    if found.empty:
        return PlainTextResponse("no such report", 404)
    row = found.iloc[0]
    path = files.path(request.app.state.settings.home, row[kind])
    if not path.is_file():
        return PlainTextResponse("this file is no longer on the server's disk", 404)
    # The browser's own reader is no object of a page of ours, so the house's "object-src 'none'" would only lock it out.
    headers = {"cache-control": "private, max-age=3600", "content-security-policy": "base-uri 'none'; frame-ancestors 'self'"}
    return FileResponse(
        path, media_type=KINDS[kind], headers=headers, filename=f"{row.last_day:%Y-%m-%d} {row.title}.{kind}",
        content_disposition_type="attachment" if kind == "xlsx" else "inline",
    )  # fmt: skip


routes = [Route("/edition/{name}", edition)]
