"""How people say where: "in de Kerkstraat t.h.v. nr. 12", "rue de l'Église 12", "bij ons voor de deur"."""

from __future__ import annotations

from random import Random

from .grammar import Slots, read
from .scenes import Scenes, Spot

# the French name that people use for a Dutch one
_FRENCH = {
    "luiker": "de Liège", "station": "de la Gare", "stations": "de la Gare", "kerk": "de l'Église", "school": "de l'École",
    "molen": "du Moulin", "tongerse": "de Tongres", "tiense": "de Tirlemont", "naamse": "de Namur",
    "diester": "de Diest", "borgwormse": "de Waremme", "kasteel": "du Château", "park": "du Parc", "klooster": "du Couvent",
    "kapel": "de la Chapelle", "brug": "du Pont",
}  # fmt: skip
_FRENCH_KINDS = {"straat": "rue", "steenweg": "chaussée", "laan": "avenue", "plein": "place"}
_DUTCH = (
    ("in het", ("hof", "park", "veld", "bos", "broek", "dal")),
    ("op het", ("plein", "pad")),
    ("op de", ("steenweg", "baan", "weg", "laan", "ring", "vest", "singel", "markt", "kaai", "berg", "heuvel", "brug")),
)


def dutch_in(name: str) -> str:
    """in de Kerkstraat, op het Kerkplein, in Ter Beke."""
    if name.split()[0] in ("De", "Het", "Ter", "Ten", "Aan", "Op", "Achter", "Onder", "Bij"):
        return f"in {name}"
    for words, endings in _DUTCH:
        if name.casefold().endswith(endings):
            return f"{words} {name}"
    return f"in de {name}"


def french(name: str) -> str:
    """rue de Liège for Luikerstraat; the Dutch name where no French one is known."""
    for ending, kind in _FRENCH_KINDS.items():
        if name.endswith(ending):
            known = _FRENCH.get(name.removesuffix(ending).casefold())
            if known:
                return f"{kind} {known}"
    return name


def french_in(name: str) -> str:
    """dans la rue de la Gare, sur la place du Parc, dans la Kerkweg."""
    called = french(name)
    if called.startswith("place"):
        return f"sur la {called}"
    if called.startswith("avenue"):
        return f"dans l'{called}"
    if called.startswith(("rue", "chaussée")):
        return f"dans la {called}" if called.startswith("rue") else f"sur la {called}"
    return f"dans la {called}" if called.endswith("straat") else f"à {called}"


def english_in(name: str) -> str:
    """in Kerkstraat, on Grote Markt."""
    on = ("steenweg", "baan", "laan", "ring", "vest", "markt", "plein", "weg")
    return f"{'on' if name.casefold().endswith(on) else 'in'} {'the ' if ' ' in name else ''}{name}"


def landmark(name: str, language: str) -> str:
    """How a landmark is called in a sentence: de glasbol, het Stadspark, basisschool De Haag."""
    if name.startswith("Glasbol"):
        return {"nl": "de glasbol", "fr": "la bulle à verre", "en": "the bottle bank"}[language]
    if language != "nl":
        return f"the {name}" if language == "en" and name.endswith(("park", "weide", "bos")) else name
    first = name.split()[0]
    if first in ("Basisschool", "Gemeenteschool", "Dorpsschool"):
        return name[:1].lower() + name[1:] if first == "Basisschool" else f"de {first.lower()}"
    if first in ("Atheneum", "Technisch"):
        return "het atheneum" if first == "Atheneum" else "het technisch instituut"
    if name.endswith(("Tuin", "weide")):
        return f"de {name}"
    return f"het {name}" if name.endswith(("park", "bos", "college", "instituut")) else name


def where_slots(random: Random, scenes: Scenes, spot: Spot | None, language: str, mode: str, scene: str) -> Slots:
    """street, in, nr, at, hier, village; without a place that is named, vague words for them."""
    book = read(language)
    slots: Slots = {"village": ""} if spot is None else {"village": "", "spot": ""}
    if spot is None or mode in ("vague", "outside") or (mode == "exact" and random.random() < 0.3):
        vague = "outside" if mode == "outside" else "vague"
        for slot in ("in", "at", "hier"):
            slots[slot] = book.rule(random, f"{vague}_{slot}", slots)
        slots["street"], slots["nr"] = book.rule(random, "vague_street", slots), ""
        return slots
    street = scenes.streets[spot.street]
    called = french(street.name) if language == "fr" else street.name
    slots["street"], slots["nr"] = called, str(spot.number)
    slots["in"] = {"nl": dutch_in, "fr": french_in, "en": english_in}[language](street.name)
    if street.name in scenes.ambiguous and mode in ("text", "street"):
        slots["village"] = street.village
    use = "known"
    if spot.mark and random.random() < 0.8 and not (scene == "glass" and spot.mark.startswith("Glas")):
        slots["mark"], slots["landmark"] = landmark(spot.mark, language), spot.mark
        use = "park" if any(mark.mark == spot.mark for mark in scenes.marks["park"]) else "mark"
    slots["at"] = book.rule(random, f"{use}_at", slots)
    slots["hier"] = book.rule(random, f"{use}_hier", slots)
    return slots
