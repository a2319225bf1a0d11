"""How long it took, and which promises were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.city import Ask, Selection, days_of
from dashboard.insight.period import Span


@dataclass(frozen=True, slots=True)
class Times:
    """Working minutes, median and 90th percentile, from opening to solution (tickets that ended in a span) and to the first answer (opened
    in it), with how many were timed; of those that ended and were not cancelled (`done`): with a target date, on time, never answered.
    """

    timed: int = 0
    solve_min: float | None = None
    solve_p90_min: float | None = None
    answered: int = 0
    answer_min: float | None = None
    answer_p90_min: float | None = None
    done: int = 0
    dated: int = 0
    on_time: int = 0
    unanswered: int = 0

    @property
    def on_time_share(self) -> float | None:
        return self.on_time / self.dated if self.dated else None

    @property
    def unanswered_share(self) -> float | None:
        """None too where nobody at all was answered: then the data do not say it."""
        silent = self.unanswered == self.done and not self.answered
        return None if silent or not self.done else self.unanswered / self.done


def times(ask: Ask, spans: Sequence[Span], selection: Selection) -> list[Times]:
    """One a span; spans do not overlap. Asks overview/times, overview/answers and overview/kept."""
    asked = days_of(spans) | selection.parameters()
    solved = ask("overview/times", **asked).set_index("n")
    answers = ask("overview/answers", **asked).set_index("n")
    kept = ask("overview/kept", **asked)
    days = pd.to_datetime(kept.day)
    found = []
    for n, span in enumerate(spans):
        own = kept[(days >= pd.Timestamp(span.start)) & (days < pd.Timestamp(span.end))]
        found.append(Times(
            *_timed(solved, n), *_timed(answers, n), *(int(own[name].sum()) for name in ("solved", "dated", "on_time", "unanswered")),
        ))  # fmt: skip
    return found


def _timed(rows: pd.DataFrame, n: int) -> tuple[int, float | None, float | None]:
    if n not in rows.index:
        return 0, None, None
    row = rows.loc[n]
    return int(row.timed), float(row.p50_min), float(row.p90_min)
