"""Operators, operator groups and persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..register import Entry, Kind, reference
from ..values import Refused
from .answers import answer, entry_of, matching, nothing, only_fields, paged, whole, world_of

PERSON_V2 = "application/x.topdesk-person-v2+json"
PERSONS_V2 = "application/x.topdesk-collection-person-v2+json"
#: the fields of a person of version 2 unless `fields` says otherwise
_USUAL = ("id", "firstName", "surName", "dynamicName", "archived", "email", "phoneNumber", "mobileNumber", "branch", "location", "language")


def operator_card(entry: Entry) -> Entry:
    """An operator as the API shows it."""
    return {key: value for key, value in entry.items() if key not in {"name", "groups"}}


def group_card(entry: Entry) -> Entry:
    """An operator group as the API shows it."""
    return {key: value for key, value in entry.items() if key != "name"}


def person_card(entry: Entry) -> Entry:
    """A person of version 1."""
    return {key: value for key, value in entry.items() if key not in {"name", "principalId"}}


def person_v2_card(entry: Entry) -> Entry:
    """A person of version 2."""
    gone = {"name", "status", "gender", "attentionComment", "clientReferenceNumber", "departmentFree", "branch"}
    kept = {key: value for key, value in entry.items() if key not in gone}
    return kept | {
        "archived": False,
        "hasSspAccess": False,
        "isCaller": True,
        "showObjectsOfBranch": False,
        "showObjectsOfSubsidiaries": False,
        "branch": {**reference(entry["branch"]), "clientReferenceNumber": ""},
    }


async def operators(request: Request) -> Response:
    """GET a page of operators."""
    return _page(request, [operator_card(one) for one in world_of(request).register.operators.entries])


async def operator(request: Request) -> Response:
    """GET one operator."""
    found = entry_of(world_of(request).register.operators, request.path_params["id"])
    return answer(only_fields([operator_card(found)], request.query_params.get("fields"))[0])


async def current(request: Request) -> Response:
    """GET the operator behind the login."""
    return answer(only_fields([operator_card(world_of(request).author)], request.query_params.get("fields"))[0])


async def current_id(request: Request) -> Response:
    """GET only its id."""
    return answer({"id": world_of(request).author["id"]})


async def current_settings(request: Request) -> Response:
    """GET its settings."""
    return answer({"localization": {"language": "nl", "useBrowserLocalization": False}})


async def groups_of_operator(request: Request) -> Response:
    """GET the groups of an operator; 204 without any."""
    register = world_of(request).register
    found = entry_of(register.operators, request.path_params["id"])
    return _some([reference(register.groups.by_id[key]) for key in found["groups"]])


async def groups(request: Request) -> Response:
    """GET a page of operator groups."""
    return _page(request, [group_card(one) for one in world_of(request).register.groups.entries])


async def group(request: Request) -> Response:
    """GET one group."""
    found = entry_of(world_of(request).register.groups, request.path_params["id"])
    return answer(only_fields([group_card(found)], request.query_params.get("fields"))[0])


async def operators_of_group(request: Request) -> Response:
    """GET the operators of a group; 204 without any."""
    register = world_of(request).register
    found = entry_of(register.groups, request.path_params["id"])
    return _some([reference(one) for one in register.operators.entries if found["id"] in one["groups"]])


async def persons(request: Request) -> Response:
    """GET a page of persons, in version 1 unless Accept asks for version 2."""
    rows, accept = world_of(request).register.people, request.headers.get("accept", "")
    if PERSONS_V2 in accept:
        return _persons_v2(request, rows)
    if "x.topdesk" in accept:
        raise Refused(406, "Incorrect 'Accept' header used for the endpoint")
    return _page(request, [person_card(one) for one in rows.entries])


async def person(request: Request) -> Response:
    """GET /persons/id/{id}: a person of version 1."""
    return answer(person_card(entry_of(world_of(request).register.people, request.path_params["id"])))


async def person_v2(request: Request) -> Response:
    """GET /persons/{id}: a person of version 2."""
    accept = request.headers.get("accept", "*/*")
    if PERSON_V2 not in accept and "*/*" not in accept:
        raise Refused(406, "Incorrect 'Accept' header used for the endpoint")
    card = person_v2_card(entry_of(world_of(request).register.people, request.path_params["id"]))
    return answer(_shown(request, [card])[0], media=PERSON_V2)


async def person_count(request: Request) -> Response:
    """GET how many persons match."""
    rows = [person_v2_card(one) for one in world_of(request).register.people.entries]
    return answer({"numberOfPersons": len(matching(rows, request.query_params.get("query")))})


async def current_person(request: Request) -> Response:
    """An operator's login is no person."""
    raise Refused(403, "Operation not allowed for this log in")


def _page(request: Request, rows: Sequence[Entry]) -> Response:
    params = request.query_params
    return paged(request, only_fields(matching(rows, params.get("query")), params.get("fields")))


def _persons_v2(request: Request, people: Kind) -> Response:
    params = request.query_params
    start = whole(params, ("pageStart",), 0, 0, 10**9)
    size = whole(params, ("pageSize",), 50, 1, 5000)
    rows = [person_v2_card(one) for one in people.entries]
    rows = sorted(matching(rows, params.get("query")), key=lambda row: str(row["dynamicName"]).casefold())
    more = start + size < len(rows)
    body: dict[str, Any] = {"item": _shown(request, rows[start : start + size]), "size": len(rows)}
    if more:
        body["next"] = str(request.url.include_query_params(pageStart=start + size, pageSize=size))
    return answer(body, 206 if more else 200, PERSONS_V2)


def _shown(request: Request, rows: Sequence[Entry]) -> Sequence[Entry]:
    wanted = request.query_params.get("fields")
    return rows if wanted in {"*", "all"} else only_fields(rows, wanted or ",".join(_USUAL))


def _some(rows: list[Entry]) -> Response:
    return answer(rows) if rows else nothing()
