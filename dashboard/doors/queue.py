"""/queue.json: the board of a queue, for a list that follows events by itself. The address's filters are the page's own."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.doors.session import current
from dashboard.screen import queue_board
from dashboard.screen.filters import read, whole
from dashboard.screen.house import may_open
from dashboard.screen.live import hub
from dashboard.screen.words import speaking
from dashboard.store import Store, Who


async def board(request: Request) -> Response:
    """GET: gzipped JSON; 204 when `have` is its digest already.

    x-version: the change that it shows; x-changed: the one with which `ticket` last changed.
    """
    who = await run_in_threadpool(current, request)
    if who is None:
        return PlainTextResponse("sign in first", 401)
    if not may_open(who.role, "queues"):
        return PlainTextResponse("not for your role", 403)
    return await run_in_threadpool(_answer, request, who)


def _answer(request: Request, who: Who) -> Response:
    store: Store = request.app.state.store
    address = request.query_params
    bucket = address.get("bucket", "all")
    bucket = bucket if bucket in queue_board.BUCKETS else "all"
    most = min(whole(address.get("most", "")) or queue_board.PAGE, queue_board.MOST)
    feed = hub(store)
    version = feed.version
    with speaking(address.get("language", "")):
        digest, body = queue_board.packed(store, who, version, read(address, who.role), bucket, most)
    headers = {"x-version": str(version), "x-digest": digest, "cache-control": "no-store"}
    if ticket := whole(address.get("ticket", ""), 18):
        headers["x-changed"] = str(feed.changed(ticket))
    if address.get("have") == digest:
        return Response(status_code=204, headers=headers)
    return Response(body, media_type="application/json", headers=headers | {"content-encoding": "gzip"})


routes = [Route("/queue.json", board)]
