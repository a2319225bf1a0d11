"""The HTTP side of the look-alike, as one ASGI app.

Paths are TOPdesk's, below /tas/api; each of them answers with and without a trailing slash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from .api import control, feed, files, general, incidents, lists, notes, people, places, reading, times
from .api.errors import BROKEN, NOT_FOUND, refusal
from .api.gate import Gate
from .faults import Faults
from .fiql import FiqlError
from .values import Refused
from .world import World

BASE = "/tas/api"


def make_app(world: World, faults: Faults, *, login: str, password: str, strict: bool = False) -> ASGIApp:
    """The look-alike of `world`; `strict` refuses the parameters that the newest API does not know any more."""
    app = Starlette(
        routes=[*_incident_routes(), *_register_routes(), *_general_routes(), *_control_routes()],
        exception_handlers={Refused: _refused, FiqlError: _refused, HTTPException: _refused, Exception: _broken},
    )
    app.router.redirect_slashes = False
    app.state.world, app.state.faults, app.state.strict, app.state.tokens = world, faults, strict, set()
    return Gate(app, faults, app.state.tokens, login, password)


def _get(path: str, endpoint: Callable[[Request], Any]) -> Route:
    return Route(f"{BASE}{path}", endpoint, methods=["GET"])


def _incident_routes() -> list[Route]:
    routes = [
        _get("/incidents", reading.incidents),
        Route(f"{BASE}/incidents", incidents.create, methods=["POST"]),
        *(_get(path, lists.listing(path)) for path in lists.LISTS),
        _get("/incidents/free_fields/{tab}/searchlists/{searchlist}", lists.searchlist),
        _get("/incidents/slas", lists.slas),
        _get("/incidents/timeregistrations", times.registrations),
        _get("/incidents/timeregistrations/{registration}", times.registration),
    ]
    for card in ("/incidents/id/{id}", "/incidents/number/{number}"):
        path = BASE + card
        routes += [
            _get(card, incidents.read),
            Route(path, incidents.update, methods=["PUT", "PATCH"]),
            *(
                Route(f"{path}/{name}", getattr(incidents, name), methods=["PUT", "PATCH"])
                for name in ("escalate", "deescalate", "archive", "unarchive")
            ),
            *(_get(f"{card}/{kind}", notes.notes) for kind in ("actions", "requests")),
            *(_get(f"{card}/{kind}/{{note}}", notes.note) for kind in ("actions", "requests")),
            *(Route(f"{path}/{kind}/{{note}}", notes.remove_note, methods=["DELETE"]) for kind in ("actions", "requests")),
            _get(f"{card}/progresstrail", notes.trail),
            _get(f"{card}/progresstrail/count", notes.trail_count),
            _get(f"{card}/images", notes.images),
            _get(f"{card}/images/{{name}}", notes.image),
            _get(f"{card}/attachments", files.attachments),
            Route(f"{path}/attachments", files.upload, methods=["POST"]),
            Route(f"{path}/attachments/{{attachment}}", files.remove, methods=["DELETE"]),
            _get(f"{card}/attachments/{{attachment}}/download", files.download),
            _get(f"{card}/timespent", times.spent),
            Route(f"{path}/timespent", times.spend, methods=["POST"]),
        ]
    return routes


def _register_routes() -> list[Route]:
    lookups = [
        route
        for room in places.LOOKUPS
        for route in (_get(f"/{room}/lookup", places.lookup(room)), _get(f"/{room}/lookup/{{id}}", places.looked_up(room)))
    ]
    return [
        *lookups,
        _get("/operators", people.operators),
        _get("/operators/current", people.current),
        _get("/operators/current/id", people.current_id),
        _get("/operators/current/settings", people.current_settings),
        _get("/operators/id/{id}", people.operator),
        _get("/operators/id/{id}/operatorgroups", people.groups_of_operator),
        _get("/operatorgroups", people.groups),
        _get("/operatorgroups/id/{id}", people.group),
        _get("/operatorgroups/id/{id}/operators", people.operators_of_group),
        _get("/persons", people.persons),
        _get("/persons/count", people.person_count),
        _get("/persons/current", people.current_person),
        _get("/persons/id/{id}", people.person),
        _get("/persons/{id}", people.person_v2),
        _get("/branches", places.branches),
        _get("/branches/id/{id}", places.branch),
        _get("/locations", places.locations),
        _get("/locations/id/{id}", places.location),
        _get("/suppliers", places.suppliers),
        _get("/suppliers/{id}", places.supplier),
        _get("/languages", places.languages),
        _get("/permissiongroups", places.permission_groups),
    ]


def _general_routes() -> list[Route]:
    return [
        _get("/version", general.version),
        _get("/productVersion", general.product_version),
        _get("/categories", general.categories),
        _get("/search", general.search),
        _get("/login/operator", general.login),
        _get("/login/person", general.login_person),
        _get("/logout", general.logout),
    ]


def _control_routes() -> list[Route]:
    return [
        Route("/sandbox/state", control.state, methods=["GET"]),
        Route("/sandbox/clock", control.clock, methods=["POST"]),
        Route("/sandbox/feed.xml", feed.feed, methods=["GET"]),
        Route("/sandbox/faults", control.faults, methods=["GET", "POST", "DELETE"]),
    ]


async def _refused(request: Request, error: Exception) -> Response:
    path = request.url.path.removeprefix(BASE)
    if isinstance(error, Refused):
        return refusal(path, error.status, str(error))
    if isinstance(error, HTTPException):
        return refusal(path, error.status_code, NOT_FOUND if error.status_code == 404 else error.detail)
    return refusal(path, 400, str(error))


async def _broken(request: Request, error: Exception) -> Response:
    return refusal(request.url.path.removeprefix(BASE), 500, BROKEN)
