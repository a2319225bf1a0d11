"""A piece of drawn page whose parts can be clicked: a link is real (a new tab, a copied address), a plain click stays in the session.

    gone = panel("cards", html)      # html made with `link`, `how` and escape(); redrawn only when it changed
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st
import streamlit.components.v2 as components

from dashboard.screen.house import SCREENS
from dashboard.screen.theme import FAINT, INK, LINE, STATE, mode
from dashboard.screen.words import _

ASSETS = Path(__file__).parent / "assets"


@cache
def _component() -> Any:
    css, js = ((ASSETS / f"panel.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return components.component("guichet_panel", html='<div class="panel"></div>', css=css, js=js)


def panel(key: str, html: str) -> str | None:
    """Draw `html`; returns the `go` of what was clicked just now, and follows it at once where it is an address."""
    state = STATE[mode()]
    colours = {"ink": INK[mode()], "faint": FAINT[mode()], "line": LINE[mode()], "bad": state["overdue"], "good": state["done"],
               "due": state["due"]}  # fmt: skip
    style = ";".join(f"--{name}:{colour}" for name, colour in colours.items())
    clicked = _component()(key=key, data={"html": f'<div style="{style}">{html}</div>'}, on_go_change=_nothing).go
    if clicked and clicked.startswith(("/", "?")):
        follow(clicked)
    return str(clicked) if clicked else None


def _nothing() -> None:
    """The trigger itself reruns."""


def address(screen: str = "", **parameters: Any) -> str:
    """"/queues?bucket=overdue&team=3"; without a screen it stays on this one. None and "" are left out."""
    filled = {name: value for name, value in parameters.items() if value not in (None, "")}
    return (f"/{screen}" if screen else "") + ("?" + urlencode(filled) if filled or not screen else "")


def follow(target: str) -> None:
    """Go to an address of ours within this session."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    if not parts.path:
        st.query_params.from_dict(query)
        st.rerun(scope="app")
    st.switch_page(next(screen.path for screen in SCREENS if screen.name == parts.path.strip("/")), query_params=query)


def link(target: str, inner: str, label: str = "", kind: str = "") -> str:
    """`inner` (HTML) as a link to `target`; `label` is what a screen reader says instead."""
    spoken = f' aria-label="{escape(label, quote=True)}"' if label else ""
    return f'<a class="{kind}" href="{escape(target, quote=True)}" data-go="{escape(target, quote=True)}"{spoken}>{inner}</a>'


def how(key: str, text: str) -> str:
    """The small sign that tells how a figure is counted, one click away."""
    label = escape(_("How it is counted"), quote=True)
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return (
        f'<button class="how" popovertarget="how-{key}" aria-label="{label}" title="{label}">?</button>'
        f'<div class="counted" id="how-{key}" popover><b>{label}</b>{lines}</div>'
    )
