"""/sandbox: what a test or a demo may turn - the clock and the faults - and what it may look at."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from ..faults import Faults
from ..values import Refused
from .answers import answer, body_of, world_of


async def state(request: Request) -> Response:
    """GET the clock, the counts and the faults."""
    world = world_of(request)
    now = world.now()
    return answer(
        {
            "now": now.isoformat(),
            "speed": world.clock.speed,
            "founded": world.founded.isoformat(),
            "seed": world.seed,
            "town": world.town.name,
            "tickets": len(world.desk),
            "open": world.desk.open_count,
            "writes": world.writes,
            "faults": _faults(request).state(),
        }
    )


async def clock(request: Request) -> Response:
    """POST {"advance_seconds": n} and, or, {"speed": x}: the clock never goes back."""
    body, world = await body_of(request), world_of(request)
    try:
        if "advance_seconds" in body:
            world.advance(timedelta(seconds=float(body["advance_seconds"])))
        if "speed" in body:
            world.run_at(float(body["speed"]))
    except (TypeError, ValueError, OverflowError) as error:
        raise Refused(400, f"The clock cannot do that: {error}") from error
    return await state(request)


async def faults(request: Request) -> Response:
    """GET the rules and what happened; POST {"rules": [...]} replaces them; DELETE clears them."""
    found = _faults(request)
    if request.method == "POST":
        try:
            found.set((await body_of(request)).get("rules"))
        except (TypeError, ValueError) as error:
            raise Refused(400, str(error)) from error
    elif request.method == "DELETE":
        found.clear()
    return answer(found.state())


def _faults(request: Request) -> Faults:
    found: Faults = request.app.state.faults
    return found
