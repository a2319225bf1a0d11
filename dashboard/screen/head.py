"""What every screen begins with: the house's style, and one line with its name and how fresh what it shows is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.screen.freshness import freshness
from dashboard.screen.theme import ACT, LINE, PAPER, mode
from dashboard.screen.trouble import fragment


@cache
def _css() -> str:
    return (Path(__file__).parent / "assets" / "house.css").read_text(encoding="utf-8")


def house_style() -> None:
    """Once a run, before anything else is drawn; takes no room."""
    colours = f"--act: {ACT[mode()]}; --paper: {PAPER[mode()]}; --line: {LINE[mode()]};"
    st.html(f"<style>:root {{ {colours} }}\n{_css()}</style>")


def head(title: str, beside: Callable[[], None] | None = None, fresh: bool = True) -> None:
    """The screen's name; at the right the copy's freshness (unless the screen says it better) and what `beside` draws."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="head"):
        st.title(title, anchor=False)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if fresh:
                fragment(freshness, run_every=15)()
            if beside:
                beside()
