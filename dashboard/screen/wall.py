"""The wall: three slides for a council hall, as one component that turns them by itself. Nobody's personal data: counts alone.

Each function makes what one slide says, from counts and ready in words; at most 25 words a slide.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit.components.v2 as components

from dashboard.city.ground import Box, Ground
from dashboard.figures import Flow
from dashboard.insight.flow import Change
from dashboard.screen import settings
from dashboard.screen.ramp import MEASURES, limits, step
from dashboard.screen.street_map import colours, digits
from dashboard.screen.theme import ACT, FAINT, INK, LINE, PAPER, STATE, TOPIC_COLOURS
from dashboard.screen.words import _, clock, day, moment, ngettext, number, percent, topic_name

ASSETS = Path(__file__).parent / "assets"
#: Projectors are black where nothing is.
THEME = "dark"
#: The ramp's darkest three steps alone can be told apart from the back row.
FAINTEST_STEP = 3
MOST_BARS = 7
_BUTTONS = {"back": "chevron_left", "pause": "pause", "next": "chevron_right", "full": "fullscreen", "menu": "menu"}
_HTML = f"""
<div class="room">
  <button class="start"></button>
  <div class="wall">
    <div class="slide figures now"></div>
    <div class="slide map"><div class="place"><canvas></canvas><div class="side"></div></div></div>
    <div class="slide topics"></div>
    <div class="foot">
      <span class="source"></span>
      <span class="stale" hidden><span class="icon" aria-hidden="true">sync_problem</span><span class="words"></span></span>
      <span class="dots"><span class="icon paused" aria-hidden="true" hidden>pause</span>{'<span class="dot"></span>' * 3}</span>
    </div>
    <div class="controls">{"".join(f'<button data-do="{act}">{icon}</button>' for act, icon in _BUTTONS.items())}</div>
  </div>
