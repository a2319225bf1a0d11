"""How a city probably uses TOPdesk's fields, guessed from the contents of recent tickets. A person reads the guess before it counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from dashboard.city.mapping import FieldMapping, Status, TopicSettings
from dashboard.city.names import TYPE_ENDINGS, fold
from dashboard.intake.topdesk.reader import Json, number_at, text_at, value_at

Fits = Callable[[Json, str], bool]
TABS = ("optionalFields1", "optionalFields2")
LATITUDES, LONGITUDES = (35.0, 71.0), (-10.0, 32.0)  # Europe
MOST_COLOURS = 7
_NUMBER = re.compile(r"\d{1,4} ?[a-zA-Z]?(?:[-/ ]\d{1,4})?")
_FRENCH = re.compile(r"(rue|avenue|chaussee|place|boulevard|chemin|quai|clos|impasse|allee) ")
# words of processing statuses in Dutch, French and English; the first that fits counts
_WORDS: tuple[tuple[Status, str], ...] = (
    ("cancelled", r"annul|geweigerd|refus|cancel|reject|ongegrond"),
    ("waiting", r"wacht|on ?hold|attente|wait|pending|geparkeerd"),
    ("closed", r"afgeslot|geslot|cloture|ferme|closed|gearchiveerd"),
    ("solved", r"opgelost|afgewerkt|uitgevoerd|voltooid|klaar|resolu|termine|solved|resolved|completed|done"),
    ("planned", r"gepland|planning|ingepland|planifi|planned|scheduled"),
    ("in_progress", r"behandel|uitvoering|bezig|en cours|traitement|progress|onderzoek"),
    ("assigned", r"toegewezen|toegekend|doorgestuurd|affecte|attribu|assigned|forwarded"),
    ("new", r"nieuw|aangemeld|geregistreerd|ontvangen|nouveau|enregistre|recu|new|registered|received|open"),
)
_RESTRICTED = re.compile(r"soci|ocmw|cpas|politie|police|jeugdzorg|welzijn|klokkenluider")
_PLACELESS = re.compile(r"dienstverlening|bevolking|burgerzaken|vraag|vragen|question|population|administratie|website|soci|ocmw")


def fields(incidents: list[Json], persons: list[Json]) -> FieldMapping:
    """Which fields hold the place."""
    numbers = [f"{tab}.{kind}{n}" for tab in TABS for kind in ("number", "text") for n in range(1, 6)]
    texts = [f"{tab}.text{n}" for tab in TABS for n in range(1, 6)]
    lists = [f"{tab}.searchlist{n}.name" for tab in TABS for n in range(1, 6)]
    latitude = _best(incidents, numbers, lambda row, path: _within(row, path, LATITUDES))
    longitude = _best(incidents, [path for path in numbers if path != latitude], lambda row, path: _within(row, path, LONGITUDES))
    both = bool(latitude and longitude)
    return FieldMapping(
        street=_best(incidents, texts, lambda row, path: is_street(text_at(row, path) or "")),
        house_number=_best(incidents, texts, lambda row, path: bool(_NUMBER.fullmatch(text_at(row, path) or ""))),
        latitude=latitude if both else "",
        longitude=longitude if both else "",
        neighbourhood=_best(incidents, [*lists, "location.name"], lambda row, path: bool(text_at(row, path))),
        caller_home=_best(persons, [*lists, "location.name"], lambda row, path: bool(text_at(row, path))),
    )


def key_field(incidents: list[Json]) -> str:
    """The field for Guichet's key: externalNumber where nobody uses it, else an empty text field."""
    for path in ("externalNumber", *(f"optionalFields2.text{n}" for n in range(5, 0, -1))):
        foreign = [text for text in (text_at(row, path) for row in incidents) if text and not text.startswith("guichet-")]
        if not foreign:
            return path
    return "externalNumber"


def solved_by_closing(incidents: list[Json]) -> bool:
    """Whether this city closes tickets without ever completing them."""
    closed = [row for row in incidents if row.get("closed")]
    return bool(closed) and sum(not row.get("completed") for row in closed) > len(closed) / 2


def statuses(names: Iterable[str]) -> dict[str, Status]:
    """Processing statuses whose words say what they are."""
    found: dict[str, Status] = {}
    for name in names:
        words = fold(name)
        status = next((status for status, pattern in _WORDS if re.search(pattern, words)), None)
        if status:
            found[name] = status
    return found


def topics(categories: Iterable[str], incidents: list[Json]) -> list[TopicSettings]:
    """A topic for each category, the commonest with a colour of their own."""
    counts = Counter(text_at(row, "category.name") for row in incidents)
    names = sorted(set(categories), key=lambda name: (-counts[name], name))
    made: dict[str, TopicSettings] = {}
    for position, name in enumerate(names, start=1):
        restricted = bool(_RESTRICTED.search(fold(name)))
        groups = Counter(text_at(row, "operatorGroup.name") for row in incidents if text_at(row, "category.name") == name)
        key = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or f"topic-{position}"
        made[key] = TopicSettings(
            key=key,
            name_nl=name,
            categories=[*(made[key].categories if key in made else []), name],
            colour=min(position, MOST_COLOURS + 1),
            restricted=restricted,
            placeless=bool(_PLACELESS.search(fold(name))),
            teams=[group for group, _ in groups.most_common(1) if group] if restricted else [],
            patrol=not restricted and not _PLACELESS.search(fold(name)),
        )
    return list(made.values())


def in_metres(incidents: list[Json]) -> bool:
    """Whether places look like Lambert coordinates, which are metres."""
    paths = [f"{tab}.{kind}{n}" for tab in TABS for kind in ("number", "text") for n in range(1, 6)]
    metres = [path for path in paths if _share(incidents, path, lambda row, path: _within(row, path, (20_000.0, 800_000.0))) > 0.5]
    return len(metres) >= 2


def is_street(text: str) -> bool:
    """Whether a text looks like a street's name."""
    words = re.sub(r" \d+ ?[a-z]?$", "", fold(text))
    return bool(words) and (words.split()[-1].endswith(TYPE_ENDINGS) or bool(_FRENCH.match(words)))


def _within(row: Json, path: str, bounds: tuple[float, float]) -> bool:
    number = number_at(row, path)
    # a whole number is a count or a size, hardly a coordinate
    return number is not None and number != 0 and bounds[0] <= number <= bounds[1] and number != int(number)


def _best(rows: list[Json], paths: list[str], fits: Fits) -> str:
    """The path whose filled values fit most often, if most of them do and enough rows have one."""
    shares = {path: _share(rows, path, fits) * _filled(rows, path) for path in paths if _share(rows, path, fits) > 0.6}
    best = max(shares, key=lambda path: shares[path], default="")
    return best if best and shares[best] > 0.05 else ""


def _share(rows: list[Json], path: str, fits: Fits) -> float:
    filled = [row for row in rows if value_at(row, path) not in (None, "", 0, 0.0, False)]
    return sum(bool(fits(row, path)) for row in filled) / len(filled) if filled else 0.0


def _filled(rows: list[Json], path: str) -> float:
    return sum(value_at(row, path) not in (None, "", 0, 0.0, False) for row in rows) / len(rows) if rows else 0.0
