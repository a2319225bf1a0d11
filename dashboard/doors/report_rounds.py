"""The rounds that are planned, on the patrol's form: it is what a patrol opens, and it is kept on the phone with the rest of the page."""

from __future__ import annotations

from html import escape

import pandas as pd

from dashboard.screen.areas import on_day, where
from dashboard.screen.words import _, speaking, topic_name


def rounds_section(rounds: pd.DataFrame, language: str) -> str:
    """HTML for the form, "" when nothing is planned; `rounds` is the answer to areas/rounds."""
    if rounds.empty:
        return ""
    with speaking(language):
        lines = []
        for row in rounds.itertuples():
            facts = ", ".join(part for part in (on_day(row.on_day), row.team) if isinstance(part, str))
            what = f"{topic_name(row)}, {where(row)}"
            text = "".join(f"<span>{escape(part)}</span>" for part in (facts, row.words) if part)
            lines.append(f'<a class="near" href="/areas?kind=planned"><span><strong>{escape(what)}</strong>{text}</span></a>')
        return f'<section id="rounds"><h2>{escape(_("Planned rounds"))}</h2>{"".join(lines)}</section>'
