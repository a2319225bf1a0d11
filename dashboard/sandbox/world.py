"""The world of the look-alike: town, register, desk, story, journal and clock put together.

>>> world = World(home, town_module, seed=3800, login="guichet")
>>> world.now()                                        # the simulated instant; everything up to it has happened
>>> world.write("archive", ticket=id, reason=reason)   # on the disk, then done

What the town does is computed again at each start and merged with the journal's records in order of time, so a restart
goes on with the same data and fills the time between. Nothing here is safe for threads: one event loop owns a world.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from dashboard.errors import Trouble

from .body import Body
from .clock import Clock
from .deeds import Deeds
from .desk import Desk
from .files import Files
from .incident import Incident
from .journal import Journal
from .quarters import Quarters
from .register import Register
from .story import Story
from .town.model import Happening, Town

HISTORY = timedelta(days=730)
CENTURY = timedelta(days=36_525)  # the town tells its story day by day, as far as somebody listens


class City(Protocol):
    """Where a town and its happenings come from: dashboard.sandbox.town, or a stand-in."""

    def found(self, seed: int) -> Town: ...

    def happenings(self, town: Town, since: datetime, until: datetime) -> Iterable[Happening]: ...

    def live_story(self, town: Town, n: int, at: datetime) -> list[Happening]: ...


@dataclass
class Extra:
    """A ticket of the live pace, and how many steps of its story were told."""

    incident: Incident
    told: int = 0


class World:
    """One look-alike with its data under `home`. Trouble when `home` belongs to another city."""

    def __init__(
        self, home: Path, city: City, seed: int, *, login: str = "guichet", founded: datetime | None = None, missing_status: int = 400
    ) -> None:
        self.seed, self.city, self.clock = seed, city, Clock()
        self.files = Files(home / "files")
        self._journal = Journal(home / "journal.jsonl")
        records = self._journal.records()
        header = next(records, None) or self._header(founded)
        if header["seed"] != seed:
            records.close()
            self._journal.close()
            raise Trouble(f"{home} holds the city of seed {header['seed']}. Nothing was changed; start with --seed {header['seed']}.")
        self.founded: datetime = header["founded"]
        with _no_garbage():
            self.town = city.found(seed)
            self.register = Register(self.town, self.founded, login)
            self.author = self.register.operators.entries[-1]
            self.desk = Desk(self.register)
            self.story = Story(self.desk, Quarters(self.town.neighbourhoods).of)
            self.body = Body(self.register, self.find, missing_status)
            self._deeds = Deeds(self.desk, self.story, self.author)
            self._coming = iter(city.happenings(self.town, self.founded, self.founded + CENTURY))
            self._next = next(self._coming, None)
            self.extras: dict[int, Extra] = {}
            self.writes = 0
            self._replay(records)

    def now(self) -> datetime:
        """The simulated instant, with everything told that happens up to it."""
        now = self.clock.now()
        self._tell_until(now)
        return now

    def find(self, key: str) -> Incident | None:
        """The incident of an id or a number, in any case."""
        return self.desk.by_id.get(key.lower()) or self.desk.by_number.get(key.casefold())

    def write(self, do: str, **what: Any) -> None:
        """Journal a deed and do it. OSError when the disk refuses; then nothing is done."""
        record = {"at": self.now(), "do": do, **what}
        self._journal.append(record)
        self._apply(record)

    def advance(self, by: timedelta) -> None:
        """Jump ahead, with everything that happens between."""
        self.clock.advance(by)
        self._note_clock()

    def run_at(self, speed: float) -> None:
        """From now on one second lasts `speed` seconds."""
        self.clock.run_at(speed)
        self._note_clock()

    def close(self) -> None:
        """Let the journal go."""
        self._journal.close()

    def _header(self, founded: datetime | None) -> dict[str, Any]:
        header = {"seed": self.seed, "founded": founded or datetime.now(UTC).replace(microsecond=0) - HISTORY}
        self._journal.append(header)
        return header

    def _replay(self, records: Iterator[dict[str, Any]]) -> None:
        last = self.founded
        for record in records:
            last = record["at"]
            self._tell_until(last)
            self._apply(record)
        self.clock.not_before(last)
        self.now()

    def _apply(self, record: dict[str, Any]) -> None:
        self.writes += 1
        if record["do"] == "clock":
            self.clock.resume(record["real"], record["simulated"], record["speed"])
            return
        self._deeds.apply(record)
        if record["do"] == "happening":
            n = record["extra"]
            if n not in self.extras:
                self.extras[n] = Extra(next(reversed(self.desk.by_id.values())))
            self.extras[n].told += 1

    def _note_clock(self) -> None:
        self.write("clock", **self.clock.anchor())

    def _tell_until(self, instant: datetime) -> None:
        while self._next and self._next.at <= instant:
            self.story.tell(self._next)
            self._next = next(self._coming, None)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Years of tickets are made in one go and stay: looking for garbage among them would double the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
