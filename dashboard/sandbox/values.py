"""Single values of a request: each function returns the value in the form that is stored, or raises `Refused`."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from .ids import is_uuid


class Refused(Exception):
    """A request that is answered with an error; `status` is the HTTP status, the text goes to the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def unreadable(name: str) -> Refused:
    """The refusal of a value of the wrong form."""
    return Refused(400, f'The value for the field "{name}" cannot be parsed')


def only(given: dict[str, Any], allowed: set[str]) -> None:
    """Refuse what is not among `allowed`."""
    for name in given:
        if name not in allowed:
            raise Refused(400, f'The field "{name}" does not exist.')


def mapping(name: str, value: Any) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise unreadable(name)
    return value


def only_id(name: str, value: Any) -> str:
    """The id of a reference that takes nothing else; TOPdesk's own cards show name and status, and clients send them back."""
    given = mapping(name, value)
    only(given, {"id", "name", "status"} if name == "operator" else {"id", "name"})
    if not is_uuid(given.get("id")):
        raise unreadable(f"{name}.id")
    return str(given["id"]).lower()


def text(name: str, value: Any, size: int) -> str:
    """A text of at most `size` characters."""
    if not isinstance(value, str):
        raise unreadable(name)
    if len(value) > size:
        raise Refused(400, f'The value for the field "{name}" can only be {size} characters long.')
    return value


def boolean(name: str, value: Any) -> bool:
    """True or false, as JSON or as text in any case."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise unreadable(name)


def number(name: str, value: Any) -> float | None:
    """A finite number, or None."""
    if value is None:
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise unreadable(name) from error
    if isinstance(value, bool) or not math.isfinite(found):
        raise unreadable(name)
    return found


def instant(name: str, value: Any) -> datetime:
    """An ISO 8601 instant as UTC, which it is in when it does not say."""
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise unreadable(name) from error
