"""Files of tickets: counts agree with another reader's, twice changes nothing, and what is no table is a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import psycopg
import pytest

from dashboard.errors import BadSettings, Trouble
from dashboard.intake.files import NoTable, import_csv
from dashboard.store import Store

ROOT = Path(__file__).parents[3]
MAPPINGS = ROOT / "docs" / "import"
DATA = Path(os.environ.get("GUICHET_DATA", ROOT.parent / "shared" / "data"))

BOSTON_LIKE = """case_enquiry_id,open_dt,target_dt,closed_dt,case_status,case_title,reason,type,department,location_street_name,neighborhood,latitude,longitude,source
1,2011-07-01 01:32:33,2011-07-15 01:32:32,2011-07-01 05:06:58,Closed,Lamp,Street Lights,Outage,PWDx,39 Lorraine St,Roslindale,42.2839,-71.1447,Phone
2,2011-07-01 02:18:31,,,Open,Bin,Sanitation,Bin,PWDx,,Roslindale,42.2840,-71.1448,Phone
3,2011-07-02 02:18:31,,,Open,"Tree, big",Trees,Tree,PARK,,Roslindale,42.2841,-71.1446,App
4,2011-07-02 02:18:31,,,Open,Tree,Trees,Tree,PARK,,Roslindale,42.2842,-71.1440,App
5,2011-07-02 02:18:31,,,Open,Tree,Trees,Tree,PARK,,Roslindale,42.2843,-71.1441,App
6,2011-07-02 02:18:31,,,Open,Nowhere,Cemetery,Other,PARK,,,42.3594,-71.0587,App
"""
ZURICH_LIKE = """date,year,service_code,e,n
2016-06-27,2016,Brunnen/Hydranten,2683920,1245604
2016-06-27,2016,Brunnen/Hydranten,2683920,1245604
2025-12-02,2025,Beleuchtung/Uhren,2682182,1248788
"""


@pytest.fixture
def empty(owner: psycopg.Connection) -> psycopg.Connection:
    owner.execute("truncate desk.ticket, desk.team, desk.bad_row, desk.change, city.topic, city.neighbourhood cascade")
    return owner


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The content of a small file, or a real one."""
    if isinstance(request.param, Path):
        return request.param
    small = tmp_path / "small.csv"
    small.write_text(request.param, encoding="utf-8")
    return small


# the real files too, where they are at hand
BOSTON = [pytest.param(BOSTON_LIKE, id="small"), *DATA.glob("boston_311_2011/*.csv")]
LONG = [pytest.mark.long, pytest.mark.timeout(600)]
ZURICH = [pytest.param(ZURICH_LIKE, id="small"), *(pytest.param(file, marks=LONG) for file in DATA.glob("zurich_zueriwieneu/*.csv"))]


def one(owner: psycopg.Connection, query: str, *bound) -> object:
    return owner.execute(query, bound).fetchone()[0]


@pytest.mark.parametrize("path", BOSTON, indirect=True)
def test_boston_agrees_with_pandas(store: Store, empty: psycopg.Connection, path: Path) -> None:
    frame = pd.read_csv(path, dtype=str)
    result = import_csv(store, path, MAPPINGS / "boston.toml")
    assert (result.kept.new, result.bad) == (len(frame), [])
    assert one(empty, "select count(*) from desk.ticket where is_open") == (frame.case_status == "Open").sum()
    assert one(empty, "select count(*) from desk.ticket where solved_at is not null") == frame.closed_dt.notna().sum()
    known = ~((frame.latitude == "42.3594") & (frame.longitude == "-71.0587"))
    assert one(empty, "select count(*) from desk.ticket where lat is not null and placed_by in ('coordinates', 'outside')") == known.sum()
    by_name = dict(empty.execute("select n.name, count(*) from desk.ticket t join city.neighbourhood n on n.id = t.neighbourhood_id"
                                 " where t.lat is not null and n.name = 'Roslindale' group by 1").fetchall())  # fmt: skip
    assert by_name["Roslindale"] >= ((frame.neighborhood == "Roslindale") & known).sum()
    teams = dict(empty.execute("select g.name, count(*) from desk.ticket t join desk.team g on g.id = t.team_id group by 1").fetchall())
    assert teams == frame.department.value_counts().to_dict()
    trees = frame.reason.isin(["Trees", "Park Maintenance & Safety"]).sum()
    assert one(empty, "select count(*) from desk.ticket t join city.topic o on o.id = t.topic_id where o.key = 'trees'") == trees
    # a summer night in Boston is four hours behind UTC
    first = pd.Timestamp(frame.open_dt.min(), tz="America/New_York").tz_convert("UTC")
    assert one(empty, "select min(opened_at) from desk.ticket") == first
    again = import_csv(store, path, MAPPINGS / "boston.toml").kept
    assert (again.new, again.changed, again.same) == (0, 0, len(frame))


