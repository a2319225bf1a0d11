"""Verdicts: what stands well and what does not, one card and one sentence each, before any list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from dashboard.screen.theme import FAINT, LINE, STATE, mode

Stand = Literal["good", "wait", "bad"]
#: Colour is never alone: each has a sign of its own.
_SIGNS: dict[Stand, tuple[str, str]] = {"good": ("done", "✓"), "wait": ("due", "●"), "bad": ("overdue", "!")}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One matter, how it stands, and the sentence that says so; `more` is a second, quiet line."""

    matter: str
    stand: Stand
    sentence: str
    more: str = ""


def verdicts(found: Sequence[Verdict]) -> None:
    """Cards of equal height beside each other, below each other on a phone."""
    cards = "".join(_card(one) for one in found)
    st.html(f'<div style="display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:.75rem">{cards}</div>')


def _card(one: Verdict) -> str:
    colour, sign = STATE[mode()][_SIGNS[one.stand][0]], _SIGNS[one.stand][1]
    quiet = f"color:{FAINT[mode()]};font-size:.875rem"
    disc = f"display:inline-grid;place-items:center;width:1.25rem;height:1.25rem;border:2px solid {colour};border-radius:50%;"
    disc += f"color:{colour};font-size:.75rem;font-weight:700;flex:none"
    more = f'<div style="{quiet}">{escape(one.more)}</div>' if one.more else ""
    return (
        f'<section style="border:1px solid {LINE[mode()]};border-radius:.5rem;padding:.75rem 1rem">'
        f'<div style="{quiet}">{escape(one.matter)}</div>'
        f'<div style="display:flex;gap:.5rem;align-items:baseline;margin:.25rem 0"><span style="{disc}" aria-hidden="true">{sign}</span>'
        f'<span style="font-size:1.05rem;font-weight:600;text-wrap:pretty">{escape(one.sentence)}</span></div>{more}</section>'
    )
