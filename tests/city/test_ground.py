"""The geometry for browsers: small, complete, and made again only when it changed."""

from __future__ import annotations

import gzip
import json
from typing import Any

import psycopg
import pytest

from dashboard.city import ground
from dashboard.store import Store, Who

PRESENTER = Who("presenter")


@pytest.fixture
def drawn(store: Store, database: str) -> Store:
    """A city of 700 streets with 20 points each, 20 quarters of 200 points, and a river."""
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("delete from city.street; delete from city.backdrop; delete from city.neighbourhood")
        owner.execute("""
            insert into city.neighbourhood (name, rings, lat, lon)
            select 'Quarter ' || n, jsonb_build_array(jsonb_build_array((select jsonb_agg(jsonb_build_array(
                5.1 + cos(k * pi() / 100) * 0.01 + n * 0.01, 50.7 + sin(k * pi() / 100) * 0.01)) from generate_series(0, 200) k))),
                50.7, 5.1 + n * 0.01
            from generate_series(1, 20) n""")
        owner.execute("""
            insert into city.street (name, village, key, lines, length_m, min_lon, min_lat, max_lon, max_lat)
            select 'Sint-Jansstraat ' || n / 2, 'Village ' || n % 2, 'x' || n, jsonb_build_array((select jsonb_agg(jsonb_build_array(
                5.123456789 + k * 0.000123456 + n * 0.0001, 50.7123456789 + k * 0.000234567)) from generate_series(1, 20) k)),
                500, 5.1, 50.7, 5.2, 50.8
            from generate_series(0, 699) n""")
        owner.execute("""insert into city.backdrop (kind, geometry) values
            ('water', '{"type": "LineString", "coordinates": [[5.111111111, 50.7], [5.2, 50.722222222]]}')""")
    ground._kept.clear()
    return store


def unpacked(found: ground.Ground, name: str) -> Any:
    return json.loads(gzip.decompress(found.files[name]))


def test_a_city_of_forty_thousand_fits_well_into_the_limit(drawn: Store) -> None:
    found = ground.current(drawn, PRESENTER)
    plain = sum(len(gzip.decompress(content)) for content in found.files.values())
    sent = sum(map(len, found.files.values()))
    assert plain < 1_500_000 and sent < 400_000
    lines = unpacked(found, "streets")
    assert len(lines) == len(found.streets) == 700
    assert all(line["place"] == f"street-{found.streets[line['n']].id}" for line in lines)
    assert lines[0]["path"][0] == [round(value, 5) for value in lines[0]["path"][0]]
    kinds = [feature["properties"]["kind"] for feature in unpacked(found, "backdrop")["features"]]
    assert kinds == ["water"] + ["quarter"] * 20
    assert {street.name for street in found.streets if " 7 " in street.name + " "} >= {"Sint-Jansstraat 7 (Village 0)"}


def test_it_is_read_again_when_it_changed_and_only_then(drawn: Store, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "LOOK_EVERY_SECONDS", 0.0)
    first = ground.current(drawn, PRESENTER)
    assert ground.current(drawn, PRESENTER) is first
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("update city.street set name = 'Renamed' where id = %s", [first.streets[0].id])
    second = ground.current(drawn, PRESENTER)
    assert second.version != first.version
    assert "Renamed" in {street.name for street in second.streets}


def test_a_city_without_geometry_has_none(store: Store, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("delete from city.street; delete from city.backdrop; delete from city.neighbourhood")
    ground._kept.clear()
    found = ground.current(store, PRESENTER)
    assert found.box is None and found.streets == () and unpacked(found, "streets") == []
