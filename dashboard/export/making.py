"""Making a file: first whole on our disk, then sent, so that nobody ever opens half a file that looks complete."""

from __future__ import annotations

import errno
import re
import secrets
import shutil
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from xlsxwriter.exceptions import FileCreateError

from dashboard.errors import N_, Trouble
from dashboard.export.files import FORMATS

#: A file that nobody fetched is gone after so long.
KEPT_SECONDS = 3600.0
#: What stays free for everything else on this disk.
LEAST_FREE_BYTES = 200_000_000


class DiskFull(Trouble):
    """There is no room for the file."""


@dataclass(frozen=True, slots=True)
class Rows:
    """So many are written."""

    n: int


@dataclass(frozen=True, slots=True)
class Made:
    """The file waits for its owner under this token."""

    token: str


def make(
    folder: Path, owner: int, name: str, pieces: Iterable[pa.RecordBatch], heads: Sequence[str], language: str, about: Sequence[str]
) -> Generator[Rows | Made]:
    """Write `pieces` to a file of the kind that `name` ends with. Closing the iterator early leaves nothing behind.

    Raises DiskFull; whatever `pieces` raises passes. `heads`, `language`, `about`: as the kinds in files.py take them.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(folder)
    token = f"{secrets.token_urlsafe(24)}.{owner}"
    with _room(), TemporaryDirectory(dir=folder, prefix="making-") as workshop:
        path = Path(workshop) / name
        file = FORMATS[path.suffix[1:]](path, heads, language, about)
        n = 0
        try:
            for piece in pieces:
                if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
                    raise OSError(errno.ENOSPC, "kept free for everything else")
                file.write(piece)
                n += piece.num_rows
                yield Rows(n)
            file.close()
        except BaseException:
            with suppress(OSError):  # closing writes what is left, and that may be the trouble
                file.drop()
            raise
        (folder / token).mkdir()
        path.rename(folder / token / name)
    yield Made(token)


def taken(folder: Path, token: str, owner: int) -> Path | None:
    """The file of this token, if it was made for this person and is not fetched yet."""
    if not re.fullmatch(rf"[\w-]{{32}}\.{owner}", token, re.ASCII):
        return None
    return next(iter((folder / token).glob("*")), None)


def sweep(folder: Path) -> None:
    """Throw away what nobody fetched."""
    for old in folder.iterdir():
        with suppress(FileNotFoundError):  # another process sweeps too
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except FileCreateError as error:
        _refuse(error.args[0], error)
    except OSError as error:
        _refuse(error, error)


def _refuse(error: object, cause: Exception) -> None:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        raise DiskFull(N_("The disk is full: the file was not made, no data are lost. Ask the administrator to make room.")) from cause
    raise cause
