"""Who is involved in what: distinct matters with a half-life, capped a day. No I/O, no names.

    counted = matters(tickets, zone)       # one row a matter
    people = people_of(counted, now)       # one row a person
    bands(people.matters)                  # [(1, 90), (2, 40), (5, 12)]: 90 with one matter or more, ..., 12 with five or more

`tickets`: caller_id, topic_id, place (any text; the same text is the same place), opened_at (aware).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

import pandas as pd

#: The same person about the same topic at the same place within so many days of the last time is the same matter.
SAME_MATTER_DAYS = 14
#: A matter's weight halves in so many days.
HALF_LIFE_DAYS = 180
#: So many matters of one person count on one local day, whatever their topics: one angry afternoon does not win.
CAP_PER_DAY = 2
#: Broadly involved: so many topics in twelve months.
BROAD_TOPICS, YEAR_DAYS = 3, 365
#: Older matters weigh next to nothing and are not read.
REACH_DAYS = 730
#: Groups smaller than this are not shown, nor what would let them be worked out.
FEWEST = 5
BAND_STEPS = (1, 2, 3, 5, 10)


def matters(tickets: pd.DataFrame, zone: tzinfo) -> pd.DataFrame:
    """The distinct matters that count, oldest first: caller_id, topic_id, opened_at."""
    same = ["caller_id", "topic_id", "place"]
    rows = tickets.sort_values([*same, "opened_at"], kind="stable")
    since_last = rows.groupby(same, dropna=False, sort=False).opened_at.diff()
    first = rows[since_last.isna() | (since_last > timedelta(days=SAME_MATTER_DAYS))].sort_values("opened_at", kind="stable")
    nth_of_day = first.groupby([first.caller_id, first.opened_at.dt.tz_convert(zone).dt.normalize()], sort=False).cumcount()
    return first.loc[nth_of_day < CAP_PER_DAY, ["caller_id", "topic_id", "opened_at"]].reset_index(drop=True)


def weight(opened_at: pd.Series, now: datetime) -> pd.Series:
    """1 for a matter of this moment, a half after HALF_LIFE_DAYS; never more than 1."""
    days = ((now - opened_at).dt.total_seconds() / 86_400).clip(lower=0)
    return 0.5 ** (days / HALF_LIFE_DAYS)


def people_of(counted: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """One row a person with a matter in the last twelve months, the highest score first: caller_id, score (of all matters given),
    matters (of twelve months), topics (their ids, the most frequent first), broad, last_at.
    """
    recent = counted[counted.opened_at > now - timedelta(days=YEAR_DAYS)]
    found = recent.groupby("caller_id").agg(
        matters=("opened_at", "size"), topics=("topic_id", lambda ids: tuple(ids.value_counts().index)), last_at=("opened_at", "max")
    )
    found["score"] = weight(counted.opened_at, now).groupby(counted.caller_id).sum()
    found["broad"] = found.topics.map(len) >= BROAD_TOPICS
    return found.reset_index().sort_values(["score", "caller_id"], ascending=[False, True], ignore_index=True)


def shown(n: int, of: int | None = None) -> int | None:
    """A number of people, or None where it, or what it leaves of a shown whole, is too small to be shown."""
    rest = 0 if of is None else of - n
    return None if n < FEWEST or 0 < rest < FEWEST else n


def bands(counts: Iterable[int]) -> list[tuple[int, int]]:
    """(n, how many people have n matters or more), from everybody on; none is small, nor the difference of any two."""
    counts = list(counts)
    found: list[tuple[int, int]] = []
    for step in BAND_STEPS:
        people = sum(count >= step for count in counts)
        if shown(people, found[-1][1] if found else None) is not None:
            found.append((step, people))
    return found


def per_thousand(places: pd.DataFrame) -> pd.DataFrame:
    """`places` (people, inhabitants, ...) with rate = people per 1,000 inhabitants; NaN where it must not be shown.

    Not shown are places with fewer than FEWEST people or no known inhabitants, and then, smallest first, as many more
    as it takes that the hidden ones together are not fewer than FEWEST: the city's figure would give them away.
    """
    rows = places.assign(rate=1000.0 * places.people / places.inhabitants.where(places.inhabitants > 0).astype(float))
    inhabited = rows.rate.notna()
    hidden = ~inhabited | (rows.people < FEWEST)
    for index in rows[~hidden].sort_values("people", kind="stable").index:
        if not 0 < rows.people[hidden & inhabited].sum() < FEWEST:
            break
        hidden[index] = True
    return rows.assign(rate=rows.rate.mask(hidden))
