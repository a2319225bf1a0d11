"""What a city's news is about: single rules on a handful of streets, and precision and recall on the labelled samples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.publications import REAL_NAMES, demo_city, measure, real_city
from dashboard.city.gazetteer import Gazetteer
from dashboard.city.mentions import mentions, speaks_of_works
from dashboard.city.names import words_of
from tests.city.test_gazetteer import QUARTERS, STREETS

SMALL = Gazetteer(STREETS, QUARTERS)


def found(words: str) -> list[tuple[str, str]]:
    """(place, the words it rests on) of each mention; a neighbourhood with "~"."""
    quarters = {quarter.id: quarter.name for quarter in QUARTERS}
    return [
        (SMALL.names[m.street_id][0] + f" {SMALL.names[m.street_id][1]}" if m.street_id else "~" + quarters[m.neighbourhood_id or 0], m.words)
        for m in mentions(SMALL, words, "Odilia")
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("De Luiker- en Diesterstr. zijn dicht", [("Luikerstraat Odilia", "Luiker"), ("Diesterstraat Odilia", "Diesterstr")]),
        ("Travaux rues de Liège et de Diest", [("Luikerstraat Odilia", "rues de Liège"), ("Diesterstraat Odilia", "de Diest")]),
        ("Hinder in de Kerkstraat in Bernem", [("Kerkstraat Bernem", "Kerkstraat"), ("~Bernem", "Bernem")]),
        ("Kerkstraat (Bernem): werken", [("Kerkstraat Bernem", "Kerkstraat"), ("~Bernem", "Bernem")]),
        ("Werken in de Kerkstraat", []),
        ("De Grote Markt van Brussel", []),
        ("Opening in Landen, in de Luikerstraat", []),
        ("Feest op de Dries", [("Dries Bernem", "Dries")]),
        ("Dries Mertens opent het feest", []),
        ("Alle verkeer richting Bernem", []),
        ("St.-Jozefstr. 12 en LUIKERSTRAAT", [("Sint-Jozefstraat Odilia", "St.-Jozefstr"), ("Luikerstraat Odilia", "LUIKERSTRAAT")]),
    ],
)
def test_a_place_and_the_words_it_rests_on(words: str, expected: list[tuple[str, str]]) -> None:
    assert found(words) == expected


def test_the_labelled_samples_are_matched_well() -> None:
    """The floor under bench/RESULTS.md; a sample that is there is measured whole."""
    demo = demo_city()
    samples = {"demo": demo, "later": demo} | ({"real": real_city(REAL_NAMES)} if REAL_NAMES.is_dir() else {})
    for name, city in samples.items():
        score, mistakes = measure(name, city)
        assert score.items >= 40
        assert score.precision >= 0.93 and score.recall >= 0.90, "\n".join([name, *mistakes])


def test_works_are_told_from_parties() -> None:
    assert speaks_of_works("De Luikerstraat is afgesloten") and speaks_of_works("La rue est fermée à la circulation")
    assert not speaks_of_works("Buurtfeest in de Luikerstraat")


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_and_words_know_their_place(words: str) -> None:
    for mention in mentions(SMALL, words, "Odilia"):
        assert mention.words
    assert all(0 <= word.start < word.end <= len(words) and word.key for word in words_of(words))
