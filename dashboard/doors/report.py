"""/report: the patrol's form, and what it sends. Beside Streamlit, since a page of it takes a minute over a bad network.

GET /report, /report/worker.js, /report/assets/VERSION/NAME, /report/status?draft=UUID,UUID
POST /report and /report/add: multipart with `report` (JSON), up to three `photo`, and `ticket` for an addition.
Answers are JSON: a receipt, or {"trouble": sentence, "field": name or null}; 401 means sign in, 422 needs the person,
5xx is worth another try with the same draft.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import wraps
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import photos
from dashboard.acts.draft import Addition, BadDraft, Draft, read
from dashboard.acts.report import Receipt, add_to, receipts, report
from dashboard.doors import report_page
from dashboard.doors.session import current, from_here
from dashboard.errors import N_, DatabaseDown, Trouble
from dashboard.photos import BadPhoto
from dashboard.screen.house import may_open
from dashboard.screen.words import translate
from dashboard.store import Who

MOST_PHOTOS, MOST_BYTES, MOST_DRAFTS = 3, 20_000_000, 20
Answer = Callable[[Request, Who], Awaitable[Response]]


def for_reporters(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Only for signed-in people who may report; what goes wrong is a sentence in their language."""

    @wraps(answer)
    async def door(request: Request) -> Response:
        who: Who | None = None
        city = request.app.state.settings.toml.city
        try:
            who = await run_in_threadpool(current, request)
            if who is None:
                return _trouble(401, N_("Sign in first."), city.language)
            if not may_open(who.role, "patrol"):
                return _trouble(403, N_("This screen is not part of your role. Ask the administrator if you need it."), who.language)
            return await answer(request, who)
        except Trouble as trouble:
            return _refusal(trouble, who.language if who else city.language)

    return door


def _trouble(status: int, sentence: str, language: str, field: str | None = None, /, **fill: str) -> Response:
    return JSONResponse({"trouble": translate(language, sentence, **fill), "field": field}, status)


def _refusal(trouble: Trouble, language: str) -> Response:
    if isinstance(trouble, BadDraft):
        return _trouble(422, trouble.sentence, language, trouble.field, **trouble.fill)
    if isinstance(trouble, BadPhoto):
        return _trouble(422, str(trouble), language, "photo")
    return _trouble(503 if isinstance(trouble, DatabaseDown) else 507, str(trouble), language)


async def page(request: Request) -> Response:
    """GET: the form; whoever is not signed in signs in first and comes back."""
    try:
        who = await run_in_threadpool(current, request)
        if who is None or not may_open(who.role, "patrol"):
            return RedirectResponse("/patrol?form=1", 303, {"cache-control": "no-store"})
        ask = request.app.state.store.ask
        tiles, rounds = await run_in_threadpool(ask, who, "report/tiles"), await run_in_threadpool(ask, who, "areas/rounds")
    except DatabaseDown as trouble:
        return PlainTextResponse(str(trouble), 503)
    body = report_page.page(who, request.app.state.settings.toml.city.name, tiles, rounds)
    return HTMLResponse(body, headers={"content-security-policy": report_page.POLICY, "cache-control": "no-cache"})


async def asset(request: Request) -> Response:
    """GET: a file of the form; nothing in it is anybody's."""
    name = request.path_params["name"]
    content = report_page.files().get(name)
    if content is None:
        return PlainTextResponse("no such file", 404)
    named = request.path_params["version"] == report_page.version()
    kept = "public, max-age=31536000, immutable" if named else "no-cache"
    kind = report_page.TYPES[name[name.rindex(".") :]]
    return Response(content, media_type=kind, headers={"cache-control": kept})


async def worker(request: Request) -> Response:
    """GET: the service worker, allowed to serve /report itself."""
    headers = {"service-worker-allowed": "/report", "cache-control": "no-cache"}
    return Response(report_page.worker(), media_type=report_page.TYPES[".js"], headers=headers)


@for_reporters
async def send(request: Request, who: Who) -> Response:
    """POST: a report or an addition; 200 with its receipt, the same for the same draft."""
    if not from_here(request):
        return _trouble(403, N_("This was not sent by Guichet's own page."), who.language)
    if unquote(request.headers.get("x-by", "")) not in ("", who.login):  # somebody else signed in since this page was loaded
        return _trouble(401, N_("Sign in first."), who.language)
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
        return _trouble(413, N_("The report is too large: send fewer photos."), who.language, "photo")
    try:
        async with request.form(max_files=MOST_PHOTOS, max_fields=4, max_part_size=100_000) as form:
            raw, ticket = form.get("report"), form.get("ticket")
            sent = [await part.read() for part in form.getlist("photo") if isinstance(part, UploadFile)]
    except HTTPException as error:  # not multipart, or too many parts
        raise BadDraft("report", N_("The report cannot be read (field {field}). Load this page again."), field="report") from error
    if request.url.path.endswith("/add"):
        if not isinstance(ticket, str) or not re.fullmatch(r"[0-9]{1,18}", ticket):
            raise BadDraft("ticket", N_("The report cannot be read (field {field}). Load this page again."), field="ticket")
        receipt = await run_in_threadpool(_keep, request, who, str(raw), sent, int(ticket))
    else:
        receipt = await run_in_threadpool(_keep, request, who, str(raw), sent, None)
    return JSONResponse(_shown(receipt))


def _keep(request: Request, who: Who, raw: str, sent: list[bytes], ticket: int | None) -> Receipt:
    """Photos first: a row must never name a file that is not there."""
    store, settings = request.app.state.store, request.app.state.settings
    draft = read(Draft if ticket is None else Addition, raw)
    kept = [photos.keep(settings.home, data) for data in sent]
    if isinstance(draft, Draft):
        return report(store, who, draft, city=settings.toml, photos=kept)
    assert ticket is not None
    return add_to(store, who, ticket, draft, city=settings.toml, photos=kept)


@for_reporters
async def status(request: Request, who: Who) -> Response:
    """GET: a list of receipts of the drafts that are known here."""
    keys = []
    for draft in request.query_params.get("draft", "").split(",")[:MOST_DRAFTS]:
        try:
            keys.append(f"guichet-{UUID(draft)}")
        except ValueError:
            continue

    def look() -> list[Receipt]:
        with request.app.state.store.transaction(who) as connection:
            return receipts(connection, keys)

    return JSONResponse([_shown(receipt) for receipt in await run_in_threadpool(look)], headers={"cache-control": "no-store"})


def _shown(receipt: Receipt) -> dict[str, Any]:
    shown = asdict(receipt)
    return shown | {"draft": shown.pop("key").removeprefix("guichet-")}


_packed = [Middleware(GZipMiddleware, minimum_size=500)]
routes = [
    Route("/report", page, methods=["GET"], middleware=_packed),
    Route("/report", send, methods=["POST"]),
    Route("/report/add", send, methods=["POST"]),
    Route("/report/status", status),
    Route("/report/worker.js", worker, middleware=_packed),
    Route("/report/assets/{version}/{name}", asset, middleware=_packed),
]
