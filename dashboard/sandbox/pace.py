"""The live pace of a demo: extra tickets beside the town's own, and what becomes of them, so that screens move."""

from __future__ import annotations

import time
from collections.abc import Callable

from .world import World

BEATS = 5  # a pace has so many: one brings a new ticket, the others take an earlier one a step further
UNDER_WAY = 6  # so many extra tickets at least are under way at any time


class Pace:
    """Every `seconds` (0: never) a new ticket, and between two of them a few steps of earlier ones."""

    def __init__(self, world: World, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._world, self.seconds, self._clock = world, seconds, clock
        self._next, self._beats = clock() + seconds / BEATS, 0
        self._ended: set[int] = set()

    def step(self) -> None:
        """Do what is due."""
        if self.seconds and self._clock() >= self._next:
            self._next = self._clock() + self.seconds / BEATS
            self.beat()

    def beat(self) -> None:
        """A new ticket, or the next step of the one that waits longest."""
        if self._beats % BEATS == 0:
            n = len(self._world.extras)
            self._tell(n, 0)
        else:
            self._go_on()
        self._beats += 1

    def _go_on(self) -> None:
        """Whoever took a ticket over through the API ends its story."""
        under_way = [
            (extra.incident.state["modificationDate"], n)
            for n, extra in self._world.extras.items()
            if n not in self._ended and not extra.incident.archived and not extra.incident.taken_over
        ]
        for _, n in sorted(under_way)[: -UNDER_WAY or None]:
            if self._tell(n, self._world.extras[n].told):
                return
            self._ended.add(n)

    def _tell(self, n: int, step: int) -> bool:
        """Tell that step of the n-th extra ticket's story now, whenever it was meant to be; False when the story is over."""
        world = self._world
        began = world.extras[n].incident.state["creationDate"] if n in world.extras else world.now()
        story = world.city.live_story(world.town, n, began)
        if step >= len(story):
            return False
        world.write("happening", extra=n, of=story[step].ticket, kind=story[step].kind, data=story[step].data)
        return True
