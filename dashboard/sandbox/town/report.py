"""One report: who tells what about which place, in which words and by which channel.

    report = Report(epoch, matter, "App", spot, citizen)
    data = opened(town, random, report)       # what story.py opens a ticket with
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from . import people
from .days import DAY, ZONE, moment
from .grammar import Slots, read
from .people import Citizen
from .scenes import Scenes, Spot
from .topics import Matter
from .wording import where_slots
from .writing import write

_PHOTO_CHANCE = {"App": 0.62, "Patrol": 0.7, "E-mail": 0.2}
_SPOKEN = ("Phone", "Counter")  # a colleague writes it down
_ROUTED = {"App": 0.8, "Patrol": 0.93, "Phone": 0.86, "Counter": 0.86, "E-mail": 0.12, "Letter": 0.1}


@dataclass(slots=True)
class Report:
    """What is known before words are found; `citizen` None = a stranger or nobody."""

    at: int
    matter: Matter
    channel: str
    spot: Spot | None
    citizen: Citizen | None = None


@dataclass(slots=True)
class Told:
    """A report in words: the data of its opening, its language, the slots of its place, and how it is placed."""

    data: dict[str, Any]
    language: str
    slots: Slots
    outside: bool = False


def tell(scenes: Scenes, random: Random, report: Report) -> Told:
    """Find words and place for a report."""
    matter, channel, citizen = report.matter, report.channel, report.citizen
    data: dict[str, Any] = {"topic": matter.key, "channel": channel, "priority": matter.priority}
    spoken, gender, name = _who(random, report, data)
    language = "nl" if channel in _SPOKEN else spoken
    mode = _mode(random, report)
    slots = where_slots(random, scenes, report.spot, language, "round" if channel == "Patrol" else mode, matter.scene)
    if channel in _SPOKEN:
        book = read("nl")
        slots |= {"tongue": spoken, "who": book.rule(random, f"who_{gender}", slots), "sex": book.rule(random, f"sex_{gender}", slots)}
    slots["name"], slots["subject"] = name or "een buurtbewoner", matter.subcategory
    if report.spot is not None:
        _place(random, scenes, report.spot, mode, channel, data)
    write(random, matter, channel, language, slots, data, bool(citizen and citizen.person.n % 5 == 0))
    if mode == "text" and report.spot:
        _name_the_street(random, data, slots, language)
    if matter.target_days is not None:
        data["target"] = report.at + int(matter.target_days * DAY)
    if random.random() < 0.06:
        data["priority"] = "P2" if matter.priority in ("P3", "P4") else "P1"
    if random.random() < (0.25 if matter.priority == "P1" else 0.012):
        data["dangerous"] = True
    outside = mode == "outside"
    if random.random() < _ROUTED[channel] and not outside:
        data["team"] = matter.team
    return Told(data, language, slots, outside)


def photo(random: Random, channel: str, at: int, placed: bool) -> dict[str, Any] | None:
    """The file that comes with a report, named as phones do; None when there is none."""
    if random.random() > _PHOTO_CHANCE.get(channel, 0.0) * (1.0 if placed else 0.15):
        return None
    local = moment(at - 40).astimezone(ZONE)
    chance = random.random()
    if chance < 0.3:
        name = f"IMG_{random.randrange(1000, 9999)}.{'HEIC.jpg' if chance < 0.03 else 'jpg' if chance < 0.2 else 'JPG'}"
    elif chance < 0.6:
        name = f"IMG_{local:%Y%m%d_%H%M%S}.jpg"
    elif chance < 0.8:
        name = f"{local:%Y%m%d_%H%M%S}.jpg"
    elif chance < 0.9:
        name = f"PXL_{local:%Y%m%d_%H%M%S}{random.randrange(1000):03d}.jpg"
    else:
        sent_on = f"IMG-{local:%Y%m%d}-WA{random.randrange(40):04d}.jpg"
        name = random.choice(("image.jpg", "foto.jpg", "image0.jpeg", "Schermafbeelding.png", sent_on))
    return {"file_name": name, "size": int(random.lognormvariate(14.2, 0.6))}


def _who(random: Random, report: Report, data: dict[str, Any]) -> tuple[str, str, str]:
    """Language, gender and name; fills in who it is."""
    if report.channel == "Patrol":
        return "nl", "m", ""
    if report.citizen:
        person = report.citizen.person
        data["person"] = person.n
        return person.language, person.gender, f"{person.first} {person.last}"
    chance = random.random()
    language = "nl" if chance < 0.66 else "fr" if chance < 0.845 else "en"
    if report.channel == "App" and random.random() < 0.55:
        return language, "m", ""
    gender, first, last = people.name(random, language)
    data["name"] = f"{first} {last}" if random.random() < 0.85 else last
    if report.channel in ("Phone", "Counter", "Letter"):
        if random.random() < 0.8:
            data["phone"] = people.mobile(random) if random.random() < 0.7 else people.phone(random)
    else:
        data["email"] = people.address(random, first, last)
    return language, gender, f"{first} {last}"


def _mode(random: Random, report: Report) -> str:
    """How the place is known: exact, geocoded, street, text, vague, outside, none."""
    if report.spot is None:
        return "none"
    chance = random.random()
    if report.channel == "Patrol":
        return "exact" if chance < 0.97 else "street"
    if report.channel == "App":
        return "exact" if chance < 0.925 else "text" if chance < 0.95 else "vague" if chance < 0.99 else "outside"
    if chance < 0.47:
        return "geocoded"
    return "street" if chance < 0.71 else "text" if chance < 0.93 else "vague" if chance < 0.987 else "outside"


def _place(random: Random, scenes: Scenes, spot: Spot, mode: str, channel: str, data: dict[str, Any]) -> None:
    street = scenes.streets[spot.street]
    if mode in ("exact", "geocoded"):
        data["lon"], data["lat"] = spot.lon, spot.lat
        if mode == "exact" and random.random() < 0.3:
            return
    if mode == "outside":
        centre = scenes.centre
        sign = 1 if random.random() < 0.5 else -1
        data["lon"] = round(centre[0] + sign * (0.13 + 0.05 * random.random()), 5)
        data["lat"] = round(centre[1] + 0.09 * (random.random() - 0.5), 5)
        return
    if mode in ("exact", "geocoded", "street"):
        data["street"] = street.name
        if mode != "exact" or random.random() < 0.6:
            data["house_number"] = str(spot.number)
        if street.name in scenes.ambiguous or random.random() < 0.1:
            data["neighbourhood"] = street.neighbourhood


def _name_the_street(random: Random, data: dict[str, Any], slots: Slots, language: str) -> None:
    """The words must say where: nothing else does."""
    said = f"{data['title']} {data.get('text') or ''}"
    village = slots["village"]
    if slots["street"] not in said:
        itsat = read(language).rule(random, "itsat", slots)
        data["text"] = f"{data['text']}\n{itsat}" if data.get("text") else itsat
    if village and village not in said and random.random() < 0.85:
        told = str(data.get("text") or "").split("\n\n")
        told[min(1, len(told) - 1)] += f" ({village})"  # a letter greets first
        data["text"] = "\n\n".join(told).strip()
