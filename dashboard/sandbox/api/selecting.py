"""What can be asked of incidents in FIQL, `sort` and `fields`, and which index answers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ..desk import Desk
from ..fields import BLANK, DATES, OPTIONAL_BLANK, PAIR, PARTS, PLAIN_OBJECTS, UNSORTABLE, kind_of
from ..fiql import Comparison, Node, Schema, Selector, conjuncts, instant
from ..incident import Incident
from ..values import Refused

LINKS = {"requests", "action", "attachments", "partialIncidents"}


def _plain(name: str) -> Callable[[Incident], Any]:
    return lambda incident: incident.get(name)


def _part(name: str, path: str) -> Callable[[Incident], Any]:
    first, _, second = path.partition(".")

    def read(incident: Incident) -> Any:
        found = (incident.get(name) or {}).get(first)
        return (found or {}).get(second) if second else found

    return read


def _itself(name: str) -> Callable[[Incident], Any]:
    """A relation without its part: its id, else its name, so that `== null` tells whether there is one."""

    def read(incident: Incident) -> Any:
        found = incident.get(name) or {}
        return found.get("id") or found.get("name") or found.get("dynamicName")

    return read


def _schema() -> Schema:
    found: dict[str, Selector] = {}
    for name, empty in BLANK.items():
        if name in LINKS or name == "externalLinks":
            continue
        if name == "request":
            found[name] = Selector("memo", Incident.request_text)
        elif name in DATES:
            found[name] = Selector("date", _plain(name))
        elif name.startswith("optionalFields"):
            for part, value in OPTIONAL_BLANK.items():
                kind = part[:-1]
                if kind == "searchlist":
                    found |= {f"{name}.{part}.{key}": Selector("text", _part(name, f"{part}.{key}")) for key in PAIR}
                else:
                    found[f"{name}.{part}"] = Selector(kind if kind in {"date", "memo"} else kind_of(value), _part(name, part))
        elif name in PARTS or name in PLAIN_OBJECTS:
            found[name] = Selector("text", _itself(name))
            found |= {f"{name}.{part}": Selector(kind, _part(name, part)) for part, kind in PARTS.get(name, PAIR).items()}
        else:
            found[name] = Selector(kind_of(empty), _plain(name))
    found["archived"] = Selector("boolean", lambda one: one.archived)
    found["feedbackRating"] = Selector("number", _plain("feedbackRating"))
    found["externalLinks.id"] = Selector("text", lambda one: next((link["id"] for link in one.get("externalLinks")), None))
    found["externalLinks.type"] = Selector("text", lambda one: next((link["type"] for link in one.get("externalLinks")), None))
    return found


SCHEMA = _schema()


def candidates(desk: Desk, node: Node | None) -> list[Incident]:
    """Incidents among which every match is, oldest change first; an index narrows them where the query allows."""
    low: datetime | None = None
    high: datetime | None = None
    for one in conjuncts(node) if node else ():
        found = _indexed(desk, one)
        if found is not None:
            return found
        if one.selector != "modificationDate" or len(one.values) != 1 or one.values[0] is None:
            continue
        limit = instant(one.values[0])
        if one.operator in {"=ge=", "=gt=", "=="}:
            low = max(low or limit, limit)
        if one.operator in {"=le=", "=lt=", "=="}:
            high = min(high or limit, limit)
    return desk.modified_between(low, high)


def _indexed(desk: Desk, one: Comparison) -> list[Incident] | None:
    values = [value for value in one.values if value and "*" not in value]
    if one.operator not in {"==", "=in="} or len(values) != len(one.values):
        return None
    if one.selector == "id":
        hits = [desk.by_id.get(value.lower()) for value in values]
    elif one.selector == "number":
        hits = [desk.by_number.get(value.casefold()) for value in values]
    elif one.selector == "externalNumber":
        hits = [hit for value in values for hit in desk.by_external.get(value.casefold(), [])]
    else:
        return None
    once = {hit.id: hit for hit in hits if hit}
    return sorted(once.values(), key=lambda hit: (hit.state["modificationDate"], hit.serial))


def ordered(rows: Sequence[Incident], sort: str) -> Sequence[Incident]:
    """Rows, given oldest change first, in the order of a `sort` parameter: field:asc,field:desc; asc where nothing is said."""
    for part in reversed(sort.split(",")):
        name, _, direction = part.strip().partition(":")
        if name not in SCHEMA or name in UNSORTABLE or direction.lower() not in {"", "asc", "desc"}:
            raise Refused(400, f"Sorting on '{part.strip()}' is not possible.")
        backward = direction.lower() == "desc"
        if sort.strip().startswith("modificationDate") and "," not in sort:
            return rows[::-1] if backward else rows
        rows = sorted(rows, key=_key(SCHEMA[name]), reverse=backward)
    return rows


def _key(selector: Selector) -> Callable[[Incident], tuple[bool, Any]]:
    read = selector.read
    if selector.kind in {"text", "memo"}:
        return lambda row: (False, value.casefold()) if (value := read(row)) is not None else (True, "")
    return lambda row: (False, value) if (value := read(row)) is not None else (True, 0)


class Projection:
    """The `fields` parameter: unknown names are ignored beside known ones; only unknown ones are refused."""

    def __init__(self, wanted: str) -> None:
        paths = [name.strip() for name in wanted.split(",") if name.strip()]
        self._paths = [path.split(".") for path in paths if path in BLANK or path in SCHEMA]
        if not self._paths:
            raise Refused(400, f'The field "{wanted}" does not exist.')
        self._full = any(path[0] in LINKS or path[0] == "request" for path in self._paths)

    def of(self, incident: Incident) -> dict[str, Any]:
        """The wanted part of an incident."""
        source, found = incident.full() if self._full else BLANK | incident.state, dict[str, Any]()
        for path in self._paths:
            _put(found, source, path)
        return found


def _put(target: dict[str, Any], source: dict[str, Any], path: list[str]) -> None:
    name, *rest = path
    value = source.get(name)
    if rest and isinstance(value, dict):
        _put(target.setdefault(name, {}), value, rest)
    else:
        target.setdefault(name, value)
