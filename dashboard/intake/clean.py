"""Foreign text made harmless: signs that PostgreSQL cannot store, and HTML in memos as plain text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

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


def one_line(foreign: str) -> str:
    """Foreign words on one line, as plain text."""
    return re.sub(r"\s+", " ", plain(html.unescape(foreign))).strip()


def safe_link(link: str) -> str:
    """The link when it is one of the web, else "": a click must never run anything."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    fits = parts.scheme in ("http", "https") and parts.hostname and len(link) <= 1_000
    return link.strip() if fits and not re.search(r"[\s<>\"\x00-\x1f]", link.strip()) else ""


def as_json(listed: Iterable[Mapping[str, Any]]) -> str:
    """Rows as JSON that `jsonb_to_recordset` takes; datetimes in ISO form."""
    rows = list(listed)
    payload = json.dumps(rows, ensure_ascii=False, default=datetime.isoformat)
    # NUL is rare and costly to look for in every text
    return storable(json.dumps(_without_nul(rows), ensure_ascii=False, default=datetime.isoformat) if "\\u0000" in payload else payload)


def _without_nul(value: Any) -> Any:
    if isinstance(value, dict):
        return {storable(name): _without_nul(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return storable(value) if isinstance(value, str) else value
