"""A report as PDF: typst sets a template of ours; every word of the city's or a citizen's comes in as data, never as markup.

    pdf = set_pdf("report", {"lang": "nl", "title": "Groen", ...}, made_at)

Only the fonts inside the wheel are used and nothing is fetched, so the same data give the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from dashboard.screen.theme import ACT, FAINT, INK, LINE, RAMP, STATE, TINT, TOPIC_COLOURS

TEMPLATES = Path(__file__).parent / "templates"
COLOURS = {
    "ink": INK["light"], "faint": FAINT["light"], "line": LINE["light"], "act": ACT["light"],
    "bad": STATE["light"]["overdue"], "good": STATE["light"]["done"], "wait": STATE["light"]["due"],
    "ramp": RAMP["light"], "tint": TINT["light"], "topics": TOPIC_COLOURS["light"],
}  # fmt: skip


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False)


def set_pdf(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """The PDF, tagged for screen readers. `data` is what the template says it takes."""
    return bytes(_compiler(template, data).compile(format="pdf", timestamp=int(made_at.timestamp()), pdf_standards="ua-1"))


def pictures(template: str, data: Mapping[str, Any], ppi: float = 110) -> list[bytes]:
    """Its pages as PNG, to be looked at."""
    found = _compiler(template, data).compile(format="png", ppi=ppi)
    return [bytes(page) for page in (found if isinstance(found, list) else [found])]


def _compiler(template: str, data: Mapping[str, Any]) -> Any:
    content = json.dumps(dict(data) | {"colours": COLOURS}, ensure_ascii=False)
    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts(), sys_inputs={"data": content})
