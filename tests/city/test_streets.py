"""A city's own GeoJSON: streets, quarters and backdrop."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dashboard.city.streets import NoMap, import_geojson
from dashboard.store import Store


def _way(name: str, *points: tuple[float, float], **more: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name, **more}, "geometry": {"type": "LineString", "coordinates": points}}


def _file(folder: Path, *features: Any, name: str = "city.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _area(name: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    ring = [[x, y], [x + 0.02, y], [x + 0.02, y + 0.02], [x, y + 0.02], [x, y]]
    return {"type": "Feature", "properties": {"name": name, **more}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_ways_of_one_name_in_one_village_are_one_street(store: Store, owner: psycopg.Connection, tmp_path: Path) -> None:
    import_geojson(store, _file(tmp_path, _area("Centrum", 5.18, 50.80, inhabitants=1200), _area("Bernem", 5.21, 50.80, village="Bernem")))
    ways = (
        _way("Kerkstraat", (5.181, 50.801), (5.183, 50.801)),
        _way("Kerkstraat", (5.183, 50.801), (5.185, 50.802)),
        _way("Kerkstraat", (5.215, 50.801), (5.217, 50.801)),
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [5.18, 50.8]}},
    )
    result = import_geojson(store, _file(tmp_path, *ways))
    assert result.streets == 2
    rows = owner.execute(
        "select s.village, jsonb_array_length(s.lines), round(s.length_m), n.name from city.street s"
        " join city.neighbourhood n on n.id = s.neighbourhood_id order by 2 desc"
    ).fetchall()
    assert [(lines, quarter) for _, lines, _, quarter in rows] == [(2, "Centrum"), (1, "Bernem")]
    assert rows[1][2] == pytest.approx(141, abs=2)
    import_geojson(store, _file(tmp_path, *ways))
    assert owner.execute("select count(*) from city.street").fetchone() == (2,)


def test_metres_of_the_national_grid_become_degrees(store: Store, owner: psycopg.Connection, tmp_path: Path) -> None:
    import_geojson(store, _file(tmp_path, _way("Lambertlaan", (209_000.0, 166_000.0), (209_100.0, 166_000.0))))
    found = owner.execute("select min_lon, min_lat, length_m from city.street where name = 'Lambertlaan'").fetchone()
    assert found is not None
    assert 5.0 < found[0] < 5.4 and 50.7 < found[1] < 50.9
    assert found[2] == pytest.approx(100, abs=1)


def test_a_suffix_that_all_areas_carry_is_left_out(store: Store, owner: psycopg.Connection, tmp_path: Path) -> None:
    import_geojson(store, _file(tmp_path, _area("Halmaal (Odilia)", 6.0, 50.0), _area("Velm (Odilia)", 6.1, 50.0)))
    names = owner.execute("select name from city.neighbourhood where lon > 5.9 order by name").fetchall()
    assert names == [("Halmaal",), ("Velm",)]


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"a": 1}', '{"type": "FeatureCollection", "features": []}'])
def test_a_file_that_is_no_map_is_a_sentence(store: Store, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(content)
    with pytest.raises(NoMap, match=r"x\.geojson"):
        import_geojson(store, path)
