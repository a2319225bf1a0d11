"""What the demo city tells its inhabitants: road works, events, markets, collections; in Dutch, now and then in French.

Every day has its own random numbers, so that an item stays what it was; the newest weeks are made at each asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from dashboard.city.names import french_keys

from .model import Street, Town

DAYS = 60
KINDS = ("centre", "residential", "radial", "ring")
SITE = "https://www.sint-odilia.example/nieuws"


@dataclass(frozen=True, slots=True)
class Notice:
    """One item of the city's feed."""

    guid: str
    at: datetime
    title: str
    text: str

    @property
    def link(self) -> str:
        return f"{SITE}/{self.guid}"


#: {s} {t} {u} streets near one another, {v} their village or quarter, {f} a French name, {n} a number, {d} and {e} days.
_WORKS = (
    ("Werken in de {s}", "Van {d} tot en met {e} worden de leidingen in de {s} vernieuwd. Het verkeer volgt de omleiding via de {t}."),
    ("{s} afgesloten", "Door een herstelling aan de riolering is de {s} in {v} afgesloten op {d}. Voetgangers kunnen door."),
    ("Nieuwe voetpaden in {v}", "De voetpaden in de {s} en de {t} worden vernieuwd. De werken starten op {d} en duren {n} dagen."),
    ("Parkeerverbod {s}", "In de {s}, ter hoogte van nummer {n}, geldt op {d} een parkeerverbod voor een verhuislift."),
    ("Snoeiwerken", "De groendienst snoeit de bomen in de {s}, de {t} en de {u} tussen {d} en {e}. Hinder is beperkt."),
    ("Wateronderbreking in de {s}", "Op {d} is er tussen 8.30 en 15 uur geen water in de {s} door werken aan de hoofdleiding."),
    ("Asfalteringswerken", "De toplaag van de {s} krijgt nieuw asfalt. Het werk is klaar op {e}, als het weer meewerkt."),
)
_TRAVAUX = (
    ("Travaux {f}", "La {f} est fermée à la circulation à partir du {n} du mois. Une déviation est en place."),
    ("Collecte des déchets verts", "La collecte des déchets verts a lieu à {v} cette semaine. Déposez vos fagots le matin même."),
)
_LIFE = (
    ("Buurtfeest in {v}", "De bewoners van de {s} nodigen op {d} de hele buurt uit. De straat is dan verkeersvrij vanaf 14 uur."),
    ("Rommelmarkt in {v}", "Kom snuffelen tussen 8 en 14 uur. De kramen staan in de {s} en de {t} in {v}."),
    ("Infoavond: een nieuw plein?", "Denk mee over de {s} in {v}, op {d} om 19.30 uur."),
    ("Ophaling snoeihout in {v}", "Op {d} halen we snoeihout op in {v}. Leg het voor 7 uur aan de straatkant."),
    ("Snelheidscontroles", "De politie controleert deze week extra in de {s} in {v}."),
    ("Speelstraat", "De {s} is deze week speelstraat, elke namiddag van 13 tot 19 uur."),
    ("Herfstwandeling in {v}", "De gids vertrekt op {d} om 14 uur in de {s}. Inschrijven hoeft niet."),
)
_PLAIN = (
    ("Zondagsmarkt op de Grote Markt", "Op {d} staan er van 8 tot 13 uur zestig kramen op de Grote Markt."),
    ("Gemeenteraad", "De gemeenteraad vergadert op {d} om 20 uur in het stadhuis. U kan de zitting volgen via de livestream."),
    ("Vacature: medewerker groendienst", "De stad zoekt een medewerker. Solliciteer voor {e}."),
    ("Loketten gesloten", "Op {d} zijn de loketten gesloten. Het e-loket blijft open."),
)
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")


def notices(town: Town, now: datetime) -> list[Notice]:
    """The items of the last weeks up to `now` (aware), the newest first."""
    streets = [street for street in town.ground.streets if street.kind in KINDS]
    french = [name for street in streets for name in french_keys(street.name) if name.startswith("rue de ")]
    days = [now.date() - timedelta(days=n) for n in range(DAYS + 1)] if french else []
    found = [notice for day in days for notice in _of_day(town, day, streets, french)]
    return sorted((notice for notice in found if notice.at <= now), key=lambda notice: notice.at, reverse=True)


def _of_day(town: Town, day: date, streets: list[Street], french: list[str]) -> Iterator[Notice]:
    random = Random(f"{town.seed}/news/{day}")
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for n in range(random.choice((0, 1, 1, 2, 3))):
        kind = random.choices((_WORKS, _TRAVAUX, _LIFE, _PLAIN), (6, 1, 5, 1))[0]
        title, text = random.choice(kind)
        words = _words(random, streets, french, midnight)
        at = midnight + timedelta(minutes=random.randrange(8 * 60, 17 * 60))
        yield Notice(f"{day}-{n + 1}", at, _fill(title, words), _fill(text, words))


def _words(random: Random, streets: list[Street], french: list[str], midnight: datetime) -> dict[str, str]:
    street = random.choice(streets)
    near = [other.name for other in streets if other.neighbourhood == street.neighbourhood and other.name != street.name]
    others = random.sample(near, 2) if len(near) > 1 else [street.name] * 2
    start = midnight + timedelta(days=random.randrange(2, 12))
    return {
        "s": street.name, "t": others[0], "u": others[1], "v": street.neighbourhood, "n": str(random.randrange(3, 29)),
        "f": _capitals(random.choice(french)), "d": _day(start), "e": _day(start + timedelta(days=random.randrange(2, 20))),
    }  # fmt: skip


def _fill(pattern: str, words: dict[str, str]) -> str:
    text = pattern.format(**words)
    return text[0].upper() + text[1:]


def _capitals(name: str) -> str:
    *kind, last = name.split()
    return " ".join((*kind, last.title())).replace(" l ", " l'")


def _day(at: datetime) -> str:
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]}"
