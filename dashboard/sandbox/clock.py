"""The look-alike's clock: real time by default, faster or ahead when a test or a demo asks for it.

>>> clock = Clock()
>>> clock.advance(timedelta(days=30)); clock.run_at(3600)   # a month ahead, then one hour a second
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Simulated time = anchor + (real time since the anchor) * speed; never runs backwards."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self._anchor_real = real()
        self._anchor = datetime.fromtimestamp(self._anchor_real, UTC)
        self._latest = self._anchor
        self.speed = 1.0

    def now(self) -> datetime:
        """The simulated instant, aware, in UTC."""
        elapsed = timedelta(seconds=(self._real() - self._anchor_real) * self.speed)
        self._latest = max(self._latest, self._anchor + elapsed)
        return self._latest

    def advance(self, by: timedelta) -> datetime:
        """Jump forward by `by`; negative jumps are refused with ValueError. Returns the new instant."""
        if by < timedelta(0):
            raise ValueError("the clock cannot go back")
        self._set(self.now() + by, self.speed)
        return self.now()

    def run_at(self, speed: float) -> None:
        """From now on one real second lasts `speed` simulated seconds (0 stands still)."""
        if speed < 0:
            raise ValueError("the clock cannot go back")
        self._set(self.now(), speed)

    def anchor(self) -> dict[str, float | str]:
        """What a later process needs to go on with this clock."""
        return {"real": self._anchor_real, "simulated": self._anchor.isoformat(), "speed": self.speed}

    def resume(self, real: float, simulated: str, speed: float) -> None:
        """Go on from an `anchor()` of an earlier process: the time between has passed here as well."""
        self._anchor_real, self._anchor, self.speed = real, datetime.fromisoformat(simulated), speed
        self._latest = self._anchor

    def not_before(self, instant: datetime) -> None:
        """Make sure that the clock shows at least `instant`, whatever the machine's clock says."""
        if self.now() < instant:
            self._set(instant, self.speed)

    def _set(self, instant: datetime, speed: float) -> None:
        self._anchor_real, self._anchor, self._latest, self.speed = self._real(), instant, instant, speed
