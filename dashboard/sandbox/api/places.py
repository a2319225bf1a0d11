"""Branches, locations, suppliers, languages, permission groups, and the lookups of all kinds by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..ids import stable_id
from ..register import LANGUAGES, Entry, Kind, reference
from ..values import Refused
from .answers import answer, entry_of, matching, only_fields, paged, whole, world_of
from .errors import MALFORMED

_USES = ("forFirstLine", "forSecondLine", "forService", "forOperationalActivity", "forChangeManagement")
#: path below /tas/api -> the kind in the register that its lookup searches
LOOKUPS = {"branches": "branches", "locations": "locations", "operators": "operators", "operatorgroups": "groups", "persons": "people",
           "suppliers": "suppliers"}


async def branches(request: Request) -> Response:
    """GET all branches, id and name unless $fields says otherwise."""
    params = request.query_params
    rows = matching(world_of(request).register.branches.entries, params.get("query"))
    return answer(only_fields(rows, params.get("$fields") or "id,name"))


async def branch(request: Request) -> Response:
    """GET one."""
    return answer(entry_of(world_of(request).register.branches, request.path_params["id"]))


async def locations(request: Request) -> Response:
    """GET all locations, or the first pageSize of them."""
    params = request.query_params
    rows = matching(world_of(request).register.locations.entries, params.get("query"))
    size = whole(params, ("pageSize",), len(rows), 1, 10**9)
    return answer(only_fields(rows[:size], params.get("$fields") or "id,name,roomNumber,branch"))


async def location(request: Request) -> Response:
    """GET one."""
    return answer(entry_of(world_of(request).register.locations, request.path_params["id"]))


async def suppliers(request: Request) -> Response:
    """GET a page of suppliers."""
    rows = [supplier_card(one) for one in world_of(request).register.suppliers.entries]
    return paged(request, matching(rows, request.query_params.get("query")))


async def supplier(request: Request) -> Response:
    """GET one."""
    return answer(supplier_card(entry_of(world_of(request).register.suppliers, request.path_params["id"])))


def supplier_card(entry: Entry) -> Entry:
    """A supplier as the API shows it."""
    return reference(entry) | {use: use in {"forFirstLine", "forSecondLine"} for use in _USES}


async def languages(request: Request) -> Response:
    """GET the languages."""
    codes = dict(LANGUAGES.values())
    rows = world_of(request).register.languages.entries
    return answer([reference(one) | {"languageCode": codes[one["name"]]} for one in rows])


async def permission_groups(request: Request) -> Response:
    """GET the one permission group: that of the interface."""
    return answer([{"id": stable_id(world_of(request).seed, "permissiongroup", "api"), "name": "Koppeling"}])


def lookup(room: str) -> Callable[[Request], Any]:
    """GET {"results": [...]} of id and name whose name starts with `name`, sorted by name."""

    async def endpoint(request: Request) -> Response:
        params = request.query_params
        most = whole(params, ("$top",), 1000, 1, 10_000)
        if params.get("archived", "").lower() not in {"", "true", "false"}:
            raise Refused(400, MALFORMED)
        start = params.get("name", "").casefold()
        kind: Kind = getattr(world_of(request).register, LOOKUPS[room])
        rows = [reference(one) for one in kind.entries if one["name"].casefold().startswith(start)]
        if params.get("archived", "").lower() == "true":
            rows = []  # nobody is archived here
        rows.sort(key=lambda row: str(row["name"]).casefold())
        return answer({"results": rows if params.get("$all", "").lower() == "true" else rows[:most]})

    return endpoint


def looked_up(room: str) -> Callable[[Request], Any]:
    """GET id and name of one."""

    async def endpoint(request: Request) -> Response:
        return answer(reference(entry_of(getattr(world_of(request).register, LOOKUPS[room]), request.path_params["id"])))

    return endpoint
