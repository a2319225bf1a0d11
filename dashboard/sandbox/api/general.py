"""Versions, categories of all modules, search, and the login by token of old clients."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ..register import reference
from ..values import Refused
from .answers import answer, matching, only_fields, world_of
from .errors import STRANGER

_MODULES = {"incidents": True} | dict.fromkeys(("changes", "operations", "services", "problems", "projects"), False)


async def version(request: Request) -> Response:
    """GET the version of the API."""
    return answer({"version": "4.2.6"})


async def product_version(request: Request) -> Response:
    """GET the version of the product."""
    return answer({"major": 12, "minor": 9, "patch": 3})


async def categories(request: Request) -> Response:
    """GET categories and subcategories with the modules that they serve."""
    register, params = world_of(request).register, request.query_params
    rows = [reference(one) | {"archived": False, "parent": None, "modules": _MODULES} for one in register.categories.entries]
    rows += [
        reference(one) | {"archived": False, "parent": one["category"], "modules": _MODULES} for one in register.subcategories.entries
    ]
    wanted = params.get("fields")
    return answer({"item": only_fields(matching(rows, params.get("query")), None if wanted == "all" else wanted)})


async def search(request: Request) -> Response:
    """Only persons may search."""
    raise Refused(403, "Operation not allowed for this log in")


async def login(request: Request) -> Response:
    """GET a token for the header `Authorization: TOKEN id="..."`."""
    token = secrets.token_hex(16)
    request.app.state.tokens.add(token)
    return PlainTextResponse(token)


async def login_person(request: Request) -> Response:
    """The one login is an operator's."""
    raise Refused(401, STRANGER)


async def logout(request: Request) -> Response:
    """GET: the token is worth nothing any more."""
    request.app.state.tokens.discard(request.headers.get("authorization", "").partition('"')[2].rstrip('"'))
    return Response(status_code=200)
