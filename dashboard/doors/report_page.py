"""The patrol's form as files: one page with its words, topics and icons in it, a style sheet, a script, a service worker.

All of it together is lighter than one picture, since it has to arrive over a bad network; it works without any once loaded.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.doors.report_rounds import rounds_section
from dashboard.doors.report_words import words
from dashboard.screen import theme
from dashboard.store import Who

ASSETS = Path(__file__).parent / "assets" / "report"
#: Joined in this order into one module: over a bad network each file more costs a round trip.
SCRIPTS = ("dom", "kept", "photo", "place", "map", "chooser", "send", "form", "done", "main")
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
#: Icons that the page itself needs; a topic brings its own.
OWN_ICONS = (
    "add", "arrow_back", "check_circle", "close", "cloud_off", "error", "groups", "hourglass_empty", "label", "my_location", "photo_camera",
    "remove", "replay", "send",
)
#: What the house's tokens do not have: the second paper, and greys that reach 7:1 in daylight (text) and 3:1 (edges of fields).
OUTDOORS = {
    "second": {"light": "#F1EEE7", "dark": "#1A2428"},
    "quiet": {"light": "#42494E", "dark": "#B4BDC4"},
    "link": {"light": "#0A5563", "dark": "#5CBCCD"},
    "alarm": {"light": "#961515", "dark": "#FF958C"},
    "edge": {"light": "#8A8578", "dark": "#6B7C84"},
    "road": {"light": "#FFFFFF", "dark": "#33444B"},
}
#: No script or style but from this house, nothing framed, nothing sent elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def files() -> dict[str, bytes]:
    """The assets by name, as they are sent."""
    found = {"report.js": b"\n".join((ASSETS / f"{name}.js").read_bytes() for name in SCRIPTS)}
    found["report.css"] = (_tokens() + (ASSETS / "report.css").read_text(encoding="utf-8")).encode()
    found["guichet.svg"] = (Path(theme.__file__).parent / "assets" / "guichet.svg").read_bytes()
    return found


@cache
def version() -> str:
    """A name for exactly these assets: their addresses carry it, so that they may be kept for ever."""
    content = b"".join(files().values()) + (ASSETS / "worker.js").read_bytes() + (ASSETS / "page.html").read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def worker() -> str:
    """The service worker, with the list of what it keeps."""
    kept = ["/report", "/report/streets", *(f"/report/assets/{version()}/{name}" for name in files())]
    given = f"const VERSION = {json.dumps(version())};\nconst KEPT = {json.dumps(kept)};\n"
    return given + (ASSETS / "worker.js").read_text(encoding="utf-8")


def page(who: Who, city: str, tiles: pd.DataFrame, rounds: pd.DataFrame) -> str:
    """The page for one account; `tiles` and `rounds` are the answers to report/tiles and areas/rounds."""
    texts = words(who.language)
    setup = {
        "language": who.language,
        "me": who.login,
        "my_name": who.name or who.login,
        "city": city,
        "words": texts,
        "tiles": [_tile(row, who.language) for row in tiles.itertuples()],
        "icons": {name: path for name, path in _icons().items() if name in {*OWN_ICONS, *tiles.icon}},
        "map": who.role in ("patrol", "team", "coordinator"),
    }
    fill = texts | {"language": who.language, "city": city, "name": who.name or who.login, "version": version()} | _paper()
    # "</script>" or "<!--" inside a topic's name must not end the block
    raw = {"setup": json.dumps(setup, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")}
    raw["rounds"] = rounds_section(rounds, who.language)
    source = (ASSETS / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: raw[found[1]] if found[1] in raw else html.escape(fill[found[1]]), source)


def _tile(row: Any, language: str) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": getattr(row, f"name_{language}") or row.name_nl,
        "icon": row.icon if row.icon in _icons() else "label",
        "colour": min(max(int(row.colour), 1), 8),
        "placeless": bool(row.placeless),
        "questions": [{name: question.get(name) for name in ("key", "label", "kind", "options")} for question in row.questions],
    }


@cache
def _icons() -> dict[str, str]:
    """Material Symbols (Apache License 2.0) as paths on a grid of 240; one that is not there becomes the label."""
    found: dict[str, str] = json.loads((ASSETS / "icons.json").read_text(encoding="utf-8"))
    return found


def _paper() -> dict[str, str]:
    return {"paper_light": theme.PAPER["light"], "paper_dark": theme.PAPER["dark"]}


def _tokens() -> str:
    """The house's colours as custom properties, for both lights."""

    def block(mode: str) -> str:
        named = {"paper": theme.PAPER, "ink": theme.INK, "line": theme.LINE, "act": theme.ACT} | OUTDOORS
        lines = [f"--{name}: {colours[mode]};" for name, colours in named.items()]
        lines += [f"--{name}: {colour};" for name, colour in theme.STATE[mode].items()]
        lines += [f"--topic-{n}: {colour};" for n, colour in enumerate(theme.TOPIC_COLOURS[mode], start=1)]
        return f":root {{ color-scheme: {mode}; {' '.join(lines)} }}"

    return f"{block('light')}\n@media (prefers-color-scheme: dark) {{ {block('dark')} }}\n"
