"""GET /incidents: the list that everybody polls."""

from __future__ import annotations

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from ..fiql import Junction, Node, compile_node, parse
from ..incident import write_json
from ..values import Refused
from . import old_style
from .answers import nothing, truth, whole, world_of
from .selecting import SCHEMA, Projection, candidates, ordered

PARAMETERS = {"pageStart", "pageSize", "sort", "query", "fields", "dateFormat", "all"}
LINES = {"firstLine", "secondLine"}


async def incidents(request: Request) -> Response:
    """One page of the list: 206 when more follow, 200 for the last page, 204 when nothing matches."""
    params, world = request.query_params, world_of(request)
    if request.app.state.strict and (unknown := sorted(set(params) - PARAMETERS)):
        raise Refused(400, f"The parameter '{unknown[0]}' does not exist.")
    start = whole(params, ("pageStart", "start"), 0, 0, 10**9)
    size = whole(params, ("pageSize", "page_size"), 10, 1, 10_000)
    node = _wanted(request)
    matches = compile_node(node, SCHEMA) if node else lambda _: True
    everything = truth(params, "all") or params.get("archived", "").lower() == "true"
    rows = ordered(candidates(world.desk, node), _sort(request))
    found = (row for row in rows if (everything or row.state["status"] in LINES) and matches(row))
    page = list(islice(found, start, start + size + 1))
    if not page:
        return nothing()
    date_format = "iso8601" if params.get("dateFormat") == "iso8601" else "old"
    if params.get("fields"):
        projection = Projection(params["fields"])
        text = write_json([projection.of(row) for row in page[:size]], date_format).encode()
    else:
        text = b"[" + b",".join(row.json(date_format) for row in page[:size]) + b"]"
    if len(page) <= size:
        return Response(text, 200, media_type="application/json")
    following = request.url.remove_query_params(["start", "page_size"]).include_query_params(pageStart=start + size, pageSize=size)
    return Response(text, 206, {"x-next-page-url": str(following)}, "application/json")


def _wanted(request: Request) -> Node | None:
    params = request.query_params
    parts = [parse(params["query"])] if params.get("query") else []
    parts += old_style.filters(params)
    return Junction(True, tuple(parts)) if parts else None


def _sort(request: Request) -> str:
    params = request.query_params
    if params.get("sort"):
        return params["sort"]
    return old_style.sorting(params["order_by"]) if params.get("order_by") else "creationDate:desc"
