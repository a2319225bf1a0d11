"""Memo texts: what TOPdesk keeps of the HTML it is sent, and how it is shown as plain text."""

from __future__ import annotations

import base64
import binascii
import html
import re

_ALLOWED = {"i", "em", "b", "strong", "u", "br", "h5", "h6", "img"}
_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_AFTER_BLOCK = re.compile(r"</h[56]>", re.IGNORECASE)
_IMAGE = re.compile(r"<img[^>]*?src=[\"'](data:image/([a-z]+);base64,([^\"']+))[\"'][^>]*>", re.IGNORECASE)


def as_memo(text: str) -> str:
    """The HTML that is stored: allowed tags stay without attributes, others go, line ends become <br/>."""

    def keep(match: re.Match[str]) -> str:
        closing, name, rest = match.group(1), match.group(2).lower(), match.group(3)
        if name not in _ALLOWED:
            return ""
        if name == "br":
            return "<br/>"
        return f"<img{rest.rstrip(' /')}/>" if name == "img" else f"<{closing}{name}>"

    kept = _TAG.sub(keep, text) if "<" in text else text
    return kept.replace("\r\n", "\n").replace("\n", "<br/>")


def as_plain(memo: str) -> str:
    """The text without its formatting."""
    if "<" in memo:
        memo = _TAG.sub("", _AFTER_BLOCK.sub("\n", _BREAK.sub("\n", memo)))
    return html.unescape(memo) if "&" in memo else memo


def without_images(memo: str) -> str:
    """The memo as it is listed when inline images were not asked for."""
    return _IMAGE.sub("", memo) if "<img" in memo else memo


def linked_images(memo: str, link: str) -> str:
    """The memo with each image's data replaced by `link` formatted with its position (from 0)."""
    seen = iter(range(memo.count("<img")))
    return _IMAGE.sub(lambda match: f'<img src="{link.format(next(seen))}"/>', memo)


def images(memo: str) -> list[tuple[str, bytes]]:
    """(file extension, bytes) of every inline image, in order; unreadable base64 counts as empty."""
    found = []
    for match in _IMAGE.finditer(memo):
        try:
            data = base64.b64decode(match.group(3), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        found.append((match.group(2).lower(), data))
    return found
