"""Names of streets as people write them, made comparable.

    key("Luikerstr.") == key("LUIKERSTRAAT") == "luikerstraat"
    french_keys("Luikerstraat") == ["rue de liege"]
    words_of("De Luikerstr.")[1] == Word("luikerstraat", 3, 12, True)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# an ending of a word that people shorten
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{2})str\b"), "straat"),
    (re.compile(r"(?<=[a-z]{2})stwg\b"), "steenweg"),
    (re.compile(r"(?<=[a-z]{2})stw\b"), "steenweg"),
    (re.compile(r"(?<=[a-z]{3})ln\b"), "laan"),
    (re.compile(r"(?<=[a-z]{5})pl\b"), "plein"),
)
# a whole word that people shorten
_WORDS = {
    "str": "straat", "stwg": "steenweg", "stw": "steenweg", "ln": "laan", "pl": "plein", "st": "sint", "ste": "sint", "sint": "sint",
    "burg": "burgemeester", "dr": "dokter", "prof": "professor", "kan": "kanunnik", "gen": "generaal", "olv": "onze lieve vrouw",
    "olvrouw": "onze lieve vrouw", "mgr": "monseigneur", "kard": "kardinaal", "past": "pastoor",
    "av": "avenue", "bd": "boulevard", "bld": "boulevard", "ch": "chaussee", "chee": "chaussee",
}
_TYPES = {
    "straat": ("rue",), "steenweg": ("chaussee", "route"), "laan": ("avenue", "boulevard"), "plein": ("place",), "weg": ("route", "chemin"),
    "poort": ("porte",), "vest": ("boulevard", "rempart"), "markt": ("marche", "place du marche"),
}
# what a French name says for the Dutch stem; Belgian towns in both languages and the commonest nouns
_STEMS = {
    "luiker": "liege", "luik": "liege", "luikse": "liege", "tongerse": "tongres", "tongersen": "tongres", "tongeren": "tongres",
    "tiense": "tirlemont", "naamse": "namur", "namen": "namur", "brusselse": "bruxelles", "leuvense": "louvain", "gentse": "gand",
    "antwerpse": "anvers", "mechelse": "malines", "hasseltse": "hasselt", "diestse": "diest", "diesters": "diest", "diester": "diest",
    "hoeise": "huy", "borgwormse": "waremme", "maastrichter": "maestricht", "doornikse": "tournai",
    "bergense": "mons", "nijvelse": "nivelles", "ninoofse": "ninove", "edingense": "enghien",
    "station": "gare", "stations": "gare", "kerk": "eglise", "school": "ecole", "molen": "moulin", "kasteel": "chateau", "park": "parc",
    "klooster": "couvent", "abdij": "abbaye", "nieuw": "neuve", "nieuwe": "neuve", "hoog": "haute", "kapel": "chapelle", "beek": "ruisseau",
    "bos": "bois", "brug": "pont", "hospitaal": "hopital", "veemarkt": "marche aux bestiaux", "graanmarkt": "marche aux grains",
}
_WHOLE = {"grote markt": ("grand place", "grand place"), "groenmarkt": ("marche aux legumes",)}
_ADJECTIVES = {"neuve", "haute"}

TYPE_ENDINGS = (
    *("straat", "steenweg", "laan", "plein", "weg", "pad", "dreef", "vest", "ring", "kaai", "hof", "berg", "singel", "markt"),
    *("wijk", "gang"),
)


FRENCH_KINDS = {"rue", "chaussee", "route", "avenue", "boulevard", "place", "chemin", "porte", "rempart", "marche", "grand"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as compared, and where it stands in the text; an abbreviation may stand for several."""

    key: str
    start: int
    end: int
    capital: bool


def words_of(text: str) -> list[Word]:
    """The words of a text in order, with their places; the keys are those of key(text)."""
    found: list[Word] = []
    for match in re.finditer(r"(?:[^\W\d_]\.){2,}|[^\W_]+", text):
        capital = match[0][0].isupper()
        found += [Word(part, match.start(), match.end(), capital) for part in key(match[0]).split()]
    return found


def fold(text: str) -> str:
    """Lower case without accents; every other sign but letters and digits becomes one blank. Keeps no positions."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    # o.l.v. and t.h.v. are one word each
    plain = re.sub(r"\b(?:[a-z]\.){2,}", lambda found: found[0].replace(".", ""), plain)
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def key(name: str) -> str:
    """A street's name as compared: folded, abbreviations written out."""
    words = [_WORDS.get(word, word) for word in fold(name).split()]
    text = " ".join(words)
    for pattern, whole in _ENDINGS:
        text = pattern.sub(whole, text)
    return text


def french_keys(name: str) -> list[str]:
    """Keys of the French names a Dutch street is known by; empty when there is no sure one."""
    ours = key(name)
    if ours in _WHOLE:
        return list(dict.fromkeys(_WHOLE[ours]))
    found: list[str] = []
    for ending, kinds in _TYPES.items():
        stem = ours.removesuffix(ending).strip()
        if stem == ours or stem not in _STEMS:
            continue
        french = _STEMS[stem]
        for kind in kinds:
            if french in _ADJECTIVES:
                found.append(f"{kind} {french}")
                continue
            links = [*(("d ", "de l ") if french[0] in "aeiouh" else ()), *(() if french[0] in "aeiou" else ("de ", "du ", "de la "))]
            found += [f"{kind} {link}{french}" for link in links]
    return found
