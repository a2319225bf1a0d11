"""Photos: content-addressed JPEG files under GUICHET_HOME/photos, without anything the camera knew.

    photo = keep(home, data)     # decoded, turned upright, stripped, at most 2048 px, safe on disk
    path(home, photo.sha256)     # home/photos/ab/cd/abcd....jpg

The file is whole and synced before `keep` returns, so that a row that names it may be committed afterwards.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from dashboard.errors import N_, Trouble

MOST_BYTES = 12_000_000
MOST_PIXELS = 64_000_000  # phones make 50; a bomb makes billions
LONGEST_PX = 2048
FORMATS = ("JPEG", "PNG", "WEBP")


class BadPhoto(Trouble):
    """What was sent is no photo that we can show; the report itself is fine."""


class NoRoom(Trouble):
    """The disk did not take the photo; nothing was stored."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Photo:
    """A kept photo: name, size in pixels, and bytes of the file."""

    sha256: str
    width: int
    height: int
    bytes: int


def path(home: Path, sha256: str) -> Path:
    """Where the photo of that name is, or would be."""
    return home / "photos" / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"


def keep(home: Path, data: bytes) -> Photo:
    """Store a photo and name it by its content. Raises BadPhoto or NoRoom."""
    if len(data) > MOST_BYTES:
        raise BadPhoto(N_("This photo is too large. Take it again with a lower resolution; the rest of the report is kept."))
    jpeg, width, height = _clean(data)
    photo = Photo(hashlib.sha256(jpeg).hexdigest(), width, height, len(jpeg))
    try:
        _write(path(home, photo.sha256), jpeg)
    except OSError as error:
        raise NoRoom(
            N_("The photo cannot be stored: the server's disk is full. The report stays on your phone and is tried again.")
        ) from error
    return photo


def _clean(data: bytes) -> tuple[bytes, int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise BadPhoto(N_("This photo has too many pixels. Take it again with a lower resolution; the rest of the report is kept."))
        image.draft("RGB", (LONGEST_PX, LONGEST_PX))
        image = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise BadPhoto(
            N_("This is no photo that can be read: use JPEG or PNG (iPhone: Settings, Camera, Formats, Most Compatible).")
        ) from error
    image.thumbnail((LONGEST_PX, LONGEST_PX))
    image.info = {}  # the encoder would write a comment or XMP of the original along
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue(), image.width, image.height


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all, and there after a power cut: file, name and folders are synced."""
    if target.is_file():
        return
    made = [folder for folder in (target.parents[2], target.parents[1], target.parent) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    for folder in (target.parent, *(folder.parent for folder in made)):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
