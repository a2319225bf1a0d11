"""Whose figures, and what the city's data reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import pandas as pd

from dashboard.insight.period import Period, Span, midnight


class Ask(Protocol):
    """Asks queries/NAME.sql or queries/NAME.history.sql: `store.ask` with a person filled in, or a page's `ask_shared`."""

    def __call__(self, name: str, /, **parameters: Any) -> pd.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tickets; None = all. `teams` are ids; an empty tuple is no team at all."""

    teams: tuple[int, ...] | None = None
    topic: int | None = None
    neighbourhood: int | None = None
    channel: str | None = None
    priority: str | None = None

    def parameters(self) -> dict[str, Any]:
        """As the questions in queries/overview take them."""
        return {
            "teams": None if self.teams is None else list(self.teams),
            "topic": self.topic,
            "neighbourhood": self.neighbourhood,
            "channel": self.channel,
            "priority": self.priority,
        }


@dataclass(frozen=True, slots=True)
class City:
    """What the data reach: first and last opening (None = no ticket), since when forwards are known, whether endings are."""

    first_at: datetime | None
    last_at: datetime | None
    copied_at: datetime | None
    ends_known: bool

    def knows(self, span: Span, period: Period) -> bool:
        """Whether there is something to compare with: tickets came before the span began."""
        return self.first_at is not None and self.first_at <= midnight(span.start, period.zone)

    def reconstructed(self, day: date, period: Period) -> bool:
        """Whether the end of `day` lies before the copy, so that it is known from dates alone."""
        return self.copied_at is None or midnight(day + timedelta(days=1), period.zone) <= self.copied_at


def extent(ask: Ask) -> City:
    """Asks overview/span."""
    row = ask("overview/span").iloc[0]
    first, last, copied = (None if pd.isna(row[name]) else row[name].to_pydatetime() for name in ("first_at", "last_at", "copied_at"))
    return City(first, last, copied, bool(row.ends_known))


def days_of(spans: Sequence[Span]) -> dict[str, Any]:
    """Spans that do not overlap as parameters: since, until, and for each day the number of its span (0, 1, ...) or none."""
    since, until = min(span.start for span in spans), max(span.end for span in spans)
    of: list[int | None] = [None] * (until - since).days
    for n, span in enumerate(spans):
        first = (span.start - since).days
        of[first : first + (span.end - span.start).days] = [n] * (span.end - span.start).days
    return {"since": since, "until": until, "of": of}
