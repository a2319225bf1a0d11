"""One place's A4 in the reader's words: its map, what is open, in which streets, what stands out, what the city says about it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.mailings.contents import STREETS, Place
from dashboard.mailings.street_plan import street_plan
from dashboard.screen import areas
from dashboard.screen.overview import by_points, by_share, changes
from dashboard.screen.ramp import MEASURES, limits, steps_in_words
from dashboard.screen.theme import RAMP
from dashboard.screen.words import _, day, ngettext, number, percent, topic_name

TOPICS, AREAS = 6, 3


def place(one: Place) -> dict[str, Any]:
    """What the template sets on one page."""
    waiting = {street: opened for street, (opened, __) in one.open.items()}
    begins = limits(MEASURES["number"], pd.Series(list(waiting.values()), dtype=float))
    plan = street_plan(one.row.rings, one.streets.itertuples(), waiting, begins, one.backdrop)
    names = dict(zip(one.streets.id, one.streets.name, strict=True))
    drawn = [street for street in waiting if street in plan.spot]
    worst = sorted(drawn, key=lambda street: (-waiting[street], str(names[street])))[:STREETS]
    own = int(one.streets.own.sum())
    return {
        "name": str(one.row.name),
        "village": str(one.row.village) if one.row.village and one.row.village != one.row.name else "",
        "people": "" if pd.isna(one.row.inhabitants) else ngettext("{n} inhabitant", "{n} inhabitants", int(one.row.inhabitants)),
        "sentence": sentence(one),
        "figures": _figures(one),
        "map": plan.svg,
        "map_height": plan.height,
        "map_words": _("Map of the streets of {place}; coloured streets have open reports.", place=one.row.name),
        "signs": [{"n": str(n), "x": plan.spot[street][0], "y": plan.spot[street][1]} for n, street in enumerate(worst, 1)],
        "legend": [{"colour": colour, "words": words} for colour, words in zip(
            RAMP["light"], [_("nothing"), *steps_in_words(MEASURES["number"], begins)], strict=True)],
        "legend_title": _("Open reports in a street"),
        "streets": {
            "title": _("Where it waits"),
            "rows": [_street(n, street, str(names[street]), one) for n, street in enumerate(worst, 1)],
            "none": _("Nothing is open here."),
            "rest": _others(len(drawn) - len(worst), own),
        },
        "topics": {
            "title": _("What it is about"),
            "most": max([1, *one.topics.open]),
            "rows": [
                {"name": topic_name(row) if not pd.isna(row.topic_id) else _("No topic"), "open": int(row.open), "words": number(row.open),
                 "colour": 8 if pd.isna(row.colour) else int(row.colour)}
                for row in one.topics.head(TOPICS).itertuples()
            ],
        },
        "areas": {
            "title": _("What stands out"),
            "rows": [areas.sentence(row) for row in standing_out(one.areas).head(AREAS).itertuples()],
            "none": nothing_stands_out(one.areas),
        },
        "news": {
            "title": _("What the city says"),
            "rows": [{"day": day(row.published_at), "title": str(row.title)} for row in one.publications.itertuples()],
        },
    }  # fmt: skip


def sentence(one: Place) -> str:
    """The place in one sentence."""
    opened, late = one.found.backlog.open, one.found.backlog.overdue
    if not opened:
        return _("Nothing is open here.")
    words = ngettext("{n} report is open", "{n} reports are open", opened)
    if not late:
        return _("{open}, none of them overdue.", open=words)
    return _("{open}, {late} overdue.", open=words, late=ngettext("{n} of them", "{n} of them", late))


def standing_out(found: pd.DataFrame | None) -> pd.DataFrame:
    """Problem areas that stand for themselves."""
    return areas.folded(found)[0] if found is not None else pd.DataFrame()


def nothing_stands_out(found: pd.DataFrame | None) -> str:
    """Why none is named."""
    return _("No place stands out against its own past.") if found is not None else _("Nobody looked for problem areas in those days.")


def _figures(one: Place) -> list[dict[str, Any]]:
    found = one.found
    rows = [
        (_("Open"), number(found.backlog.open), found.open, number),
        (_("Overdue"), number(found.backlog.overdue), found.overdue, number),
        (_("New"), number(found.new.now or 0), found.new, number),
        (_("Solved"), number(found.solved.now or 0), found.solved, number),
        (_("Solved on time"), "–" if found.on_time.now is None else percent(found.on_time.now), found.on_time, percent),
    ]
    return [
        {"label": label, "value": value, "unit": "", "past": [],
         "changes": [{"words": words, "means": means} for words, means in
                     changes(figure, found.period, say, by_points if say is percent else by_share)]}
        for label, value, figure, say in rows
    ]  # fmt: skip


def _street(n: int, street: int, name: str, one: Place) -> dict[str, Any]:
    opened, late = one.open[street]
    words = ngettext("{n} overdue", "{n} overdue", late) if late else ""
    return {"n": str(n), "name": name, "open": number(opened), "late": words}


def _others(more: int, own: int) -> str:
    if more > 0:
        return ngettext("and {n} more street, of {all}", "and {n} more streets, of {all}", more, all=number(own))
    return ""
