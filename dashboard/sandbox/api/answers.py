"""What most endpoints need: reading parameters, cutting pages, writing JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..fiql import Schema, Selector, compile_query
from ..ids import is_uuid
from ..incident import Incident, write_json
from ..register import Entry, Kind
from ..values import Refused
from ..world import World
from .errors import ARCHIVED, MALFORMED, NOT_FOUND

Row = dict[str, Any]


def world_of(request: Request) -> World:
    world: World = request.app.state.world
    world.now()
    return world


def answer(value: Any, status: int = 200, media: str = "application/json") -> Response:
    """`value` as JSON."""
    return Response(write_json(value), status, media_type=media)


def nothing(status: int = 204) -> Response:
    """An empty answer."""
    return Response(status_code=status)


def truth(params: Mapping[str, str], name: str) -> bool:
    """A flag: present alone, or true in any case."""
    return name in params and params[name].lower() in {"", "true"}


def whole(params: Mapping[str, str], names: Sequence[str], default: int, low: int, high: int) -> int:
    """The first of `names` that is given, as a number between low and high; 400 otherwise."""
    for name in names:
        if name in params:
            text = params[name]
            if not (text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high):
                raise Refused(400, f"The value for the parameter '{name}' must be between {low} and {high}.")
            return int(text)
    return default


def paged(request: Request, rows: Sequence[Any], *, default: int = 10, low: int = 1, high: int = 100) -> Response:
    """One page of `rows` by start and page_size: 206 when more follow, 204 when there is nothing; page_size 0 is all."""
    start = whole(request.query_params, ("start",), 0, 0, 10**9)
    size = whole(request.query_params, ("page_size",), default, low, high) or len(rows)
    page = rows[start : start + size]
    if not page:
        return nothing()
    return answer(page, 206 if start + size < len(rows) else 200)


async def body_of(request: Request, *, required: bool = True) -> Row:
    """The JSON object of a request; 400 for anything else."""
    raw = await request.body()
    if not raw.strip() and not required:
        return {}
    try:
        body = json.loads(raw)
        json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair cannot be stored nor answered
    except (ValueError, RecursionError) as error:
        raise Refused(400, MALFORMED) from error
    if not isinstance(body, dict):
        raise Refused(400, MALFORMED)
    return body


def incident_of(request: Request, *, writing: bool = False) -> Incident:
    """The incident of the path, by id or by number: 400, 404, and 403 when it is archived and shall be written."""
    world, path = world_of(request), request.path_params
    if "id" in path and not is_uuid(path["id"]):
        raise Refused(400, f"The value '{path['id']}' is not a valid id.")
    found = world.find(path["id"] if "id" in path else path["number"])
    if found is None:
        raise Refused(404, NOT_FOUND)
    if writing and found.archived:
        raise Refused(403, ARCHIVED)
    return found


def entry_of(kind: Kind, id: str) -> Entry:
    """An entry of the register by the id in the path."""
    if not is_uuid(id):
        raise Refused(400, f"The value '{id}' is not a valid id.")
    found = kind.by_id.get(id.lower())
    if found is None:
        raise Refused(404, NOT_FOUND)
    return found


def schema_of(sample: Row) -> Schema:
    """What FIQL may ask of rows like `sample`: their fields, the fields of their relations, and `archived`."""
    found = {"archived": Selector("boolean", lambda row: str(row.get("status", "")).endswith("Archived"))}
    for name, value in sample.items():
        if isinstance(value, dict):
            found |= {f"{name}.{part}": Selector(_kind(inner), _inner(name, part)) for part, inner in value.items()}
        else:
            found[name] = Selector(_kind(value), _outer(name))
        if name not in found:
            found[name] = Selector("text", _inner(name, "id"))
        for part in ("id", "name"):
            if value is None:
                found.setdefault(f"{name}.{part}", Selector("text", _inner(name, part)))
    return found


def matching(rows: Sequence[Row], query: str | None) -> Sequence[Row]:
    """The rows that match a FIQL query; all without one."""
    if not query:
        return rows
    if not rows:
        return []
    matches = compile_query(query, schema_of(rows[0]))
    return [row for row in rows if matches(row)]


def only_fields(rows: Sequence[Row], wanted: str | None) -> Sequence[Row]:
    """Rows with the wanted fields alone; unknown ones are ignored beside known ones, and refused alone."""
    if not wanted or not rows:
        return rows
    names = [name.strip().split(".")[0] for name in wanted.split(",")]
    known = [name for name in names if name in rows[0]]
    if not known:
        raise Refused(400, f'The field "{names[0]}" does not exist.')
    return [{name: row[name] for name in known} for row in rows]


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "date" if hasattr(value, "isoformat") else "text"


def _outer(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name] if not isinstance(row[name], dict) else row[name].get("id")


def _inner(name: str, part: str) -> Callable[[Row], Any]:
    return lambda row: (row[name] or {}).get(part)
