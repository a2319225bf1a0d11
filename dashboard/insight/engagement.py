"""Who is involved in what: distinct matters with a half-life, capped a day. No I/O, no names.

    counted = matters(reports, zone)       # one row a matter
    people = people_of(counted, now)       # one row a person
    bands(people.matters)                  # [(1, 90), (2, 40), (5, 12)]: 90 with one matter or more, ..., 12 with five or more

`reports`: caller_id, topic_id, place (the same number is the same place), opened (seconds since 1970): whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

import pandas as pd

DAY = 86_400
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


def matters(reports: pd.DataFrame, zone: tzinfo) -> pd.DataFrame:
    """The distinct matters that count, oldest first: caller_id, topic_id, opened."""
    same = ["caller_id", "topic_id", "place"]
    rows = reports.sort_values([*same, "opened"], kind="stable")
    repeated = (rows[same] == rows[same].shift()).all(axis=1) & (rows.opened.diff() <= SAME_MATTER_DAYS * DAY)
    first = rows[~repeated].sort_values("opened", kind="stable")
    local_day = pd.to_datetime(first.opened, unit="s", utc=True).dt.tz_convert(zone).dt.date
    nth_of_day = first.groupby([first.caller_id, local_day], sort=False).cumcount()
    return first.loc[nth_of_day < CAP_PER_DAY, ["caller_id", "topic_id", "opened"]].reset_index(drop=True)


def weight(opened: pd.Series, now: datetime) -> pd.Series:
    """1 for a matter of this moment, a half after HALF_LIFE_DAYS; never more than 1."""
    days = ((now.timestamp() - opened) / DAY).clip(lower=0)
    return 0.5 ** (days / HALF_LIFE_DAYS)


def people_of(counted: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """One row a person with a matter in the last twelve months, the highest score first: caller_id, score (of all matters given),
    matters (of twelve months), topics (their ids, the most frequent first), broad, last_at.
    """
    recent = counted[counted.opened > now.timestamp() - YEAR_DAYS * DAY]
    found = recent.groupby("caller_id").agg(matters=("opened", "size"), last_at=("opened", "max"))
    found["last_at"] = pd.to_datetime(found.last_at, unit="s", utc=True)
    found["score"] = weight(counted.opened, now).groupby(counted.caller_id).sum()
    often = recent.groupby(["caller_id", "topic_id"]).size().sort_values(ascending=False, kind="stable").index
    topics: dict[int, list[int]] = {}
    for caller, topic in often:
        topics.setdefault(caller, []).append(topic)
    found["topics"] = pd.Series(topics, dtype=object)
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
