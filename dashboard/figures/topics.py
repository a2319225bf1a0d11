"""On time by topic."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.city import Ask, City, Selection
from dashboard.insight.flow import Figure
from dashboard.insight.period import Period, Span

#: A change of a share means something from five points on, and of a topic only where both shares are of so many tickets.
LEAST_SHARE, LEAST_DATED = 0.05, 20


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic (id None = none), its names by language, what ended under it in the period (cancelled apart), how many of these had a target
    date, and how many of those ended before it, as a share.
    """

    id: int | None
    names: dict[str, str]
    solved: int
    dated: int
    on_time: int
    share: Figure


def topics(ask: Ask, period: Period, selection: Selection, city: City) -> list[Topic]:
    """The topics of which anything ended in the period, the most first. Asks overview/topics."""

    def asked(span: Span) -> dict[int | None, pd.Series]:
        rows = ask("overview/topics", since=span.start, until=span.end, **selection.parameters())
        return {None if pd.isna(row.topic_id) else int(row.topic_id): row for _, row in rows.iterrows()}

    this = asked(period.this)
    before, year = (asked(span) if city.knows(span, period) else {} for span in (period.before, period.year))

    def share(row: pd.Series | None) -> float | None:
        return float(row.on_time / row.dated) if row is not None and row.dated else None

    def figure(row: pd.Series, was: pd.Series | None, last: pd.Series | None) -> Figure:
        many = all(one is None or one.dated >= LEAST_DATED for one in (row, was, last))
        return Figure(share(row), share(was), share(last), rise_is="good" if many else "", least=LEAST_SHARE)

    return [
        Topic(
            key,
            {language: str(row[f"name_{language}"] or "") for language in ("nl", "fr", "en")} if key is not None else {},
            int(row.solved), int(row.dated), int(row.on_time),
            figure(row, before.get(key), year.get(key)),
        )
        for key, row in this.items()
    ]  # fmt: skip