</div>"""


@cache
def _component() -> Any:
    css, *js = ((ASSETS / name).read_text(encoding="utf-8") for name in ("wall.css", "ground.js", "wall.js"))
    return components.component("guichet_wall", html=_HTML, css=css, js="\n".join(js))


def wall(slides: dict[str, Any], fresh: pd.DataFrame) -> None:
    """Draw the slides {figures, map, topics}; `fresh` as of shell/freshness."""
    line, stale = source(fresh)
    plain = {"paper": PAPER, "ink": INK, "faint": FAINT, "line": LINE, "act": ACT}
    _component()(
        key="wall",
        data={
            "slides": slides,
            "source": line,
            "stale": stale,
            "drawn": clock(datetime.now(UTC)),  # so that the browser hears from us every minute
            "seconds": settings().toml.screen.wall_seconds,
            "colours": colours(THEME)
            | {"plain": {name: table[THEME] for name, table in plain.items()} | {"due": STATE[THEME]["due"]}},
            "words": {
                "start": _("Show the wall"), "back": _("Back"), "pause": _("Pause"), "next": _("Next"), "full": _("Full screen"),
                "menu": _("Menu"), "silent": _("No connection"),
            },
        },
    )  # fmt: skip


def source(fresh: pd.DataFrame) -> tuple[str, str]:
    """Whose figures, of when and from where; and a sign when the copy stands still, else ""."""
    city = settings().toml.city.name
    if fresh.empty or pd.isna(fresh.age_seconds[0]):
        return f"{city}, {moment(datetime.now(UTC))}", ""
    age = timedelta(seconds=float(fresh.age_seconds[0]))
    at = datetime.now(UTC) - age
    stale = age.total_seconds() > settings().toml.screen.stale_seconds
    since = clock(at) if age < timedelta(hours=12) else day(at)
    return f"{city}, {moment(at)}, {_('copy of TOPdesk')}", _("The copy stands still since {at}", at=since) if stale else ""


def figures(open_now: int, moves: Flow, comparable: bool, ends_known: bool) -> dict[str, Any]:
    """Open, and new and solved in 28 days against the 28 before."""
    new, solved = (Change(moves.this[name], moves.before[name] if comparable else None) for name in ("new", "solved"))
    columns = [
        {"value": number(new.now or 0), "label": _("new in 28 days"), "change": _against(new)},
        {"value": number(solved.now or 0), "label": _("solved in 28 days"), "change": _against(solved)},
    ]
    if not ends_known:
        return {"sentence": _("What people reported"), "columns": columns[:1]}
    if not (open_now or moves.steps.new.sum() or moves.steps.solved.sum()):
        return {"sentence": _("Nothing was reported yet."), "columns": []}
    first = {"value": number(open_now), "label": _("open now"), "change": ""}
    came, went = new.now or 0, solved.now or 0
    sentence = _("More was solved than came in.") if went > came else _("As much was solved as came in.")
    return {"sentence": _("More came in than was solved.") if came > went else sentence, "columns": [first, *columns]}


def _against(change: Change) -> str:
    """Against the 28 days before, in few words."""
    if not change.known or not change.before:
        return ""
    if not round(100 * change.by / change.before):
        return _("as many as before")
    share = percent(abs(change.by) / change.before)
    return "▲ " + _("{share} more than before", share=share) if change.by > 0 else "▼ " + _("{share} fewer than before", share=share)


def topics(found: pd.DataFrame, reported: bool) -> dict[str, Any]:
    """One bar a topic, its own colour; beyond MOST_BARS a sentence says how many. `found` as of wall/topics."""
    if found.empty:
        return {"sentence": _("Nothing waits."), "bars": [], "rest": ""}
    bars = []
    for row in found.head(MOST_BARS).itertuples():
        known = not pd.isna(row.name_nl)
        place = min(max(int(row.colour), 1), 8) if known else 8
        name = topic_name(row) if known else _("No topic")
        share = round(row.n / found.n[0], 3)
        bars.append({"name": name, "value": number(row.n), "share": share, "colour": TOPIC_COLOURS[THEME][place - 1]})
    others = int(found.n[MOST_BARS:].sum())
    return {
        "sentence": _("What people report most") if reported else _("What waits most"),
        "bars": bars,
        "rest": ngettext("and {n} about something else", "and {n} about something else", others) if others else "",
    }


def _darkest(values: pd.Series) -> list[int]:
    """Steps 3 to 5 of the ramp, 0 for less; where nothing reaches them, 3 for everything."""
    begins = limits(MEASURES["number"], values)
    steps = [step(value, begins) for value in values]
    if max(steps, default=0) < FAINTEST_STEP:
        return [FAINTEST_STEP] * len(steps)
    return [depth if depth >= FAINTEST_STEP else 0 for depth in steps]


def streets(ground: Ground, found: pd.DataFrame, reported: bool) -> dict[str, Any]:
    """The map with its three worst streets named; `found` as of wall/streets."""
    known = {street.id: street for street in ground.streets}
    found = found[found.street_id.isin(known)]
    named = [(known[row.street_id], int(row.n)) for row in found.head(3).itertuples()]
    return {
        "sentence": _sentence(len(found), reported),
        "version": ground.version,
        "box": ground.box,
        "steps": digits(ground, dict(zip(found.street_id, _darkest(found.n), strict=True))),
        "spots": [],
        "top": [{"name": street.name, "value": number(n), "at": street.middle} for street, n in named],
    }


def spots(ground: Ground, box: Box | None, found: pd.DataFrame, quarters: pd.DataFrame, reported: bool) -> dict[str, Any]:
    """The same of a city without streets: dots, and its three worst neighbourhoods named; as of wall/spots and wall/neighbourhoods."""
    dots = zip(found.lon, found.lat, _darkest(found.n), strict=True)
    return {
        "sentence": _sentence(len(found), reported),
        "version": ground.version,
        "box": box,
        "steps": "",
        "spots": [{"at": [round(lon, 4), round(lat, 4)], "step": depth} for lon, lat, depth in dots],
        "top": [{"name": row.name, "value": number(row.n), "at": [row.lon, row.lat]} for row in quarters.itertuples(index=False)],
    }


def _sentence(n: int, reported: bool) -> str:
    if not n:
        return _("Nothing waits.")
    return _("Where people report most") if reported else _("Where most waits")
