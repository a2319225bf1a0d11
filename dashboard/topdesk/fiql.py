"""TOPdesk's query language (FIQL), safely written.

    both(equals("externalNumber", "G-7"), since("modificationDate", moment))
    == 'externalNumber=="G-7";modificationDate=ge=2026-03-01T00:00:00Z'
"""

from __future__ import annotations

from datetime import UTC, datetime


def equals(field: str, value: str | bool) -> str:
    """`field` is exactly `value`; whatever signs the value holds stay text."""
    if isinstance(value, bool):
        return f"{field}=={str(value).lower()}"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'")
    return f'{field}=="{escaped}"'


def since(field: str, moment: datetime) -> str:
    """`field` is `moment` or later, to the second below."""
    return f"{field}=ge={moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def before(field: str, moment: datetime) -> str:
    """`field` is before the second of `moment`."""
    return f"{field}=lt={moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def both(*parts: str) -> str:
    """All of the parts hold; empty ones do not count."""
    return ";".join(part for part in parts if part)
