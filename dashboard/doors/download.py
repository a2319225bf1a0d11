"""/download: a table of "explore", or the tickets behind it, as a file.

POST /download?what=table|tickets&format=csv|xlsx|parquet&language=.. and the page's own address: makes the file and tells how far it is,
a line of JSON each: {"rows": n, "all": n}, at last {"file": path} or {"trouble": sentence}. Hanging up cancels it.
GET that path: the file, once, for whom it was made.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import AsyncIterator, Generator
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from starlette.background import BackgroundTask
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard.doors.session import current, from_here
from dashboard.errors import N_, Trouble
from dashboard.export import FORMATS, Made, make, taken
from dashboard.export.files import MEDIA
from dashboard.figures import extent
from dashboard.screen import explore, explore_files
from dashboard.screen.house import may_open
from dashboard.screen.words import _, speaking, translate
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store, Who

log = logging.getLogger(__name__)

#: So many files are made at the same time in a process: each takes a processor for itself.
AT_ONCE = BoundedSemaphore(2)
NAMES = {"table": N_("table"), "tickets": N_("tickets")}


def folder(settings: Settings) -> Path:
    """Where files wait for their owners."""
    return settings.home / "downloads"


async def begin(request: Request) -> Response:
    """POST: make a file."""
    language = request.query_params.get("language", "")
    who = await run_in_threadpool(current, request) if from_here(request) else None
    what, form = request.query_params.get("what", ""), request.query_params.get("format", "")
    if who is None:
        return _refused(401, N_("Sign in first."), language)
    if not may_open(who.role, "explore"):
        return _refused(403, N_("This screen is not part of your role. Ask the administrator if you need it."), language)
    if what not in NAMES or form not in FORMATS:
        return _refused(404, N_("There is no such download."), language)
    if what == "tickets":
        await run_in_threadpool(_note, request, who, form)

    async def stream() -> AsyncIterator[str]:
        if not AT_ONCE.acquire(blocking=False):
            yield _line(trouble=translate(language, N_("Other files are being made. Try again in a minute.")))
            return
        lines = _lines(request, who, what, form)
        try:
            async for line in iterate_in_threadpool(lines):
                yield line
        finally:  # also when nobody listens any more
            lines.close()
            AT_ONCE.release()

    return StreamingResponse(stream(), media_type="application/x-ndjson", headers={"cache-control": "no-store", "x-accel-buffering": "no"})


def _lines(request: Request, who: Who, what: str, form: str) -> Generator[str]:
    language = request.query_params.get("language", "")
    try:
        with speaking(language):
            content, name = _content(request, who, what, form)
        made = make(folder(request.app.state.settings), who.user_id or 0, name, content.pieces, content.heads, language, content.about)
        with closing(made):
            for step in made:
                yield _line(file=f"/download/{step.token}") if isinstance(step, Made) else _line(rows=step.n, all=content.all)
    except Trouble as trouble:
        yield _line(trouble=translate(language, str(trouble)))
    except Exception:
        log.exception("a download failed")
        sentence = N_("The file could not be made. Nothing is lost; the failure was noted for the administrator.")
        yield _line(trouble=translate(language, sentence))


def _content(request: Request, who: Who, what: str, form: str) -> tuple[explore_files.Content, str]:
    """What the file holds, and its name."""
    store: Store = request.app.state.store
    zone = ZoneInfo(request.app.state.settings.toml.city.timezone)
    query, ask, now = request.query_params, partial(store.ask, who), datetime.now(zone)
    asked = explore.read(query, who.role, ask("queues/teams"), now, zone, extent(ask))
    name = f"guichet-{_(NAMES[what])}-{now:%Y-%m-%d}.{form}"
    if what == "table":
        return explore_files.table(ask, asked), name
    return explore_files.tickets(ask, store.history, asked, query, codes=form == "parquet"), name


def _line(**told: Any) -> str:
    return json.dumps(told) + "\n"


def _note(request: Request, who: Who, form: str) -> None:
    """Who took which tickets along."""
    store: Store = request.app.state.store
    asked = {name: request.query_params[name] for name in (*explore.KEPT, *explore.OURS) if request.query_params.get(name)}
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text("insert into guard.audit (user_id, what, detail) values (:by, 'tickets downloaded', :detail)").bindparams(
                bindparam("detail", type_=JSONB)
            ),
            {"by": who.user_id, "detail": {"format": form, "asked": asked}},
        )


async def fetch(request: Request) -> Response:
    """GET: the file; it is gone afterwards."""
    who = await run_in_threadpool(current, request)
    if who is None:
        return _refused(401, N_("Sign in first."), "")
    path = taken(folder(request.app.state.settings), request.path_params["token"], who.user_id or 0)
    if path is None:
        return _refused(404, N_("This file was fetched already, or is too old. Make it again."), who.language)
    gone = BackgroundTask(shutil.rmtree, path.parent, ignore_errors=True)
    return FileResponse(
        path, media_type=MEDIA[path.suffix[1:]], filename=path.name, headers={"cache-control": "no-store"}, background=gone
    )


def _refused(status: int, sentence: str, language: str) -> Response:
    return JSONResponse({"trouble": translate(language, sentence)}, status)


routes = [Route("/download", begin, methods=["POST"]), Route("/download/{token}", fetch)]
