"""Editions' files: named by their content under GUICHET_HOME/reports, whole or not there, never changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

FOLDER = "reports"


def keep(home: Path, content: bytes) -> str:
    """Store `content`; its SHA-256. The same content again is the same file."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path(home, sha256)
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = target.with_name(f"{sha256}.{secrets.token_hex(4)}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(target)
    return sha256


def path(home: Path, sha256: str) -> Path:
    """Where that content is, if it is."""
    return home / FOLDER / sha256[:2] / sha256
