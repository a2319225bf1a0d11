"""From a file to the figures: Guichet and pandas, straight on the file, find the same counts, medians and 90th percentiles.

The real files are read where they are at hand (GUICHET_DATA); a made one has the same oddities and is always there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import psycopg
import pytest

from dashboard.city.working_time import Hours
from dashboard.figures.explore import ALL, Asked, explore
from dashboard.history import History
from dashboard.intake.files import import_csv
from dashboard.intake.files.mapping import load
from dashboard.settings import CityFile
from dashboard.store import Store

ROOT = Path(__file__).parents[3]
MAPPINGS = ROOT / "docs" / "import"
DATA = Path(os.environ.get("GUICHET_DATA", ROOT.parent / "shared" / "data"))
LONG = (pytest.mark.long, pytest.mark.timeout(600))
ROUND_THE_CLOCK = Hours(
    **{day: ["00:00-24:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}, holidays=""
)
OFFICE = Hours(holidays="")


def made() -> pd.DataFrame:
    """As an export of an old system: closings 42,000 days before the opening and 365,000 days after it, nights, weekends, summer time."""
    rng = np.random.default_rng(4)
    opened = np.datetime64("2024-01-01T00:00") + rng.integers(0, 366 * 24 * 60, 600).astype("timedelta64[m]")
    took = rng.integers(0, 60 * 24 * 60, 600).astype("timedelta64[m]")
    took[::50], took[25::50] = np.timedelta64(-42_000, "D"), np.timedelta64(365_000, "D")
    closed = pd.Series(opened + took).dt.strftime("%Y-%m-%d %H:%M:%S").mask(pd.Series(rng.random(600) < 0.2))
    return pd.DataFrame({
        "case_enquiry_id": np.arange(600).astype(str), "case_title": "x", "reason": rng.choice(["Sanitation", "Trees", "Street Lights", "?"], 600),
        "type": "y", "case_status": np.where(closed.isna(), "Open", "Closed"), "department": rng.choice(["PWDx", "PARK", "ISD"], 600),
        "source": rng.choice(["Phone", "App", "=1+1"], 600), "open_dt": pd.Series(opened).dt.strftime("%Y-%m-%d %H:%M:%S"),
        "target_dt": None, "closed_dt": closed, "location_street_name": None, "neighborhood": "Roslindale",
        "latitude": rng.choice(["42.28", "42.29"], 600), "longitude": "-71.14",
    })  # fmt: skip


def csv_file(folder: str) -> pd.DataFrame:
    return pd.read_csv(next((DATA / folder).glob("*.csv")), dtype=str)


def chapel_hill() -> pd.DataFrame:
    return pd.json_normalize(json.loads((DATA / "seeclickfix" / "chapelhill.json").read_text())["issues"]).astype("string")


def virginia_beach() -> pd.DataFrame:
    lines = (DATA / "seeclickfix" / "virginiabeach.ndjson").read_text().splitlines()
    return pd.json_normalize([json.loads(line) for line in lines]).astype("string")


def san_francisco() -> pd.DataFrame:
    found = json.loads((DATA / "open311" / "san_francisco_500.json").read_text())
    return pd.DataFrame([one["fields"] for one in found if one["model"] == "dashboard.request"]).astype("string")


def real(read: Callable[[], pd.DataFrame], mapping: str, id: str, long: bool = False) -> list[object]:
    return [pytest.param(read, mapping, id=id, marks=LONG if long else ())] if DATA.is_dir() else []


FILES = [
    pytest.param(made, "boston", id="made"),
    *real(partial(csv_file, "boston_311_2011"), "boston", "boston"),
    *real(partial(csv_file, "nyc_311_2024"), "nyc", "new york"),
    *real(partial(csv_file, "paris_dansmarue"), "paris", "paris", long=True),
    *real(partial(csv_file, "zurich_zueriwieneu"), "zurich", "zurich", long=True),
    *real(chapel_hill, "seeclickfix", "chapel hill"),
    *real(virginia_beach, "seeclickfix", "virginia beach"),
    *real(san_francisco, "open311", "san francisco"),
]


@pytest.fixture
def imported(request: pytest.FixtureRequest, store: Store, owner: psycopg.Connection, tmp_path: Path) -> Iterator[tuple[pd.DataFrame, str, Store]]:
    owner.execute("truncate desk.ticket, desk.team, desk.bad_row, desk.change, city.topic, city.neighbourhood cascade")
    read, mapping = request.param
    frame = read()
    path = tmp_path / "file.csv"
    frame.to_csv(path, index=False)
    result = import_csv(store, path, MAPPINGS / f"{mapping}.toml")
    assert (result.kept.new, result.bad) == (len(frame), [])
    yield frame, mapping, store


def local(column: pd.Series | None, zone: str, length: int) -> pd.Series:
    """A file's dates on the city's clock; of an hour that the clock repeats, the first."""
    if column is None:
        return pd.Series(pd.NaT, range(length), dtype=f"datetime64[us, {zone}]")
    offset = column.dropna().astype(str).str.contains(r"[+-]\d\d:\d\d$").any()
    if offset:
        return pd.to_datetime(column, utc=True).astype("datetime64[us, UTC]").dt.tz_convert(zone).reset_index(drop=True)
    naive = pd.Series(column.fillna("NaT").astype(str).to_numpy("datetime64[us]"))
    return naive.dt.tz_localize(zone, ambiguous=np.ones(length, bool), nonexistent="shift_forward")


def elapsed(start: pd.Series, end: pd.Series) -> pd.Series:
    return (end - start).dt.total_seconds()


def in_office(start: pd.Series, end: pd.Series) -> pd.Series:
    """Seconds of Monday to Friday, 9 to 17 by the clock, worked out with numpy's calendar of business days."""

    def until(moments: pd.Series) -> np.ndarray:
        clock = moments.dt.tz_localize(None).to_numpy("datetime64[us]")
        known = np.where(np.isnat(clock), np.datetime64("2000-01-01"), clock).astype("datetime64[us]")
        days = known.astype("datetime64[D]")
        inside = np.clip((known - days) / np.timedelta64(1, "s") - 9 * 3600, 0, 8 * 3600)
        return np.busday_count("1990-01-01", days) * 8 * 3600.0 + np.where(np.is_busday(days), inside, 0)

    return pd.Series(until(end) - until(start)).where(end.notna())


