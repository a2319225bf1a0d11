"""The course of one ticket: everything from its opening to the archive, decided when it is opened.

A step is (epoch, kind, data); the service works on working days, citizens react when they like.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from .days import DAY, midnight, next_working, working
from .grammar import Slots, read
from .report import Told
from .teams import TEAMS
from .topics import Matter

Step = tuple[int, str, dict[str, Any]]
HOUR = 3600
_NAMES = {team.key: team.name for team in TEAMS}
_MISTAKEN = {
    "reiniging": ("groen", "wegen", "wachten"), "groen": ("reiniging", "wegen", "magazijn"), "wegen": ("groen", "mobiliteit", "magazijn"),
    "wachten": ("politie", "mobiliteit"), "magazijn": ("wegen", "mobiliteit", "groen"), "verlichting": ("wegen", "magazijn"),
    "mobiliteit": ("wegen", "wachten", "politie"), "sociaal": ("onthaal",), "politie": ("wachten",), "onthaal": ("reiniging", "mobiliteit"),
}  # fmt: skip
# how far a team is behind its own usual days
_PACE = {"reiniging": 1.0, "groen": 1.25, "wegen": 1.2, "magazijn": 1.1, "verlichting": 1.0, "mobiliteit": 1.35, "wachten": 0.9}
# holidays in the services, the autumn's pile
_MONTH_PACE = (1.05, 1.0, 0.95, 1.0, 0.95, 0.95, 1.15, 1.2, 0.95, 1.0, 1.05, 1.1)


@dataclass(slots=True)
class Course:
    """Collects the steps of one ticket; `at` is where its time has come to."""

    random: Random
    matter: Matter
    told: Told
    opened: int
    month: int
    crew: dict[str, list[str]]
    at: int = 0
    team: str = ""
    steps: list[Step] = field(default_factory=list)
    slots: Slots = field(default_factory=dict)

    def run(self) -> list[Step]:
        """All steps after the opening, in order."""
        random, matter, told = self.random, self.matter, self.told
        self.at, self.slots = self.opened, dict(told.slots)
        self._route()
        chance = random.random()
        if chance < 0.05:
            self._cancel()
        elif chance < 0.056 and matter.target_days and matter.target_days < 30:
            self._forget()
        else:
            self._solve()
        return self.steps

    # --- who does it ---

    def _route(self) -> None:
        random, team = self.random, self.told.data.get("team")
        right = "buren" if self.told.outside else self.matter.team
        if team is None:
            days = 2.0 + random.expovariate(1 / 8.0) if random.random() < 0.115 else 0.0
            self._pass(days * DAY + random.expovariate(1 / 2.2) * HOUR)
        if right in _MISTAKEN and random.random() < 0.07:
            wrong = random.choice(_MISTAKEN[right])
            if team is None:
                self._assign(wrong)
            else:
                self.told.data["team"] = wrong
            self._forward(right, random.expovariate(1 / 1.4))
        elif team is None:
            self._assign(right)
        self.team = right
        if random.random() < 0.012 and right in _MISTAKEN:  # sent away once more, and back
            other = random.choice(_MISTAKEN[right])
            self._forward(other, random.expovariate(1 / 2.0))
            self._forward(right, random.expovariate(1 / 2.0))
        if right == "verlichting" and random.random() < 0.5:
            self._forward("fluvius", random.expovariate(1 / 1.2))

    def _assign(self, team: str, operator: bool = False) -> None:
        data: dict[str, Any] = {"team": team}
        if operator and team in self.crew:
            data["operator"] = self.random.choice(self.crew[team])
        self._do("assigned", data)
        self.team = team

    def _forward(self, team: str, days: float) -> None:
        self._pass(days * DAY)
        if self.random.random() < 0.6:
            slots = self.slots | {"team": _NAMES[team]}
            self._do("action", {"text": read("nl").say(self.random, "fw", f"to.{team}", slots)})
            self.at += 40 + int(self.random.random() * 200)
        self._assign(team)

    # --- how it ends ---

    def _solve(self) -> None:
        random, matter = self.random, self.matter
        chance = random.random()
        pace = _PACE.get(self.team, 1.0) * _MONTH_PACE[self.month]
        days = min(1.2 * matter.median * pace * random.lognormvariate(0, matter.spread), 10 * matter.median + 20)
        if chance < matter.planned:
            self._plan(matter.planned_days * pace * (0.5 + random.gammavariate(2.6, 0.3)))
        elif chance < matter.planned + matter.third:
            self._take(days * 0.3)
            self._wait_for_others()
            self._pass(days * 0.5 * DAY)
        elif chance > 0.955 and self._reachable():
            self._take(days * 0.4)
            if not self._ask_citizen():
                return
            self._pass(days * 0.6 * DAY)
        elif days > 1.5 and random.random() < 0.62:
            self._take(days * 0.45 * random.random())
            if random.random() < 0.35:
                self._note()
            self._pass(days * 0.6 * DAY)
        else:
            self._pass(days * DAY)
        self._complete()

    def _take(self, days: float) -> None:
        """Somebody of the team takes it."""
        random = self.random
        self._pass(days * DAY)
        if random.random() < 0.5 and self.team in self.crew:
            self._assign(self.team, operator=True)
            self.at += 30
        self._do("status", {"status": "In behandeling" if random.random() < 0.8 else "Toegewezen"})
        if random.random() < 0.04:
            self.at += 60
            self._do("priority", {"priority": "P2" if self.matter.priority in ("P3", "P4") else "P1"})

    def _plan(self, days: float) -> None:
        """Put on a later list, with a word to the citizen; the promise moves with it."""
        random = self.random
        data = self.told.data
        if data.get("target") and random.random() < 0.8:
            data["target"] = self.opened + int(max(days * (0.8 + 0.5 * random.random()), 20) // 10 * 10 + 10) * DAY
        self._pass((0.5 + random.expovariate(1 / 2.5)) * DAY)
        self._do("status", {"status": "Ingepland"})
        if random.random() < 0.75:
            self.at += 90 + int(random.random() * 400)
            told = self._reachable()
            self._do("action", {"text": self._say("pl" if told else "pi"), "public": told and random.random() < 0.85})
        self._pass(days * DAY)

    def _wait_for_others(self) -> None:
        random = self.random
        self.at += 60
        if random.random() < 0.9:
            self._do("status", {"status": "Wacht op derden"})
        else:
            self._do("held", {})
        if random.random() < 0.7:
            self.at += 60
            self._do("action", {"text": self._say("th"), "public": self._reachable() and random.random() < 0.4})
        self._pass((2 + random.gammavariate(1.3, 18)) * DAY)
        if self.steps[-1][1] == "held":
            self._do("resumed", {})
        else:
            self._do("status", {"status": "In behandeling"})
        self.at += 60

    def _ask_citizen(self) -> bool:
        """Ask for more; False when no answer came and the ticket ended there."""
        random = self.random
        self.at += 60
        question, _, answer = self._say("wq").partition(" // ")
        self._do("action", {"text": question, "public": True})
        self.at += 40
        self._do("status", {"status": "Wacht op burger"})
        if random.random() < 0.72:
            self._live((0.2 + random.expovariate(1 / 4.0)) * DAY)
            self._react(answer)
            self._pass(random.random() * DAY)
            self._do("status", {"status": "In behandeling"})
            return True
        self._pass((14 + 20 * random.random()) * DAY)
        self._do("action", {"text": self._say("wn"), "public": True})
        self.at += 50
        self._do("completed", {})
        self._archive()
        return False

    def _note(self) -> None:
        self._pass(self.random.random() * 6 * HOUR)
        self._do("action", {"text": self._say("w"), "public": False})

    def _complete(self) -> None:
        random = self.random
        if random.random() < 0.72:
            told = self._reachable()  # a patrol or a nameless report needs no answer, only a note
            self._do("action", {"text": self._say("d" if told else "x"), "public": told and random.random() < 0.88})
            self.at += 20 + int(random.random() * 300)
        self._do("completed", {})
        if self._reachable() and random.random() < 0.013:  # the citizen does not agree before it is closed
            self._live(random.expovariate(1 / 1.5) * DAY)
            self._again()
        self._pass((0.6 if random.random() < 0.15 else 2 + 4 * random.random()) * DAY)
        self._do("closed", {})
        if self._reachable() and random.random() < 0.03:
            self._after_closing()
        self._archive()

    def _after_closing(self) -> None:
        """A reaction after closing: mostly the ticket is opened again, sometimes only answered, sometimes nobody looks."""
        random = self.random
        self._live((0.1 + random.expovariate(1 / 4.0)) * DAY)
        chance = random.random()
        if chance < 0.5:
            self._again()
            self._pass((1 + 2 * random.random()) * DAY)
            self._do("closed", {})
            return
        self._react(self._say("tk" if chance > 0.8 else "re"))
        if chance < 0.75:
            self._pass((0.3 + random.expovariate(1 / 3.0)) * DAY)
            self._do("action", {"text": self._say("ra"), "public": True})

    def _again(self) -> None:
        random = self.random
        self._react(self._say("re"))
        self._pass(random.expovariate(1 / 1.2) * DAY)
        self._do("reopened", {})
        self._pass((0.5 + random.expovariate(1 / 6.0)) * DAY)
        self._do("action", {"text": self._say("rd"), "public": True})
        self.at += 60
        self._do("completed", {})

    def _cancel(self) -> None:
        random = self.random
        self._pass((0.1 + random.expovariate(1 / 1.5)) * DAY)
        told = self._reachable()
        self._do("action", {"text": self._say("c" if told else "cx"), "public": told})
        self.at += 30
        self._do("status", {"status": "Geannuleerd"})
        self._archive()

    def _forget(self) -> None:
        """Nobody looks for months; some citizens ask what became of it."""
        random = self.random
        if random.random() < 0.5:
            self._take(2.0)
        if random.random() < 0.6 and self._reachable():
            self._live((20 + random.expovariate(1 / 30)) * DAY)
            self._react(self._say("un"))
        self._pass((50 + random.expovariate(1 / 70)) * DAY)
        self._complete()

    def _archive(self) -> None:
        day = next_working(self._day() + 150 + self.random.randrange(70))
        self.at = midnight(day) + 6 * HOUR + self.random.randrange(1800)
        self._do("archived", {})

    # --- time and words ---

    def _do(self, kind: str, data: dict[str, Any]) -> None:
        last = self.steps[-1][0] if self.steps else self.opened
        self.at = max(self.at, last + 1)
        self.steps.append((self.at, kind, data))

    def _react(self, text: str) -> None:
        data = self.told.data
        if data.get("person") is not None and self.random.random() < 0.5:
            self._do("action", {"text": text, "person": data["person"], "public": True})
        else:
            self._do("request", {"text": text})

    def _reachable(self) -> bool:
        data = self.told.data
        return data["channel"] != "Patrol" and bool(data.keys() & {"person", "email", "phone"})

    def _say(self, use: str) -> str:
        book = read(self.told.language)
        if not book.has(use, self.matter.key) and not book.has(use, self.matter.topic) and not book.has(use, "*"):
            book = read("nl")
        return book.say(self.random, use, self.matter.key, self.slots)

    def _day(self) -> int:
        day = 719_163 + self.at // DAY  # 1 January 1970
        return day if midnight(day + 1) > self.at else day + 1

    def _pass(self, seconds: float) -> None:
        """Later, in working hours: 7:45 to 16:30."""
        self.at += int(seconds) + 20
        day = self._day()
        second = self.at - midnight(day)
        if working(day) and 27_900 <= second <= 59_400:
            return
        if second > 59_400 or not working(day):
            day = next_working(day + (second > 59_400))
        start = midnight(day) + 27_900
        self.at = start + int(self.random.random() ** 1.5 * 21_000)

    def _live(self, seconds: float) -> None:
        """Later, when people are awake."""
        self.at += int(seconds) + 60
        day = self._day()
        second = self.at - midnight(day)
        if second < 26_000:
            self.at = midnight(day) + 26_000 + int(self.random.random() * 40_000)
