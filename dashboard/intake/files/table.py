"""A file of rows, whatever its encoding and delimiter; what is no table is said in a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dashboard.errors import Trouble
from dashboard.intake.files.mapping import Columns, Mapping

DELIMITERS = ",;\t|"
_SAMPLE = 65_536
csv.field_size_limit(10_000_000)


class NoTable(Trouble):
    """The file cannot be read as rows and columns, or has other columns than the mapping names."""

    exit_code = 2


@dataclass(frozen=True)
class Row:
    """One row of data: its number (1 = the first below the header) and its cells by column; `trouble` = it is not one."""

    number: int
    cells: dict[str, str]
    trouble: str = ""


@dataclass(frozen=True)
class Table:
    """How a file is to be read."""

    path: Path
    encoding: str
    delimiter: str

    @property
    def bytes(self) -> int:
        return self.path.stat().st_size

    def rows(self, raw: BinaryIO) -> Iterator[Row]:
        """All rows of the opened file."""
        reader = csv.reader(io.TextIOWrapper(raw, encoding=self.encoding, errors="replace", newline=""), delimiter=self.delimiter)
        header = [name.strip() for name in next(reader)]
        number = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Row(number, {}, f"It cannot be read: {error}.")
                continue
            if not cells:
                continue
            number += 1
            trouble = "" if len(cells) == len(header) else f"It has {len(cells)} cells where the header has {len(header)}."
            yield Row(number, dict(zip(header, cells, strict=False)), trouble)


def open_table(path: Path, mapping: Mapping) -> Table:
    """Find out how to read `path`. Raises NoTable."""
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
    except OSError as error:
        raise NoTable(f"{path}: cannot be read ({error.strerror}). Nothing was stored.") from error
    if sample[:2] == b"PK" or sample[:4] == b"\xd0\xcf\x11\xe0":
        raise NoTable(f"{path} is a spreadsheet or an archive. Save it as CSV first; nothing was stored.")
    if not sample.strip():
        raise NoTable(f"{path} is empty. Nothing was stored.")
    if b"\0" in sample and not mapping.encoding:
        raise NoTable(f"{path} is no text file. Save it as CSV first; nothing was stored.")
    encoding = mapping.encoding or _encoding(path)
    try:
        first = sample.decode(encoding, "replace").lstrip("\ufeff").splitlines()[0]
    except LookupError as error:
        raise NoTable(f"The encoding {encoding} of the mapping does not exist. Nothing was stored.") from error
    delimiter = mapping.delimiter or max(DELIMITERS, key=first.count)
    header = [name.strip() for name in next(csv.reader([first], delimiter=delimiter))]
    missing = sorted(wanted(mapping.columns) - set(header))
    if missing:
        raise NoTable(
            f"{path} has no column {', '.join(missing)}. It has: {', '.join(header)[:500]}."
            " Correct the mapping, or check that this is the right file; nothing was stored."
        )
    return Table(path, encoding, delimiter)


def wanted(columns: Columns) -> set[str]:
    """The columns that a mapping names."""
    return {name for name in columns.model_dump().values() if name}


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is, else Windows-1252, which old exports are."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
