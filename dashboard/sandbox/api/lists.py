"""The lists of the incident card: small, whole, without paging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..register import DURATIONS, PRIORITIES, Entry, Register, reference
from ..values import Refused
from .answers import answer, nothing, world_of
from .errors import NOT_FOUND


def _plain(name: str) -> Callable[[Register], list[Entry]]:
    return lambda register: [reference(entry) for entry in getattr(register, name).entries]


def _statuses(register: Register) -> list[Entry]:
    cards = []
    for position, entry in enumerate(register.statuses.entries):
        hold, state, response = register.steering[entry["name"]]
        cards.append(reference(entry) | {"onHold": hold, "processingState": state, "response": response, "default": position == 0})
    return cards


def _priorities(register: Register) -> list[Entry]:
    names = dict(PRIORITIES)
    cards = []
    for entry in register.priorities.entries:
        duration = reference(register.durations.named(names[entry["name"]])) if entry["name"] in names else None
        cards.append(reference(entry) | {"firstLineDuration": duration, "secondLineDuration": duration})
    return cards


def _durations(register: Register) -> list[Entry]:
    lines = {"inFirstLine": True, "inSecondLine": True}
    return [
        reference(entry) | {"basicPeriods": periods, "timeSpanType": span} | lines
        for entry, (_, periods, span) in zip(register.durations.entries, DURATIONS, strict=True)
    ]


def _subcategories(register: Register) -> list[Entry]:
    return [reference(entry) | {"category": entry["category"]} for entry in register.subcategories.entries]


#: path below /tas/api -> what it lists
LISTS: dict[str, Callable[[Register], Any]] = {
    "/incidents/call_types": _plain("call_types"),
    "/incidents/entry_types": _plain("entry_types"),
    "/incidents/impacts": _plain("impacts"),
    "/incidents/urgencies": _plain("urgencies"),
    "/incidents/priorities": _priorities,
    "/incidents/durations": _durations,
    "/incidents/statuses": _statuses,
    "/incidents/categories": _plain("categories"),
    "/incidents/subcategories": _subcategories,
    "/incidents/closure_codes": _plain("closure_codes"),
    "/incidents/escalation-reasons": _plain("escalation_reasons"),
    "/incidents/deescalation-reasons": _plain("deescalation_reasons"),
    "/incidents/slas/services": lambda register: [],
    "/archiving-reasons": _plain("archiving_reasons"),
    "/timespent-reasons": _plain("timespent_reasons"),
    "/serviceWindow/lookup": lambda register: [],
    "/departments": lambda register: [reference(entry) | {"externalLinks": []} for entry in register.departments.entries],
    "/budgetholders": lambda register: [reference(entry) | {"externalLinks": []} for entry in register.budget_holders.entries],
    "/countries": lambda register: [],
}


def listing(path: str) -> Callable[[Request], Any]:
    """The endpoint of one of LISTS."""
    read = LISTS[path]

    async def endpoint(request: Request) -> Response:
        return answer(read(world_of(request).register))

    return endpoint


async def searchlist(request: Request) -> Response:
    """GET the values of an optional search list: tab 1-2, list 1-5."""
    tab, number = request.path_params["tab"], request.path_params["searchlist"]
    if tab not in {"1", "2"} or number not in {"1", "2", "3", "4", "5"}:
        raise Refused(404, NOT_FOUND)
    return answer([reference(entry) for entry in world_of(request).register.searchlist(tab, number).entries])


async def slas(request: Request) -> Response:
    """GET the services with an agreement; this city has none."""
    return nothing()
