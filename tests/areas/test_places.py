"""Where a ticket counts: streets in parts, hexagons, and what lies beside what."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from dashboard.areas.parts import PART_M, cut
from dashboard.areas.places import Places
from dashboard.store import SERVICE
from tests.areas.conftest import City

LON, LAT = 5.2, 50.8
M = 1 / 111_320  # degrees of latitude; of longitude 1.58 times as many


def street(id: int, name: str, *lines: list[list[float]], home: int | None = None) -> Any:
    return SimpleNamespace(id=id, name=name, village="", neighbourhood_id=home, lines=list(lines))


def north(metres: float, from_m: float = 0.0, lon: float = LON) -> list[list[float]]:
    """A street that runs straight to the north."""
    return [[lon, LAT + from_m * M], [lon, LAT + (from_m + metres) * M]]


def tickets(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame([{"neighbourhood_id": None, "street_id": None, "lat": np.nan, "lon": np.nan} | row for row in rows])
    return frame.astype({"neighbourhood_id": "Int64", "street_id": "Int64"})


def test_a_street_is_cut_into_parts_of_about_a_length_that_make_it_whole() -> None:
    for metres, parts in ((30, 1), (449, 1), (460, 2), (950, 3), (3000, 10)):
        found = cut([shapely.LineString([(0, 0), (0, metres / 3), (0, metres)])])
        assert len(found) == parts
        assert sum(part.length for part in found) == pytest.approx(metres)
        assert parts == 1 or all(0.6 * PART_M < part.length < 1.6 * PART_M for part in found)
    crumbs = [shapely.LineString([(n * 20, 0), (n * 20, 15)]) for n in range(40)]
    assert sum(part.length for part in cut(crumbs)) == pytest.approx(600), "nothing is lost of a street of crumbs"
    assert cut([]) == []


def test_a_ticket_counts_in_the_part_that_it_is_nearest_to_and_nowhere_without_a_point() -> None:
    places = Places([street(7, "Long", north(900)), street(8, "Short", north(100, lon=LON + 0.01)), street(9, "Bare")], [])
    at = places.locate(tickets(
        {"street_id": 7, "lat": LAT + 20 * M, "lon": LON}, {"street_id": 7, "lat": LAT + 880 * M, "lon": LON}, {"street_id": 7},
        {"street_id": 8}, {"street_id": 9}, {}, {"lat": LAT, "lon": LON}, {"street_id": 999},
    ))  # fmt: skip
    assert at.segment.tolist() == [7000, 7002, pd.NA, 8000, pd.NA, pd.NA, pd.NA, pd.NA]
    assert at.hexagon.isna().tolist() == [False, False, True, True, True, True, False, True]
    assert places.named("segment", 7002).beside == "" and places.named("segment", 8000).name == "Short"


def test_what_is_beside_what() -> None:
    square = [[[[LON, LAT], [LON + 0.01, LAT], [LON + 0.01, LAT + 0.01], [LON, LAT + 0.01], [LON, LAT]]]]
    moved = [[[[x + 0.01, y] for x, y in square[0][0]]]]
    away = [[[[x + 0.5, y] for x, y in square[0][0]]]]
    quarters = [SimpleNamespace(id=n, name=f"Q{n}", rings=rings, lon=LON, lat=LAT) for n, rings in ((3, square), (4, moved), (5, away))]
    places = Places([street(1, "A", north(900), home=3), street(2, "B", [[LON, LAT + 450 * M], [LON + 0.003, LAT + 450 * M]], home=3)], quarters)
    at = places.locate(tickets({"street_id": 1, "lat": LAT + 450 * M, "lon": LON + 0.001}))
    found = {(place.kind, place.id): place for place in places.with_neighbours(at)}
    assert found["neighbourhood", 3].around == (4,) and found["neighbourhood", 5].around == ()
    assert set(found["segment", 1001].around) == {1000, 1002, 2000} and found["segment", 1001].parent == 3
    hexagon = found["hexagon", int(at.hexagon[0])]
    assert len(hexagon.around) == 6 and hexagon.parent == 3 and hexagon.id not in hexagon.around
    middles = [(places.named("hexagon", n).lon, places.named("hexagon", n).lat) for n in hexagon.around]
    mine = places.named("hexagon", hexagon.id)
    apart = [np.hypot((lon - mine.lon) / M * np.cos(np.radians(50.8)), (lat - mine.lat) / M) for lon, lat in middles]
    assert apart == pytest.approx([250] * 6, rel=0.01), "its neighbours are as far as it is wide"


def test_a_city_without_streets_or_neighbourhoods_has_hexagons_alone() -> None:
    places = Places([], [])
    at = places.locate(tickets({"lat": 42.36, "lon": -71.06}, {}))
    assert [place.kind for place in places.with_neighbours(at)] == ["hexagon"]
    named = places.named("hexagon", int(at.hexagon[0]))
    assert (named.name, named.neighbourhood_id) == ("", None)
    assert shapely.Polygon(named.outline[0][0]).contains(shapely.Point(-71.06, 42.36))


def test_every_part_of_the_demo_city_has_a_name_and_an_outline(city: City) -> None:
    with city.store.transaction(SERVICE) as connection:
        places = Places.load(connection)
    every = places.with_neighbours(pd.DataFrame({"hexagon": pd.array([], dtype="Int64")}))
    parts = [place for place in every if place.kind == "segment"]
    assert len(parts) > 900 and len({place.id for place in parts}) == len(parts)
    for place in parts:
        named = places.named("segment", place.id)
        assert named.name and shapely.Polygon(named.outline[0][0]).is_valid
