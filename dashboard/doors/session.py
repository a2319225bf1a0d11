"""The door that turns a one-time ticket into an HttpOnly session cookie, and the way out."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.guard import sessions
from dashboard.screen.house import FIRST
from dashboard.settings import Settings
from dashboard.store import Store, Who

LONGEST_TICKET = 200  # bytes


def current(connection: HTTPConnection) -> Who | None:
    """Whose session this request carries; one indexed read."""
    return sessions.person(connection.app.state.store, connection.cookies.get(sessions.COOKIE))


def from_here(request: Request) -> bool:
    """Only our own pages may post: a header that other sites cannot send, and the same origin where one is named."""
    origin = request.headers.get("origin")
    same = origin is None or origin.partition("://")[2] == request.headers.get("host")
    return same and "x-guichet" in request.headers


async def enter(request: Request) -> Response:
    """POST: ticket in the body -> cookie."""
    if not from_here(request):
        return PlainTextResponse("not from here", 403)
    store: Store = request.app.state.store
    settings: Settings = request.app.state.settings
    ticket = b""
    async for part in request.stream():  # before any sign-in, so no more is read than a ticket has
        ticket += part
        if len(ticket) > LONGEST_TICKET:
            return PlainTextResponse("this is no ticket", 413)
    key = await run_in_threadpool(sessions.open_session, store, ticket.decode("ascii", "replace"), settings.toml.screen.session_hours)
    if key is None:
        return PlainTextResponse("this ticket is used or too old", 403)
    who = await run_in_threadpool(sessions.person, store, key)
    # A patrol on a bad network must not load a whole page of Streamlit first, only to be led on to its form.
    response = Response(status_code=204, headers={"x-first": "/report"} if who and FIRST[who.role] == "patrol" else None)
    response.set_cookie(
        sessions.COOKIE,
        key,
        max_age=int(settings.toml.screen.session_hours * 3600),
        httponly=True,
        samesite="lax",
        secure=request.headers.get("x-forwarded-proto", request.url.scheme) == "https",
    )
    return response


async def leave(request: Request) -> Response:
    """POST: end the account's sessions in every browser."""
    if not from_here(request):
        return PlainTextResponse("not from here", 403)
    await run_in_threadpool(sessions.end, request.app.state.store, request.cookies.get(sessions.COOKIE))
    response = Response(status_code=204)
    response.delete_cookie(sessions.COOKIE)
    return response


routes = [Route("/door/session", enter, methods=["POST"]), Route("/door/leave", leave, methods=["POST"])]
