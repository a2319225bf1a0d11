"""Uploaded files, kept under the hash of their content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


class Files:
    """A folder of files named by their SHA-256."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Put `content` on the disk, whole or not at all; returns its key."""
        key = hashlib.sha256(content).hexdigest()
        path = self._path(key)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(".new")
            with new.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        return key

    def read(self, key: str) -> bytes:
        """The content of a key; FileNotFoundError when it is not there."""
        return self._path(key).read_bytes()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key
