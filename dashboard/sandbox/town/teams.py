"""Who works for the city: teams, two of them outside, and about forty invented colleagues."""

from __future__ import annotations

import random
import unicodedata

from . import people_names as names
from .model import Operator, Team

TEAMS = (
    Team("onthaal", "Onthaal"),
    Team("reiniging", "Reiniging"),
    Team("groen", "Groen"),
    Team("wegen", "Wegen"),
    Team("wachten", "Gemeenschapswachten"),
    Team("magazijn", "Magazijn"),
    Team("verlichting", "Openbare verlichting"),
    Team("mobiliteit", "Mobiliteit"),
    Team("sociaal", "Sociale dienst"),
    Team("politie", "Politie"),
    Team("fluvius", "Fluvius", outside=True),
    Team("buren", "Gemeente Hoeverbeke", outside=True),
)
_SIZES = {
    "onthaal": 6, "reiniging": 5, "groen": 5, "wegen": 5, "wachten": 4, "magazijn": 3, "verlichting": 2, "mobiliteit": 3,
    "sociaal": 4, "politie": 3, "fluvius": 1,
}


def operators(rng: random.Random) -> list[Operator]:
    """Colleagues, each in one team; logins are initial and surname."""
    made: list[Operator] = []
    taken: set[str] = set()
    for team, size in _SIZES.items():
        for _ in range(size):
            login = ""
            while not login or login in taken:
                gender = rng.choice("mf")
                first = rng.choice(names.FIRST[gender])
                last = rng.choice(names.LAST)
                login = plain(first[0] + last)
            taken.add(login)
            address = f"{plain(first)}.{plain(last)}@stad.example.be"
            made.append(Operator(f"o{len(made) + 1}", first, last, f"{last}, {first}", address, login, team))
    return made


def plain(name: str) -> str:
    """A name as it stands in an address: lower case letters only."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in folded if letter.isascii() and letter.isalpha())
