"""The way from a place to its file."""

from __future__ import annotations

from html import escape

from dashboard.screen.panel import address, link, panel
from dashboard.screen.words import _


def file_link(key: str, street: int | None, neighbourhood: int | None = None) -> None:
    """Draw it, for a street or else a neighbourhood; nothing where neither is known."""
    if street is not None:
        panel(key, link(address("street", street=street), escape(_("File of this street")) + " →", kind="out"))
    elif neighbourhood is not None:
        panel(key, link(address("street", neighbourhood=neighbourhood), escape(_("File of this neighbourhood")) + " →", kind="out"))
