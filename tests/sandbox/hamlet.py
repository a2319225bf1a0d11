"""A stand-in town for tests: small, at once there, the same for every seed; 6 tickets a day.

It speaks as dashboard.sandbox.town does: found, happenings, live_story.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from dashboard.sandbox.town.model import Ground, Happening, Neighbourhood, Operator, Person, Team, Topic, Town

PER_DAY = 6
START = datetime(2020, 1, 1, tzinfo=UTC)
CHANNELS = ("Phone", "E-mail", "Counter", "App", "Patrol")
TEXTS = ("Ligt hier al dagen.\nGraag opruimen.", "Dringend & gevaarlijk voor fietsers <kinderen>!", "La poubelle déborde à l'arrêt de bus.")


def found(seed: int) -> Town:
    """Two neighbourhoods, four teams, five topics, eight operators, forty people."""
    quarters = [
        Neighbourhood("Centrum", "Hamelen", 900, [[(5.0, 50.8), (5.01, 50.8), (5.01, 50.81), (5.0, 50.81), (5.0, 50.8)]], (5.005, 50.805)),
        Neighbourhood("Beek", "Beek", 300, [[(5.01, 50.8), (5.02, 50.8), (5.02, 50.81), (5.01, 50.81), (5.01, 50.8)]], (5.015, 50.805)),
    ]
    topics = [
        Topic("dump", "Afval", "Sluikstort", "clean", "P2", 5),
        Topic("bin", "Afval", "Vuilnisbak", "clean", "P3", 10),
        Topic("hole", "Wegen", "Put in de weg", "roads", "P2", 10),
        Topic("tree", "Groen", "Boom", "green", "P3", 20),
        Topic("ask", "Vraag", "Andere", "desk", "P4", None),
    ]
    teams = [Team("clean", "Reiniging", True), Team("roads", "Wegen", True), Team("green", "Groendienst", True), Team("desk", "Onthaal")]
    operators = [
        Operator(f"o{n}", f"Voor{n}", f"Naam{n}", f"Naam{n}, Voor{n}", f"o{n}@hamelen.example", f"o{n}", teams[n % 4].key) for n in range(8)
    ]
    people = [
        Person(n, f"An{n}", f"Peeters{n}", "f" if n % 2 else "m", "", f"011 00 00 {n:02d}", "", f"an{n}@post.example", ("nl", "fr", "en")[n % 3],
               quarters[n % 2].name, "Dorpsstraat", str(n + 1), 50.805, 5.005 + 0.01 * (n % 2))
        for n in range(40)
    ]
    return Town(seed, "Hamelen", Ground(quarters, [], [], {}), topics, teams, operators, people)


def happenings(town: Town, since: datetime, until: datetime) -> Iterator[Happening]:
    """What happens to the tickets opened from `since` on, up to `until`, oldest first, made day by day."""
    waiting: list[tuple[datetime, int, int, Happening]] = []
    for day in range((since - START).days, (until - START).days + 1):
        for n in range(PER_DAY):
            for step, one in enumerate(_life(town, day, n)):
                heappush(waiting, (one.at, one.ticket, step, one))
        while waiting and waiting[0][0] < START + timedelta(days=day + 1):
            one = heappop(waiting)[-1]
            if since <= one.at <= until:
                yield one


def live_story(town: Town, n: int, at: datetime) -> list[Happening]:
    """The n-th extra ticket, from its opening at `at` on."""
    opening = _opening(town, random.Random(f"live/{n}"), at)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("opened", opening),
        ("attached", {"file_name": "foto.jpg", "size": 1}),
        ("assigned", {"team": "desk"}),
        ("status", {"status": "In behandeling"}),
        ("completed", {}),
    ]
    return [Happening(at + timedelta(hours=k), 1_000_000 + n, kind, data) for k, (kind, data) in enumerate(steps)]


def _opening(town: Town, dice: random.Random, at: datetime) -> dict[str, Any]:
    topic, person = dice.choice(town.topics), dice.choice(town.people)
    known: dict[str, Any] = {"person": person.n} if dice.random() < 0.6 else {"name": "De Smet, Bo", "email": "bo@post.example"}
    return {
        "title": f"{topic.subcategory} Dorpsstraat {dice.randint(1, 99)}",
        "topic": topic.key,
        "channel": dice.choice(CHANNELS),
        "priority": topic.priority,
        "target": at + timedelta(days=topic.target_days) if topic.target_days else None,
        "text": dice.choice(TEXTS),
        "street": "Dorpsstraat",
        "house_number": str(dice.randint(1, 99)),
        "lat": round(50.8 + dice.random() * 0.01, 5),
        "lon": round(5.0 + dice.random() * 0.02, 5),
    } | known


def _life(town: Town, day: int, n: int) -> Iterator[Happening]:
    dice, ticket = random.Random(f"{day}/{n}"), day * PER_DAY + n
    at = START + timedelta(days=day, seconds=dice.randint(7 * 3600, 19 * 3600))
    opening = _opening(town, dice, at)
    yield Happening(at, ticket, "opened", opening)
    team = next(topic.team for topic in town.topics if topic.key == opening["topic"])
    operator = dice.choice([one.key for one in town.operators if one.team == team])
    at += timedelta(minutes=dice.randint(5, 600))
    yield Happening(at, ticket, "assigned", {"team": team, "operator": operator})
    if dice.random() < 0.3:
        yield Happening(at + timedelta(seconds=5), ticket, "attached", {"file_name": f"IMG_{ticket}.jpg", "size": 180_000})
    at += timedelta(hours=dice.randint(1, 40))
    yield Happening(at, ticket, "status", {"status": "In behandeling"})
    yield Happening(at + timedelta(seconds=9), ticket, "action", {"text": "Ploeg is onderweg.", "public": True, "operator": operator})
    if dice.random() < 0.2:
        yield Happening(at + timedelta(hours=3), ticket, "request", {"text": "Is er al nieuws?"})
    at += timedelta(hours=dice.randint(4, 300))
    if dice.random() < 0.85:
        yield Happening(at, ticket, "completed", {})
        yield Happening(at + timedelta(days=3), ticket, "closed", {})
    if dice.random() < 0.05:
        yield Happening(at + timedelta(days=4), ticket, "archived", {})
