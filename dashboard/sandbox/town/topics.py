"""What tickets of the city are about, and how each sort behaves.

`TOPICS` in guichet.toml groups these by subcategory; the keys before the dot are the topics there.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Topic


@dataclass(frozen=True, slots=True)
class Matter:
    """One subcategory.

    yearly: citizens' tickets a year; round: weight among what patrols find; season: one digit a month, January first;
    median: days to solve as a rule, `spread` of its logarithm; planned: share that is planned for later (season's work,
    contractors), `planned_days` on average; third: share that waits for others; scene: where it happens (scenes.py).
    """

    key: str
    category: str
    subcategory: str
    team: str
    priority: str
    target_days: float | None
    yearly: float
    round: float
    season: str
    median: float
    spread: float
    planned: float
    planned_days: float
    third: float
    scene: str

    @property
    def topic(self) -> str:
        """The key of Guichet's topic."""
        return self.key.partition(".")[0]

    def as_topic(self) -> Topic:
        """How the city's register lists it."""
        return Topic(self.key, self.category, self.subcategory, self.team, self.priority, self.target_days)


_TIDY, _LAMP, _ROAD, _GREEN = "Afval en netheid", "Openbare verlichting", "Wegen en voetpaden", "Groen en speelruimte"
_MOVE, _WATER, _HINDER, _DESK, _CARE, _POLICE = (
    "Mobiliteit", "Water en riolering", "Hinder", "Dienstverlening", "Sociaal huis", "Politie",
)
_EVEN = "5" * 12

