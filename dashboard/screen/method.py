"""How problem areas are found, for a council member: plain words, two pictures, and what the list is not."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import streamlit as st

from dashboard.insight.areas import Rules
from dashboard.screen import areas
from dashboard.screen.area_card import calendar
from dashboard.screen.charts import heading
from dashboard.screen.panel import panel
from dashboard.screen.theme import RAMP, mode
from dashboard.screen.words import _, number, percent

DOCUMENT = Path(__file__).parents[2] / "docs" / "method-areas.md"
#: An invented bottle bank: a quiet year, and eight weeks in which it is not.
QUIET, BUSY = (0, 1, 0, 0, 1, 1, 0, 2, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1), (1, 2, 2, 1, 3, 1, 2, 2)
#: The picture of chance: so many places, a bar that one in twenty passes by chance, and so many with real trouble.
PLACES, REAL = 440, 6


def for_everyone(run: Any | None, listed: int) -> None:
    """The plain explanation; `run` is the newest, with so many problem areas in its list."""
    rules = Rules()
    st.markdown(_("A problem area is a place where clearly more is reported about a topic than is usual **at that place**. "
                  "A busy shopping street always has more litter than a quiet lane: that alone is no problem area."))  # fmt: skip
    if run is not None:
        st.markdown(_("The last time, up to {day}, {tested} places and topics were looked at; {n} are in the list.",
                      day=areas.on_day(areas.last_day(run)), tested=number(run.tested), n=number(listed)))  # fmt: skip
    _example(rules)
    _chance(rules)
    _kinds()
    _not()


def _paragraphs(key: str, title: str, *texts: str, picture: str = "") -> None:
    words = "".join(f"<p>{escape(text)}</p>" for text in texts)
    panel(f"method-{key}", heading(title) + f'<div class="read">{words}{picture}</div>')


def _example(rules: Rules) -> None:
    _paragraphs(
        "usual",
        _("1. What is usual here"),
        _("Guichet looks back up to {n} years at the same place. It takes the season into account, and how much more or less the "
          "whole city reports than before. A street with few reports of its own leans on what surrounds it.",
          n=number(rules.history_weeks / 52)),
        _("Neighbourhoods are looked at whole, the city is also laid out in hexagons of 250 metres, and streets in parts of about "
          "300 metres, so that trouble is found at whatever size it has."),
        _("An invented bottle bank: 14 reports in 8 weeks, where about 4 are usual."),
    )  # fmt: skip
    n, monday = len(QUIET) + len(BUSY), date(2026, 3, 2)
    series = [[(monday - timedelta(weeks=n - week)).isoformat(), seen, 0.5, 2] for week, seen in enumerate((*QUIET, *BUSY))]
    since = (monday - timedelta(weeks=len(BUSY))).isoformat()
    calendar("method-calendar", series, since, _("An invented bottle bank: 14 reports in 8 weeks, where about 4 are usual."))


def _chance(rules: Rules) -> None:
    ramp, random = RAMP[mode()], Random(5)
    lucky = set(random.sample(range(PLACES), PLACES // 20))
    real = set(random.sample(sorted(set(range(PLACES)) - lucky), REAL))
    squares = "".join(
        f'<i style="background:{ramp[5] if n in real else ramp[2] if n in lucky else ramp[0]}"></i>' for n in range(PLACES)
    )
    says = _("{all} places: {n} full by chance, {real} with real trouble", all=number(PLACES), n=number(len(lucky)), real=number(REAL))
    keys = "".join(
        f'<span><i class="key" style="background:{colour}"></i>{escape(words)}</span>'
        for colour, words in ((ramp[2], _("full by chance")), (ramp[5], _("real trouble")))
    )
    picture = f'<div class="squares" role="img" aria-label="{escape(says, quote=True)}">{squares}</div><div class="legend">{keys}</div>'
    _paragraphs(
        "chance",
        _("2. Could it be chance?"),
        _("Throw enough dice and some will show three sixes. With {all} places, a bar that chance passes once in twenty would point"
          " at {n} places where nothing is the matter: that is why a heat map is red everywhere.",
          all=number(PLACES), n=number(PLACES // 20)),
        _("So the bar is raised over all places and topics together, until of all that is listed about {share} is chance. The list "
          "says how many that are. No list without any would be honest: it would miss most of the real ones.", share=percent(rules.q)),
        _("And one busy person makes no problem area: several reports of the same person are one voice, and at least {reports} reports "
          "of {people} different people are needed. Who gave no name counts as one person a day.",
          reports=number(rules.reports), people=number(rules.reporters)),
        picture=picture,
    )  # fmt: skip


def _kinds() -> None:
    _paragraphs(
        "kinds",
        _("3. New, lasting, moving, fading"),
        _("New: it began in the last eight weeks. Lasting: before, and it goes on. Moving: new here, while the same went back to "
          "usual next to it: a round may have pushed it along. Fading: found before and not any more; it leaves the list after six "
          "weeks."),
    )  # fmt: skip


def _not() -> None:
    _paragraphs(
        "not",
        _("4. What the list is not"),
        _("Reports are not need. Some quarters report less than they suffer: people there may not know the number, the language or "
          "whether it helps. Researchers found quarters of one city that report the same trouble up to three times as late as others "
          "(Liu, Bhandaram and Garg 2024). A quiet street is no proof of a clean street."),
        _("It is about places, never about people: only how many different people reported is counted, not who."),
        _("More reports can also mean more attention: a patrol's round, a new app, a letter to the neighbourhood. Look before you "
          "send somebody."),
        _("Tickets without a place, outside the city or without a topic are not counted; the list says how many. One point where "
          "everything without a place piles up, such as the town hall, is set apart and named. When a topic is given another "
          "meaning, everywhere may seem new for some weeks."),
        _("Each run is kept as it was shown; choose an earlier one above the list."),
    )  # fmt: skip


def for_statisticians() -> None:
    """The document with the formulas and their sources."""
    if DOCUMENT.is_file():
        st.markdown(DOCUMENT.read_text(encoding="utf-8").partition("\n")[2])  # the page has a title of its own
