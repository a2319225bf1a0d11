"""Colours and the one grammar of charts; the tokens are those of .streamlit/config.toml."""

from __future__ import annotations

from typing import Any

import streamlit as st

TOPIC_COLOURS = {
    "light": ("#0B5C6B", "#D9822B", "#5B8C3A", "#8E4A86", "#C4453B", "#3F74B5", "#8A7A55", "#6B7680"),
    "dark": ("#4FB3C4", "#F0A65A", "#8FBF6C", "#C78BC0", "#EC7F76", "#7FAEE3", "#C2B28A", "#A3ADB5"),
}
#: How much waits here, from nothing to most.
RAMP = {
    "light": ("#C8CDCD", "#FDE0A0", "#FBC46B", "#E97A33", "#B93423", "#6B0F1F"),
    "dark": ("#3A464B", "#FDE0A0", "#FBC46B", "#E97A33", "#D64A36", "#A8243A"),
}
#: How much there is of something that is neither good nor bad, from nothing to most: tints of the act's teal.
TINT = {
    "light": ("#EFECE4", "#D2E2E3", "#A3C7CB", "#6CA6AE", "#37828F", "#0B5C6B"),
    "dark": ("#1C262A", "#21404A", "#2A5A66", "#35798A", "#439AAB", "#6CC7D6"),
}
#: States have colours of their own, never a topic's, and always an icon beside them.
STATE = {
    "light": {"overdue": "#A61B1B", "due": "#8A5A00", "waiting": "#6A6580", "done": "#2F6B3C"},
    "dark": {"overdue": "#FF8A80", "due": "#F2B84B", "waiting": "#B5AFCC", "done": "#86C893"},
}
STATE_ICON = {"overdue": "alarm", "due": "today", "waiting": "hourglass_empty", "done": "check_circle", "new": "fiber_new"}
INK = {"light": "#1D2327", "dark": "#E8ECEC"}
FAINT = {"light": "#5E666B", "dark": "#A3ADB5"}
LINE = {"light": "#DDD8CC", "dark": "#2C3A3F"}
PAPER = {"light": "#FBFAF7", "dark": "#11181B"}
ACT = {"light": "#0B5C6B", "dark": "#4FB3C4"}


def is_dark() -> bool:
    """Whether the reader looks at the dark theme."""
    return bool(getattr(st.context.theme, "type", None) == "dark")


def mode() -> str:
    """"light" or "dark", as key into the tables above."""
    return "dark" if is_dark() else "light"


def topic_colour(index: int) -> str:
    """The colour of a topic's number 1 to 8; all beyond share the grey."""
    return TOPIC_COLOURS[mode()][min(max(index, 1), 8) - 1]


def rgb(colour: str) -> list[int]:
    """"#0B5C6B" -> [11, 92, 107]."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def chart(drawing: Any, height: int, alt: str) -> None:
    """Draw an Altair chart (of any kind: they share no public type) in the house's grammar: quiet axes, ink text, no frame.

    `height` in pixels is kept whatever the data, so that nothing jumps; `alt` is what a screen reader says.
    """
    ink, faint = INK[mode()], FAINT[mode()]
    quiet = {"grid": False, "domain": False, "ticks": False, "labelColor": faint, "labelFontSize": 13, "labelPadding": 6, "title": None}
    styled = (
        drawing.configure(font="Source Sans, sans-serif", background="transparent")
        .configure_view(stroke=None)
        .configure_axis(**quiet)
        .configure_text(color=ink, fontSize=13)
    )
    st.altair_chart(styled, theme=None, width="stretch", height=height, alt=alt)