MATTERS = (
    #       key, category, subcategory, team, priority, target, yearly, round, season, median, spread, planned, days, third, scene
    Matter("dumping.bags", _TIDY, "Sluikstort", "reiniging", "P3", 5, 560, 20, "645556666555", 1.8, 0.9, 0, 0, 0.01, "edge"),
    Matter("dumping.litter", _TIDY, "Zwerfvuil", "reiniging", "P3", 5, 330, 16, "345567776544", 2.2, 0.9, 0, 0, 0, "any"),
    Matter("dumping.glass", _TIDY, "Glas- of textielbol", "reiniging", "P3", 5, 150, 4, "844445666458", 2, 0.8, 0, 0, 0.15, "glass"),
    Matter("bins.full", _TIDY, "Volle vuilnisbak", "reiniging", "P3", 2, 150, 11, "233467887533", 1, 0.7, 0, 0, 0, "centre"),
    Matter("bins.broken", _TIDY, "Vuilnisbak stuk", "magazijn", "P4", 20, 40, 3, _EVEN, 9, 0.8, 0.15, 60, 0.05, "centre"),
    Matter("graffiti.tag", _TIDY, "Graffiti", "reiniging", "P4", 20, 90, 6, "334556776544", 7, 0.9, 0.05, 45, 0.05, "centre"),
    Matter("graffiti.posters", _TIDY, "Wildplakken", "reiniging", "P4", 20, 25, 2, "334565558843", 5, 0.8, 0, 0, 0, "centre"),
    Matter("animals.dead", _TIDY, "Dood dier", "reiniging", "P2", 1, 120, 2, "345776555544", 0.4, 0.6, 0, 0, 0, "traffic"),
    Matter("animals.rats", _HINDER, "Ratten", "reiniging", "P3", 10, 130, 1, "644445667887", 6, 0.8, 0.05, 30, 0.1, "homes"),
    Matter("animals.loose", _HINDER, "Loslopend dier", "wachten", "P2", 1, 60, 1, "445566665544", 0.4, 0.8, 0, 0, 0.03, "homes"),
    Matter("lighting.lamp", _LAMP, "Lamp defect", "verlichting", "P3", 10, 440, 4, "976421124689", 6, 0.8, 0.02, 60, 0.3, "homes"),
    Matter("lighting.dark", _LAMP, "Straat donker", "verlichting", "P2", 2, 90, 0, "976421124689", 1.6, 0.8, 0.02, 40, 0.3, "homes"),
    Matter("lighting.day", _LAMP, "Lamp brandt overdag", "verlichting", "P4", 20, 40, 1, "445666666544", 9, 0.8, 0.02, 40, 0.3, "homes"),
    Matter("lighting.pole", _LAMP, "Paal beschadigd", "verlichting", "P2", 5, 45, 1, "655444445566", 6, 1.0, 0.2, 60, 0.35, "traffic"),
    Matter("road.hole", _ROAD, "Put in het wegdek", "wegen", "P3", 10, 330, 6, "998543334567", 6, 1.0, 0.14, 75, 0.02, "traffic"),
    Matter("road.sunk", _ROAD, "Verzakking", "wegen", "P3", 20, 110, 2, "766554455566", 12, 1.0, 0.32, 110, 0.1, "traffic"),
    Matter("road.marking", _ROAD, "Wegmarkering", "wegen", "P4", 60, 50, 2, "345777665543", 25, 0.9, 0.42, 110, 0.05, "traffic"),
    Matter("road.cycle", _ROAD, "Fietspad", "wegen", "P3", 10, 150, 3, "766555455766", 8, 1.0, 0.22, 85, 0.06, "traffic"),
    Matter("pavement.tile", _ROAD, "Losse tegel", "wegen", "P3", 20, 260, 10, "655555555566", 11, 0.9, 0.12, 70, 0.01, "homes"),
    Matter("pavement.broken", _ROAD, "Voetpad beschadigd", "wegen", "P4", 60, 130, 4, _EVEN, 20, 0.9, 0.34, 120, 0.06, "homes"),
    Matter("pavement.bollard", _ROAD, "Borduur of paaltje", "magazijn", "P3", 20, 80, 4, _EVEN, 12, 0.8, 0.12, 60, 0.04, "centre"),
    Matter("green.weeds", _GREEN, "Onkruid", "groen", "P4", 20, 210, 4, "011368997520", 10, 0.8, 0.06, 45, 0, "homes"),
    Matter("green.grass", _GREEN, "Gras niet gemaaid", "groen", "P4", 20, 90, 1, "002588886420", 7, 0.7, 0.05, 40, 0.05, "homes"),
    Matter("green.tree", _GREEN, "Boom", "groen", "P3", 20, 240, 3, "655455556986", 10, 1.0, 0.26, 110, 0.03, "homes"),
    Matter("green.hedge", _GREEN, "Haag of struik", "groen", "P4", 20, 150, 3, "223467887643", 10, 0.8, 0.14, 65, 0.02, "homes"),
    Matter("green.wasps", _GREEN, "Wespen of rupsen", "groen", "P2", 5, 110, 1, "000135997300", 2, 0.7, 0, 0, 0.1, "homes"),
    Matter("green.park", _GREEN, "Park", "groen", "P3", 10, 180, 4, "223567887542", 4, 0.9, 0.04, 60, 0, "park"),
    Matter("green.bench", _GREEN, "Bank of tafel", "magazijn", "P4", 20, 60, 2, "344567766543", 12, 0.8, 0.18, 70, 0.04, "park"),
    Matter("play.device", _GREEN, "Speeltoestel", "groen", "P2", 10, 90, 2, "234577887543", 5, 0.9, 0.1, 60, 0.2, "play"),
    Matter("play.ground", _GREEN, "Ondergrond speeltuin", "groen", "P3", 10, 30, 1, "344567776544", 7, 0.8, 0.1, 50, 0, "play"),
    Matter("traffic.speed", _MOVE, "Snelheid", "mobiliteit", "P4", None, 210, 0, "555666555666", 16, 0.9, 0.35, 120, 0.25, "traffic"),
    Matter("traffic.school", _MOVE, "Schoolomgeving", "mobiliteit", "P3", 20, 90, 1, "655565118765", 10, 0.9, 0.18, 80, 0.15, "school"),
    Matter("traffic.crossing", _MOVE, "Oversteekplaats", "mobiliteit", "P3", None, 90, 1, "665555445777", 18, .9, 0.3, 130, 0.1, "traffic"),
    Matter("traffic.sign", _MOVE, "Verkeersbord", "magazijn", "P3", 10, 170, 6, "665555555566", 5, 0.9, 0.06, 50, 0.04, "traffic"),
    Matter("traffic.lights", _MOVE, "Verkeerslichten", "mobiliteit", "P2", 2, 60, 0, "666555555666", 1.6, 0.9, 0.03, 60, 0.45, "traffic"),
    Matter("parking.wrong", _MOVE, "Foutparkeren", "wachten", "P3", 5, 240, 8, "555556665555", 1.4, 0.9, 0, 0, 0.01, "centre"),
    Matter("parking.permit", _MOVE, "Bewonersparkeren", "mobiliteit", "P4", 10, 120, 0, "855555447655", 3, 0.7, 0.02, 40, 0.05, "centre"),
    Matter("parking.wreck", _MOVE, "Achtergelaten voertuig", "wachten", "P4", 20, 100, 6, _EVEN, 12, 0.7, 0, 0, 0.25, "centre"),
    Matter("water.drain", _WATER, "Rioolkolk verstopt", "wegen", "P3", 5, 220, 5, "655445555987", 3.5, 0.8, 0.05, 40, 0.03, "homes"),
    Matter("water.flood", _WATER, "Wateroverlast", "wegen", "P2", 2, 70, 0, "755447886666", 1.5, 1.0, 0.14, 100, 0.06, "homes"),
    Matter("water.smell", _WATER, "Geurhinder riool", "wegen", "P3", 10, 70, 0, "333456998543", 6, 0.8, 0.1, 60, 0.1, "homes"),
    Matter("water.leak", _WATER, "Waterlek", "wegen", "P1", 1, 40, 1, "866555555567", 0.6, 0.8, 0, 0, 0.4, "homes"),
    Matter("noise.night", _HINDER, "Nachtlawaai", "wachten", "P3", 10, 140, 0, "333467997543", 5, 0.9, 0, 0, 0.05, "centre"),
    Matter("noise.events", _HINDER, "Horeca en evenementen", "wachten", "P3", 10, 80, 0, "223568997434", 5, 0.9, 0, 0, 0.05, "centre"),
    Matter("noise.works", _HINDER, "Werven en machines", "wachten", "P3", 10, 60, 0, "345666557653", 5, 0.9, 0, 0, 0.1, "homes"),
    Matter("question.paper", _DESK, "Afspraak of document", "onthaal", "P4", 5, 190, 0, "755556776555", 0.7, 0.8, 0, 0, 0.01, "none"),
    Matter("question.waste", _DESK, "Ophaling en recyclagepark", "onthaal", "P4", 5, 190, 0, "955555555557", 0.9, 0.8, 0, 0, 0.05, "home"),
    Matter("question.grant", _DESK, "Premie of attest", "onthaal", "P4", 10, 80, 0, "755555445666", 2.5, 0.8, 0, 0, 0.05, "none"),
    Matter("question.idea", _DESK, "Compliment of suggestie", "onthaal", "P4", None, 70, 0, "555666655555", 8, 1.0, 0.05, 60, 0, "none"),
    Matter("social.money", _CARE, "Financiële hulp", "sociaal", "P3", 10, 70, 0, "866555556678", 6, 0.8, 0, 0, 0.1, "none"),
    Matter("social.home", _CARE, "Huisvesting", "sociaal", "P3", 20, 50, 0, "655555556666", 12, 0.9, 0, 0, 0.15, "home"),
    Matter("social.care", _CARE, "Eenzaamheid en zorg", "sociaal", "P2", 5, 40, 0, "766554455567", 4, 0.8, 0, 0, 0.05, "home"),
    Matter("police.youth", _POLICE, "Samenscholing", "politie", "P3", 10, 80, 3, "334567886543", 6, 0.9, 0, 0, 0.05, "park"),
    Matter("police.vandals", _POLICE, "Vandalisme", "politie", "P3", 20, 60, 3, "555556665665", 12, 0.9, 0, 0, 0.1, "centre"),
    Matter("police.needles", _POLICE, "Drugs en spuiten", "politie", "P1", 1, 25, 2, _EVEN, 0.5, 0.9, 0, 0, 0.03, "park"),
    Matter("police.quarrel", _POLICE, "Burenruzie", "politie", "P4", 20, 60, 0, "334567886543", 14, 0.8, 0, 0, 0.15, "homes"),
)  # fmt: skip
BY_KEY = {matter.key: matter for matter in MATTERS}
