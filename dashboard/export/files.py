"""CSV, XLSX and Parquet, written piece by piece from Arrow.

What somebody typed may begin like a formula: in CSV such a text gets an apostrophe before it, in XLSX it is written as a text, which no
spreadsheet calculates. Numbers and moments stay what they are.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

#: A spreadsheet calculates what begins so, also with blanks before it or in full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHEET_ROWS = 1_048_576
#: Excel counts days: 1970 begins with this one; from March 1900 to the year 9999 it knows their dates.
_1970, _FIRST, _LAST = 25_569, 61, 2_958_466
_DAY_US = 86_400_000_000


class File(Protocol):
    """`write` takes pieces of one shape; `close` completes the file, `drop` gives it up."""

    def write(self, piece: pa.RecordBatch) -> None: ...

    def close(self) -> None: ...

    def drop(self) -> None: ...


def harmless(text: str) -> str:
    """A text that no spreadsheet calculates."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) or text.startswith("'") else text


class Csv:
    """UTF-8 with a mark that Excel needs to see it; `;` and decimal commas where the language writes numbers so."""

    def __init__(self, path: Path, heads: Sequence[str], language: str, about: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._comma = language != "en"
        self._rows = csv.writer(self._file, delimiter=";" if self._comma else ",")
        self._rows.writerow(map(harmless, heads))

    def write(self, piece: pa.RecordBatch) -> None:
        self._rows.writerows(zip(*(self._column(column) for column in piece.columns), strict=True))

    def _column(self, column: pa.Array) -> list[Any]:
        if pa.types.is_timestamp(column.type):
            return _written(column)
        values: list[Any] = column.to_pylist()
        if pa.types.is_string(column.type):
            return [None if value is None else harmless(value) for value in values]
        if pa.types.is_floating(column.type) and self._comma:
            return [None if value is None else repr(value).replace(".", ",") for value in values]
        return values

    def close(self) -> None:
        self._file.close()

    drop = close


class Xlsx:
    """One sheet, and another wherever one is full; rows go to a temporary file beside `path`. A last sheet says how it is counted."""

    def __init__(self, path: Path, heads: Sequence[str], language: str, about: Sequence[str]) -> None:
        options = {
            "constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        }  # fmt: skip
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.use_zip64()
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._share = self._book.add_format({"num_format": "0.0%"})
        self._heads, self._about = heads, about
        self._sheet: Any = None
        self._next = SHEET_ROWS

    def _turn(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 1)
        for n, head in enumerate(self._heads):
            self._sheet.set_column(n, n, max(10, min(len(head) + 2, 40)))
            self._sheet.write_string(0, n, head, self._bold)
        self._next = 1

    def write(self, piece: pa.RecordBatch) -> None:
        if self._sheet is None:
            self._turn()
        for row in zip(*(self._column(field, column) for field, column in zip(piece.schema, piece.columns, strict=True)), strict=True):
            if self._next == SHEET_ROWS:
                self._turn()
            for n, (value, form) in enumerate(row):
                if isinstance(value, str):
                    self._sheet.write_string(self._next, n, value)
                elif value is not None:
                    self._sheet.write_number(self._next, n, value, form)
            self._next += 1

    def _column(self, field: pa.Field, column: pa.Array) -> list[tuple[Any, Any]]:
        if pa.types.is_timestamp(column.type):
            days = [None if us is None else us / _DAY_US + _1970 for us in column.cast(pa.timestamp("us")).cast(pa.int64()).to_pylist()]
            known = zip(days, _written(column), strict=True)
            return [(day, self._moment) if day is None or _FIRST <= day < _LAST else (text, None) for day, text in known]
        form = self._share if field.metadata == SHARE else None
        return [(value, form) for value in column.to_pylist()]

    def close(self) -> None:
        if self._sheet is None:
            self._turn()
        sheet = self._book.add_worksheet("Guichet")
        for n, line in enumerate(self._about):
            sheet.write_string(n, 0, line)
        self._book.close()

    def drop(self) -> None:
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()


def _written(column: pa.Array) -> list[Any]:
    """Moments as "2026-11-25 08:05:00", also those beyond Python's years."""
    written: list[Any] = pc.strftime(column.cast(pa.timestamp("s"), safe=False), "%Y-%m-%d %H:%M:%S").to_pylist()
    return written


class Parquet:
    """Columns under the names of the data dictionary, types as they are."""

    def __init__(self, path: Path, heads: Sequence[str], language: str, about: Sequence[str]) -> None:
        self._file = path.open("wb")
        self._writer: pq.ParquetWriter | None = None

    def write(self, piece: pa.RecordBatch) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, piece.schema)
        self._writer.write_batch(piece)

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._file.close()

    def drop(self) -> None:
        if self._writer:
            self._writer.is_open = False  # else it writes its end when it is collected
        self._file.close()


#: Marks a column of shares of 1.
SHARE = {b"guichet": b"share"}
FORMATS: dict[str, type[Csv] | type[Xlsx] | type[Parquet]] = {"csv": Csv, "xlsx": Xlsx, "parquet": Parquet}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
