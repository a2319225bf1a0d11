"""Landmarks that people name in what they write, on or near streets."""

from __future__ import annotations

from random import Random

from dashboard.sandbox.town.curves import Pt, to_degrees, to_grid
from dashboard.sandbox.town.fill import Filler
from dashboard.sandbox.town.model import Point as Degrees
from dashboard.sandbox.town.model import Street
from dashboard.sandbox.town.plan import TOWN, Plan

SCHOOLS = {
    "Stationswijk": "Basisschool De Locomotief", "Spoorhoek": "Basisschool Het Palet", "Kapelveld": "Atheneum Kapelveld",
    "Bloemenwijk": "Basisschool De Bloesem", "Lindeveld": "Basisschool Lindeveld", "Molenveld": "Technisch Instituut Molenveld",
    "Centrum": "Sint-Odiliacollege", "Bernem": "Gemeenteschool Bernem", "Ingelsem": "Gemeenteschool Ingelsem",
    "Zeldermaal": "Basisschool De Wegwijzer", "Ralderen": "Dorpsschool Ralderen", "Wolfershoven": "Basisschool De Haag",
}
HOUSES = {
    "Bibliotheek": "Centrum", "Academie": "Centrum", "Cultuurcentrum De Gasthuizen": "Centrum", "Politiehuis": "Stationswijk",
    "Busstation": "Stationswijk", "Ziekenhuis Sint-Anna": "Vogelwijk", "Sporthal Het Molenveld": "Molenveld",
    "Zwembad De Wijer": "Lindeveld",
    "Recyclagepark": "Grootveld", "Brandweerkazerne": "Grootveld", "Woonzorgcentrum De Linde": "Lindeveld",
    "Stedelijke werkplaats": "Grootveld", "Jeugdhuis Het Spoor": "Spoorhoek",
}
GLASS = (
    "Spoorhoek", "Kapelveld", "Bloemenwijk", "Terlaken", "Lindeveld", "Begijnenkwartier", "Molenveld", "Vogelwijk", "Centrum",
    "Stationswijk", "Bernem", "Ingelsem", "Zeldermaal", "Ralderen", "Mettelen", "Gorvelingen", "Wolfershoven",
    "Opwinderen", "Spoorhoek", "Bloemenwijk",
    "Lindeveld",
)


def landmarks(plan: Plan, streets: list[Street], grown: Filler, random: Random) -> dict[str, Degrees]:
    """Landmarks by name."""
    homes: dict[str, list[Street]] = {}
    for street in streets:
        if street.kind in ("residential", "centre", "industrial"):
            homes.setdefault(street.neighbourhood, []).append(street)
    places = {"Stadhuis": _degrees((20.0, 34.0)), "Station": _degrees((plan.station[0] + 20, plan.station[1]))}
    for name, park in grown.parks.items():
        middle = park.representative_point()
        places[name] = _degrees((middle.x, middle.y))
    for village, centre in plan.centres.items():
        places[f"Kerk {village}"] = _degrees(centre)
    places["Sint-Odiliakerk"] = _degrees((-40.0, 70.0))
    for quarter, name in [*SCHOOLS.items(), *((quarter, name) for name, quarter in HOUSES.items())]:
        places[name] = _spot(homes[quarter], random)[1]
    for quarter in GLASS:
        street, point = _spot(homes[quarter], random)
        places[f"Glasbol {street.name}" + ("" if street.village == TOWN else f" ({street.village})")] = point
    return places


def _spot(streets: list[Street], random: Random) -> tuple[Street, Degrees]:
    """A vertex of one of the longer streets."""
    street = random.choice(sorted(streets, key=lambda street: -street.length_m)[: max(3, len(streets) // 2)])
    line = max(street.lines, key=len)
    return street, line[random.randrange(len(line))]


def _degrees(p: Pt) -> Degrees:
    return to_degrees(to_grid(p))
