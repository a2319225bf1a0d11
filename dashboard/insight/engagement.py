"""Who is involved in what: what the numbers mean, and which of them may be shown. No I/O, no names; desk.count_involved counts.

    bands(people.matters)                  # [(1, 90), (2, 40), (5, 12)]: 90 with one matter or more, ..., 12 with five or more
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

#: The same person about the same topic at the same place within so many days of the last time is the same matter.
SAME_MATTER_DAYS = 14
#: A matter's weight halves in so many days.
HALF_LIFE_DAYS = 180
#: So many matters of one person count on one local day, whatever their topics: one angry afternoon does not win.
CAP_PER_DAY = 2
#: Broadly involved: so many topics in twelve months.
BROAD_TOPICS, YEAR_DAYS = 3, 365
#: Groups smaller than this are not shown, nor what would let them be worked out.
FEWEST = 5
BAND_STEPS = (1, 2, 3, 5, 10)


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
