"""Files: no text is ever calculated, numbers and moments stay what they are, no length is too long, and a full disk is a sentence."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dashboard.errors import DatabaseDown
from dashboard.export import FORMATS, Made, Rows, files, make, making, taken
from dashboard.export.making import DiskFull

WICKED = ["=1+1", "+32 11 70 14 00", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "=HYPERLINK(\"http://outside.example\")", "＝1", "'=1",
          "plain; with, both", "line\nbreak", "https://outside.example/", "0012", "é ß 漢", "", None]  # fmt: skip
MOMENTS = [datetime(2026, 11, 25, 8, 5), datetime(1899, 1, 1), datetime(9999, 12, 31, 23, 59, 59), datetime(1583, 1, 1), None]


def pieces(rows: int, size: int = 1000) -> Iterator[pa.RecordBatch]:
    for start in range(0, rows, size):
        ns = range(start, min(start + size, rows))
        yield pa.record_batch({
            "text": pa.array([WICKED[n % len(WICKED)] for n in ns], pa.string()),
            "whole": pa.array([n - 42_000 for n in ns], pa.int64()),
            "real": pa.array([None if n % 7 == 0 else n / 8 - 1.5 for n in ns], pa.float64()),
            "at": pa.array([MOMENTS[n % len(MOMENTS)] for n in ns], pa.timestamp("us")),
        })  # fmt: skip


def made(folder: Path, form: str, rows: int, language: str = "nl") -> Path:
    steps = list(make(folder, 7, f"file.{form}", pieces(rows), ["=Text", "Whole", "Real", "At"], language, ["=about"]))
    assert [step.n for step in steps[:-1] if isinstance(step, Rows)] == [*range(1000, rows, 1000), rows]
    assert isinstance(steps[-1], Made)
    path = taken(folder, steps[-1].token, 7)
    assert path and not taken(folder, steps[-1].token, 8)
    return path


@pytest.mark.parametrize("language", ["nl", "en"])
def test_csv_is_read_back_as_it_was_and_nothing_in_it_is_calculated(tmp_path: Path, language: str) -> None:
    path = made(tmp_path, "csv", 2500, language)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file, delimiter=";" if language == "nl" else ",")
    assert heads == ["'=Text", "Whole", "Real", "At"] and len(rows) == 2500
    for n, (text, whole, real, at) in enumerate(rows):
        wicked = WICKED[n % len(WICKED)] or ""
        assert not text.lstrip(" ").startswith(files.FORMULA)
        assert text in (wicked, f"'{wicked}")
        assert int(whole) == n - 42_000
        assert real == "" if n % 7 == 0 else float(real.replace(",", ".") if language == "nl" else real) == n / 8 - 1.5
        moment = MOMENTS[n % len(MOMENTS)]
        assert at == ("" if moment is None else moment.isoformat(" ", "seconds"))


def test_xlsx_has_texts_numbers_and_real_dates_and_no_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SHEET_ROWS", 1001)
    path = made(tmp_path, "xlsx", 2500)
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4, "three of rows, and how it is counted"
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)
    book = CalamineWorkbook.from_path(str(path))
    rows = [row for name in book.sheet_names[:3] for row in book.get_sheet_by_name(name).to_python()[1:]]
    assert len(rows) == 2500
    for n, (text, whole, real, at) in enumerate(rows):
        assert (text or "").replace("\r", "\n") == (WICKED[n % len(WICKED)] or "").replace("\r", "\n")
        assert isinstance(whole, float) and whole == n - 42_000
        assert real == ("" if n % 7 == 0 else n / 8 - 1.5)
        moment = MOMENTS[n % len(MOMENTS)]
        if moment is None:
            assert at == ""
        elif moment.year < 1900:
            assert at == moment.isoformat(" ", "seconds"), "Excel has no number for it"
        else:
            assert at == moment
    assert book.get_sheet_by_name(book.sheet_names[3]).to_python() == [["=about"]]


def test_parquet_has_the_types_and_names_of_the_dictionary(tmp_path: Path) -> None:
    table = pq.read_table(made(tmp_path, "parquet", 2500))
    assert table.to_pylist() == pa.Table.from_batches(pieces(2500)).to_pylist()


@given(st.text(max_size=40))
def test_no_text_is_left_that_a_spreadsheet_calculates(text: str) -> None:
    safe = files.harmless(text)
    assert safe in (text, "'" + text)
    assert not safe.lstrip(" \u00a0").startswith(files.FORMULA)
    assert files.harmless(safe) == safe if safe == text else safe[1:] == text


@pytest.mark.parametrize("form", list(FORMATS))
def test_given_up_halfway_or_failed_leaves_nothing_behind(tmp_path: Path, form: str) -> None:
    begun = make(tmp_path, 7, f"file.{form}", pieces(5000), ["a", "b", "c", "d"], "nl", [])
    assert next(begun) == Rows(1000)
    assert list(tmp_path.iterdir())
    begun.close()
    assert not list(tmp_path.iterdir())

    def broken() -> Iterator[pa.RecordBatch]:
        yield from pieces(2000)
        raise DatabaseDown("away")

    with pytest.raises(DatabaseDown):
        list(make(tmp_path, 7, f"file.{form}", broken(), ["a", "b", "c", "d"], "nl", []))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_full_disk_is_a_sentence(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class OnFullDisk(FORMATS[form]):  # type: ignore[misc]
        def __init__(self, path: Path, *rest: object) -> None:
            path.symlink_to("/dev/full")  # the kernel says "no space left on device" to whoever writes there
            super().__init__(path, *rest)

    monkeypatch.setitem(FORMATS, form, OnFullDisk)
    with pytest.raises(DiskFull, match="The disk is full"):
        list(make(tmp_path, 7, f"file.{form}", pieces(200_000, 10_000), ["a", "b", "c", "d"], "nl", []))
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_a_sentence_for_a_spreadsheet_too_and_some_room_is_left_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_given: object) -> None:
        raise xlsxwriter.exceptions.FileCreateError(OSError(28, "No space left on device"))

    with monkeypatch.context() as full:
        full.setattr(xlsxwriter.Workbook, "_store_workbook", no_room)
        with pytest.raises(DiskFull):
            list(make(tmp_path, 7, "file.xlsx", pieces(10), ["a", "b", "c", "d"], "nl", []))
    monkeypatch.setattr(making, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(DiskFull):
        list(make(tmp_path, 7, "file.csv", pieces(10), ["a", "b", "c", "d"], "nl", []))
    assert not list(tmp_path.iterdir())


def test_what_nobody_fetched_is_swept_and_a_token_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, "csv", 10)
    for token in ("..", "../x.7", "", f"{'a' * 32}.7", path.parent.name + "/..", path.parent.name.replace(".7", ".77")):
        assert taken(tmp_path, token, 7) is None
    monkeypatch.setattr(making, "KEPT_SECONDS", -1.0)
    making.sweep(tmp_path)
    assert not path.exists()
