"""Stable identifiers: the same seed, kind and key always give the same UUID, so two runs of one city agree."""

from __future__ import annotations

import uuid

_ROOM = uuid.UUID("6b6f1c5e-6d3a-5c0e-9f4e-3800a1b2c3d4")


def stable_id(seed: int, kind: str, key: object) -> str:
    """UUID version 5 of (seed, kind, key) as text."""
    return str(uuid.uuid5(_ROOM, f"{seed}/{kind}/{key}"))


def is_uuid(text: object) -> bool:
    """Whether `text` is a UUID in its usual form of 36 characters."""
    if not isinstance(text, str) or len(text) != 36:
        return False
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