def nearest_rank(seconds: pd.Series) -> tuple[int, int]:
    minutes = np.sort((seconds.dropna() // 60).astype("int64"))
    return tuple(int(minutes[int(np.ceil(round(share * len(minutes), 9))) - 1]) for share in (0.5, 0.9))  # type: ignore[return-value]


@pytest.mark.parametrize("imported", [pytest.param(tuple(file.values), id=file.id, marks=file.marks) for file in FILES], indirect=True)
def test_counts_medians_and_90th_percentiles_equal_pandas_on_the_file(imported: tuple[pd.DataFrame, str, Store]) -> None:
    frame, mapping, store = imported
    rules = load(MAPPINGS / f"{mapping}.toml")
    columns, zone = rules.columns, rules.timezone
    opened, closed, answered = (local(frame.get(name), zone, len(frame)) for name in (columns.opened, columns.closed, columns.first_answer))
    ended = frame[columns.status].isin(["Closed", "Archived"]).reset_index(drop=True) if columns.closed else pd.Series(False, range(len(frame)))
    closed = closed.where(ended)
    last, first = pd.concat([closed, answered], axis=1).max(axis=1), pd.concat([closed, answered], axis=1).min(axis=1)
    odd = (first < opened) | (last - opened > pd.Timedelta(days=3653))
    topics = {category: topic.key for topic in rules.topics for category in topic.categories}
    keys = {
        "topic": frame[columns.category].map(topics), "weekday": opened.dt.day_of_week + 1, "hour": opened.dt.hour,
        "month": opened.dt.year * 100 + opened.dt.month, "year": opened.dt.year,
        **{name: frame[getattr(columns, name)] for name in ("team", "channel") if getattr(columns, name)},
    }  # fmt: skip
    for hours, seconds in ((ROUND_THE_CLOCK, elapsed), (OFFICE, in_office)):
        history = History(store, CityFile.model_validate({"city": {"timezone": zone}, "working_time": hours.model_dump()}))
        solve, answer = (seconds(opened, end).mask(odd) for end in (closed, answered))
        for dimension, column in keys.items():
            table = explore(lambda name, /, **given: history.ask(name, given), Asked(dimension, zone=zone), ("solve", "answer"))  # noqa: B023
            names = {str(row.key): row.name_en for row in history.ask("explore/names", {"of": dimension}).itertuples()}
            if dimension == "topic":
                names = {id: next(topic.key for topic in rules.topics if topic.name_en == name) for id, name in names.items()}
            said = column.reset_index(drop=True).map(lambda key: "?" if pd.isna(key) else str(key))
            found = {"?" if row is None else names.get(row, row): table[row, ALL] for row in (*table.rows, ALL) if table[row, ALL].n}
            assert {key: cell.n for key, cell in found.items() if key != ALL} == said.value_counts().to_dict()
            for key, cell in found.items():
                own = said.eq(key) | (key == ALL)
                assert cell.odd == (own & odd).sum()
                for of, took in (("solve", solve[own]), ("answer", answer[own])):
                    assert getattr(cell, of) == took.notna().sum()
                    assert cell.took.get(of) == (nearest_rank(took) if took.notna().any() else None), (dimension, key, of)
        if columns.closed and len(frame) > 500:
            assert table[ALL, ALL].solve > 200
        history.stop()
    if frame.columns[0] == "case_enquiry_id" and frame.case_title.eq("x").all():
        assert odd.sum() > 15, "minus 42,000 and plus 365,000 days are set apart"
