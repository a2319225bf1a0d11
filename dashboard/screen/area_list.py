"""Lists of problem areas as HTML for `panel`: what a run found, what a reader watches, and what was set apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.screen.area_map import times
from dashboard.screen.areas import KINDS, key, on_day, sentence, where
from dashboard.screen.panel import address, link
from dashboard.screen.theme import RAMP, mode, topic_colour
from dashboard.screen.words import _, ngettext, number, percent


def listed(shown: pd.DataFrame, inner: Mapping[int, list[Any]], kept: Mapping[str, str]) -> str:
    """The list, the surest first; a line leads to its finding. `inner` as of areas.folded; `kept`: the filters in the address."""
    lines = []
    for row in shown.itertuples():
        facts = [
            _(KINDS[row.kind]),
            _("since {day}", day=on_day(row.since)),
            ngettext("{n} person reported", "{n} people reported", row.reporters),
        ]
        if row.place_kind != "neighbourhood" and isinstance(row.neighbourhood, str):
            facts.append(row.neighbourhood)
        if isinstance(row.moved_name, str):
            facts.append(_("before: {place}", place=row.moved_name))
        if others := inner.get(row.id):
            facts.append(_("also seen {where}", where=", ".join(where(other) for other in others)))
        lines.append(_line(row, sentence(row), facts, address("", **kept, place=key(row)), RAMP[mode()][times(row)]))
    return f'<div class="areas">{"".join(lines)}</div>'


def watched(acts: pd.DataFrame, found: pd.DataFrame, kept: Mapping[str, str]) -> tuple[str, list[Any]]:
    """What the run says of what the reader watches; and the acts about what is as usual, which the run does not list."""
    rows = {key(row): row for row in found.itertuples()}
    quiet = [act for act in acts.itertuples() if key(act) not in rows]
    lines = [
        _line(row, sentence(row), [_(KINDS[row.kind])], address("", **kept, place=key(row)), RAMP[mode()][times(row)])
        for row in (rows[key(act)] for act in acts.itertuples() if key(act) in rows)
    ]
    return f'<div class="areas">{"".join(lines)}</div>', quiet


def _line(row: Any, words: str, facts: Sequence[str], target: str, colour: str) -> str:
    spot = f'<i class="spot" style="background:{topic_colour(int(row.colour))}"></i>'
    inner = (
        f'<i class="times" style="background:{colour}"></i><span><span class="words">{escape(words)}</span>'
        f'<span class="sub">{spot}{escape(" · ".join(facts))}</span></span>'
    )
    return link(target, inner, kind="area")


def apart(run: Any) -> str:
    """What a run set apart or did not count, one paragraph each; "" when there was nothing."""
    words = [
        _(
            "{n} reports ({share}) about {topics} topics lie on one point near {street}: a default place, it seems. They count nowhere.",
            n=number(one["reports"]), share=percent(one["share"], 1), topics=number(one["topics"]), street=one["name"] or _("no street"),
        )
        for one in run.apart
    ]  # fmt: skip
    left = {_("in no place"): run.no_place, _("outside the city"): run.left_out["outside"], _("without a topic"): run.left_out["no_topic"]}
    if any(left.values()):
        words.append(_("Not counted: {what}.", what=", ".join(f"{number(n)} {name}" for name, n in left.items() if n)))
    return "".join(f'<p class="sub">{escape(text)}</p>' for text in words)
