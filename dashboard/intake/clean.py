"""Foreign text made harmless: signs that PostgreSQL cannot store, and HTML in memos as plain text."""

from __future__ import annotations

import html
import re

import nh3

_BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr)>", re.IGNORECASE)


def storable(text: str) -> str:
    """The same text without NUL and without halves of signs."""
    text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def plain(memo: str) -> str:
    """HTML of a memo as plain text: breaks become lines, nothing executable or hidden survives."""
    lined = _BREAKS.sub("\n", memo)
    text = html.unescape(nh3.clean(lined, tags=set(), clean_content_tags={"script", "style"}))
    return storable(re.sub(r"\n{3,}", "\n\n", text).strip())
