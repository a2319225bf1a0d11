"""The live pace of a demo: extra tickets beside the town's own story, and what becomes of them, so that screens move."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .incident import Incident
from .register import Entry
from .world import World

FOLLOW_UP_EVERY = 2  # beats: every so many, an extra ticket that is still open goes one step further
RESTS = 4  # an extra ticket lies still for at least this many beats before its first step


class Pace:
    """One beat every `seconds` (0: never): a new ticket, and now and then a step of an earlier one."""

    def __init__(self, world: World, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._world, self.seconds, self._clock = world, seconds, clock
        self._next, self._beats = clock() + seconds, 0

    def step(self) -> None:
        """Do what is due."""
        if self.seconds and self._clock() >= self._next:
            self._next = self._clock() + self.seconds
            self.beat()

    def beat(self) -> None:
        """A new ticket, and perhaps a step of an earlier one."""
        world = self._world
        opening = world.city.live(world.town, len(world.live_tickets), world.now())
        self._tell(opening.ticket, opening.kind, opening.data)
        self._beats += 1
        if self._beats % FOLLOW_UP_EVERY == 0:
            self._follow_up()

    def _follow_up(self) -> None:
        """One step for the extra ticket that waits longest; whoever took one over through the API keeps it."""
        rested = list(self._world.live_tickets.items())[:-RESTS]
        waiting = [(ticket, incident) for ticket, incident in rested if incident.open and not incident.taken_over]
        if waiting:
            ticket, incident = min(waiting, key=lambda item: item[1].state["modificationDate"])
            self._tell(ticket, *self._next_step(incident))

    def _next_step(self, incident: Incident) -> tuple[str, dict[str, Any]]:
        status = (incident.get("processingStatus") or {"name": ""})["name"]
        topic = self._topic(incident)
        if not incident.get("operatorGroup") and topic:
            return "assigned", {"team": topic.team}
        if status != "In behandeling":
            return "status", {"status": "In behandeling"}
        return "completed", {}

    def _topic(self, incident: Incident) -> Any:
        def name(field: str) -> str | None:
            entry: Entry | None = incident.get(field)
            return entry["name"] if entry else None

        pair = name("category"), name("subcategory")
        return next((one for one in self._world.town.topics if (one.category, one.subcategory) == pair), None)

    def _tell(self, ticket: int, kind: str, data: dict[str, Any]) -> None:
        self._world.write("happening", of=ticket, kind=kind, data=data)
