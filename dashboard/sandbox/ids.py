"""Stable identifiers: the same seed, kind and key always give the same UUID, so two runs of one city agree."""

from __future__ import annotations

import uuid
from hashlib import sha1

_ROOM = uuid.UUID("6b6f1c5e-6d3a-5c0e-9f4e-3800a1b2c3d4")
_FIXED = 0xF << 76 | 0x3 << 62
_VERSION_5 = 0x5 << 76 | 0x2 << 62


def stable_id(seed: int, kind: str, key: object) -> str:
    """UUID version 5 of (seed, kind, key) as text."""
    # what uuid.uuid5 does, without its objects: a city has hundreds of thousands
    digest = sha1(_ROOM.bytes + f"{seed}/{kind}/{key}".encode(), usedforsecurity=False).digest()[:16]
    text = f"{int.from_bytes(digest, 'big') & ~_FIXED | _VERSION_5:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid(text: object) -> bool:
    """Whether `text` is a UUID in its usual form of 36 characters."""
    if not isinstance(text, str) or len(text) != 36:
        return False
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
