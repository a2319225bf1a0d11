"""Problem areas in words: one plain sentence each, and how many of a list may be chance.

`found` is the answer to areas/findings, `row` one of its rows, `run` a row of areas/runs.
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.insight.period import midnight
from dashboard.screen.words import N_, _, day, ngettext, number, topic_name, zone

KINDS = {"new": N_("New"), "lasting": N_("Lasting"), "moving": N_("Moving"), "fading": N_("Fading")}


def key(row: Any) -> str:
    """The name of a topic at a place in the address: the same in every run, and for what people decided about it."""
    return f"area-{row.topic_id}-{row.place_kind}-{row.place}"


def is_key(place: str) -> bool:
    return re.fullmatch(r"area-\d{1,9}-(neighbourhood|hexagon|segment)-\d{1,15}", place) is not None


def usual(expected: float) -> str:
    """So many are usual, as people say it."""
    if expected < 0.75:
        return _("hardly any are usual")
    return ngettext("{n} is usual", "{n} are usual", round(expected))


def where(row: Any) -> str:
    """The place within a sentence."""
    if row.place_kind == "neighbourhood":
        return _("in {place}", place=row.name)
    if not row.name:
        return _("away from any street")
    if row.place_kind == "hexagon":
        return _("around {street}", street=row.name)
    return _("in {street}, near {other}", street=row.name, other=row.beside) if row.beside else _("in {street}", street=row.name)


def sentence(row: Any) -> str:
    """"14 reports about litter in 8 weeks where 4 are usual, around Luikerstraat"."""
    return _(
        "{reports} in {weeks} where {usual}, {where}",
        reports=ngettext("{n} report about {topic}", "{n} reports about {topic}", row.observed, topic=topic_name(row).lower()),
        weeks=ngettext("{n} week", "{n} weeks", row.weeks),
        usual=usual(row.expected),
        where=where(row),
    )


def title(row: Any) -> str:
    """The place alone, as a heading."""
    words = where(row)
    return words[0].upper() + words[1:]


def on_day(local: date) -> str:
    """A local day as people say it."""
    return day(midnight(local, zone()))


def last_day(run: Any) -> date:
    """The last day that a run counted."""
    return run.day - timedelta(days=1)  # type: ignore[no-any-return]


def narrowed(found: pd.DataFrame, topic: int | None, neighbourhood: int | None) -> pd.DataFrame:
    """Those of a topic and in a neighbourhood, each None for all."""
    if topic is not None:
        found = found[found.topic_id == topic]
    return found if neighbourhood is None else found[found.neighbourhood_id == neighbourhood]


def folded(found: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, list[Any]]]:
    """The findings that stand for themselves; and by the id of these, those of another kind of place that are mostly the same reports."""
    heads = {(row.topic_id, row.place_kind, row.place): row.id for row in found.itertuples()}
    inner: dict[int, list[Any]] = {}
    for row in found.itertuples():
        within = heads.get((row.topic_id, row.within_kind, row.within_place))
        if within is not None:
            inner.setdefault(within, []).append(row)
    hidden = {row.id for rows in inner.values() for row in rows}
    return found[~found.id.isin(hidden)], inner


def chance(shown: pd.DataFrame) -> str:
    """How many of those that are shown are expected to be chance; those that the run did not find again (q = 1) are not counted."""
    sure = shown[shown.q < 1]
    if sure.empty:
        return ""
    n = len(sure) * float(sure.q.max())
    if n < 0.5:
        return _("Probably none of these is chance.")
    return ngettext("Of these {all} about {n} is probably chance.", "Of these {all} about {n} are probably chance.",
                    math.ceil(n - 0.5), all=number(len(sure)))  # fmt: skip
