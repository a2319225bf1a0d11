"""Places by point, by name and inside a text."""

from __future__ import annotations

from types import SimpleNamespace as Row

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.city.gazetteer import Gazetteer
from dashboard.city.names import french_keys, key


def _line(x: float, y: float, dx: float = 0.003, dy: float = 0.0) -> list[list[list[float]]]:
    return [[[x, y], [x + dx, y + dy]]]


def _square(x: float, y: float, side: float) -> list[list[list[list[float]]]]:
    return [[[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]]


STREETS = [
    Row(id=1, name="Luikerstraat", village="Odilia", neighbourhood_id=1, lines=_line(5.19, 50.815)),
    Row(id=2, name="Kerkstraat", village="Odilia", neighbourhood_id=1, lines=_line(5.191, 50.812)),
    Row(id=3, name="Kerkstraat", village="Bernem", neighbourhood_id=2, lines=_line(5.231, 50.812)),
    Row(id=4, name="Grote Markt", village="Odilia", neighbourhood_id=1, lines=_line(5.192, 50.815, 0.0, 0.001)),
    Row(id=5, name="Diesterstraat", village="Odilia", neighbourhood_id=1, lines=_line(5.18, 50.819)),
    Row(id=6, name="Tiensesteenweg", village="Odilia", neighbourhood_id=1, lines=_line(5.15, 50.811, 0.04)),
    Row(id=7, name="Dries", village="Bernem", neighbourhood_id=2, lines=_line(5.235, 50.815)),
    Row(id=8, name="Sint-Jozefstraat", village="Odilia", neighbourhood_id=1, lines=_line(5.185, 50.813)),
]
QUARTERS = [
    Row(id=1, name="Centrum", village="Odilia", rings=_square(5.14, 50.80, 0.08)),
    Row(id=2, name="Bernem", village="Bernem", rings=_square(5.22, 50.80, 0.03)),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(STREETS, QUARTERS)


@pytest.mark.parametrize(
    ("words", "street", "number"),
    [
        ("zwerfvuil Luikerstraat t.h.v. 12", 1, "12"),
        ("rue de Liège 12", 1, "12"),
        ("Sluikstort in de luikerstr. nr 7b aan de glasbol", 1, "7b"),
        ("LUIKERSTRAAT 12", 1, "12"),
        ("put in de Luikerstaat", 1, None),
        ("Lamp kapot Sint Jozefstraat", 8, None),
        ("Lamp kapot St.-Jozefstr. 3", 8, "3"),
        ("grand-place, des déchets", 4, None),
        ("hinder in de Kerkstraat in Bernem, huisnummer 4", 3, None),
        ("sinds 3 weken licht uit op de Dries 15", 7, "15"),
        ("Diesterstraat 20 uur lawaai", 5, None),
    ],
)
def test_a_street_inside_a_text(gazetteer: Gazetteer, words: str, street: int, number: str | None) -> None:
    found = gazetteer.in_text(words)
    assert found is not None
    assert (found.street_id, found.house_number) == (street, number)


@pytest.mark.parametrize(
    "words",
    [
        "overlast in de Kerkstraat",  # there are two
        "van de Luikerstraat tot de Diesterstraat en verder",  # which of them?
        "in de dries van de week",  # an ordinary word
        "Kerkstra",
        "",
        "😀 <script>alert(1)</script>",
    ],
)
def test_no_pin_rather_than_a_wrong_one(gazetteer: Gazetteer, words: str) -> None:
    assert gazetteer.in_text(words) is None


def test_a_corner_is_where_two_streets_meet(gazetteer: Gazetteer) -> None:
    place = gazetteer.place(texts=["put op de hoek van de Luikerstraat met de Grote Markt"])
    assert place.placed_by == "text"
    assert place.lat == pytest.approx(50.815, abs=1e-4)
    assert place.lon == pytest.approx(5.192, abs=1e-4)


def test_coordinates_win_and_the_street_is_their_label(gazetteer: Gazetteer) -> None:
    place = gazetteer.place(lat=50.8151, lon=5.1905, street="Tiensesteenweg", house_number="4")
    assert (place.placed_by, place.street_id, place.neighbourhood_id, place.house_number) == ("coordinates", 1, 1, "4")
    assert place.street_m == pytest.approx(11, abs=1)


def test_zero_zero_is_no_place_and_far_away_is_outside(gazetteer: Gazetteer) -> None:
    assert gazetteer.place(lat=0.0, lon=0.0).placed_by == "nothing"
    assert gazetteer.place(lat=48.85, lon=2.35).placed_by == "outside"


def test_a_long_street_gets_no_pin(gazetteer: Gazetteer) -> None:
    long, short = gazetteer.place(street="Tiensesteenweg"), gazetteer.place(street="Diesterstraat")
    assert (long.street_id, long.lat, long.neighbourhood_id) == (6, None, 1)
    assert (short.street_id, short.placed_by) == (5, "street")
    assert short.lat is not None


def test_a_hint_tells_two_streets_of_one_name_apart(gazetteer: Gazetteer) -> None:
    assert gazetteer.place(street="Kerkstraat", neighbourhood="Bernem").street_id == 3
    assert gazetteer.place(street="Kerkstraat").street_id is None
    assert gazetteer.place(texts=["vuil in de Kerkstraat"], hints=["Centrum"]).street_id == 2


def test_french_names_of_dutch_streets() -> None:
    assert "rue de liege" in french_keys("Luikerstraat")
    assert "rue de la gare" in french_keys("Stationsstraat")
    assert "rue de l eglise" in french_keys("Kerkstraat")
    assert french_keys("Appelboomgaardstraat") == []


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(words: str) -> None:
    Gazetteer(STREETS, QUARTERS).place(texts=[words])
    assert key(key(words)) == key(words)