@pytest.mark.parametrize("path", ZURICH, indirect=True)
def test_zurich_agrees_with_pandas(store: Store, empty: psycopg.Connection, path: Path) -> None:
    frame = pd.read_csv(path, dtype=str)
    result = import_csv(store, path, MAPPINGS / "zurich.toml")
    assert (result.kept.new, result.bad) == (len(frame), [])
    by_category = dict(empty.execute("select category, count(*) from desk.ticket group by 1").fetchall())
    assert by_category == frame.service_code.value_counts().to_dict()
    assert one(empty, "select count(*) from desk.ticket where external_id not like '%%-1'") == frame.duplicated().sum()
    assert one(empty, "select count(*) from desk.ticket where is_open") == (frame.date >= "2025-12-01").sum()
    assert one(empty, "select count(*) from desk.ticket where lat between 47.2 and 47.5 and lon between 8.4 and 8.7") == len(frame)
    assert import_csv(store, path, MAPPINGS / "zurich.toml").kept.same == len(frame)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(
        'source = "old"\ndate_formats = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]\n[columns]\nid = "nr"\nopened = "datum"\ntitle = "omschrijving"\n'
        'status = "toestand"\nx = "x"\ny = "y"\n[statuses]\nnames = { Klaar = "closed" }\n'
    )
    return path


def test_bad_rows_are_set_aside_and_the_rest_is_kept(store: Store, empty: psycopg.Connection, tmp_path: Path, mapping: Path) -> None:
    path = tmp_path / "oud.csv"
    rows = [
        "nr;datum;omschrijving;toestand;x;y",
        "1;24/11/2011 14:05;Café gesloten;KLAAR;5,19;50,81",
        "2;gisteren;x;;;",
        ";24/11/2011;x;;;",
        "4;24/11/2011;te weinig",
        "5;25/11/2011;x;;hier;daar",
        "1;24/11/2011;nog eens;;;",
        "7;25/11/2011;x;;217000;164000",
        "8;25/11/2011;goed;;;",
    ]
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    dry = import_csv(store, path, mapping, dry_run=True)
    assert (dry.kept.new, len(dry.bad)) == (2, 6)
    assert "Nothing was stored." in str(dry)
    assert one(empty, "select (select count(*) from desk.ticket) + (select count(*) from desk.bad_row)") == 0
    for _ in range(2):
        result = import_csv(store, path, mapping)
    assert result.kept.same == 2
    assert empty.execute("select title, status from desk.ticket order by external_id").fetchall() == [("Café gesloten", "closed"), ("goed", "new")]
    numbers = empty.execute("select row_number from desk.bad_row where batch = 'oud.csv' order by 1").fetchall()
    assert [row[0] for row in numbers] == [2, 3, 4, 5, 6, 7]
    assert "gisteren" in str(result)
    assert "right grid" in str(result)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\x89PNG\0\0\0", "no text file"),
        (b"a,b,c\n1,2,3\n", "no column datum, nr, omschrijving.*It has: a, b, c"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_table_is_a_sentence(store: Store, tmp_path: Path, mapping: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "file.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoTable, match=words):
        import_csv(store, path, mapping)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('source = "topdesk"', "source.*taken"),
        ('source = "x1"\ncrs = "EPSG:1"', "crs"),
        ('source = "x1"\ntimezone = "Mars/North"', "timezone"),
        ('source = "x1"\ncolour = 1', "colour: unknown field"),
        ("source = ", "mapping.toml"),
    ],
)
def test_a_wrong_mapping_names_its_field(store: Store, tmp_path: Path, line: str, words: str) -> None:
    mapping, path = tmp_path / "mapping.toml", tmp_path / "file.csv"
    mapping.write_text(f'{line}\n[columns]\nopened = "datum"\n')
    path.write_text("datum\n2011-01-01\n")
    with pytest.raises((BadSettings, Trouble), match=words):
        import_csv(store, path, mapping)
