"""Guichet's own words in what it writes to TOPdesk, in the city's language; everything else there is the person's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.settings import CitySection

_WORDS = {
    "nl": {"by": "Gemeld door {name}", "from": "Gemeld via Guichet", "place": "Plaats", "yes": "Ja", "no": "Nee",
           "again": "Opnieuw gezien op ronde.",
           "double": "Dubbel van {number}: dezelfde melding kwam twee keer aan. Gearchiveerd door Guichet."},
    "fr": {"by": "Signalé par {name}", "from": "Signalé via Guichet", "place": "Lieu", "yes": "Oui", "no": "Non",
           "again": "Revu en tournée.",
           "double": "Double de {number} : le même signalement est arrivé deux fois. Archivé par Guichet."},
    "en": {"by": "Reported by {name}", "from": "Reported through Guichet", "place": "Place", "yes": "Yes", "no": "No",
           "again": "Seen again on patrol.",
           "double": "Double of {number}: the same report arrived twice. Archived by Guichet."},
}  # fmt: skip


def word(city: CitySection, phrase: str, **fill: str) -> str:
    """One of our phrases."""
    return _WORDS[city.language][phrase].format(**fill)


def signature(city: CitySection, payload: dict[str, Any], mark: str) -> str:
    """Who, when, and our mark: "Gemeld door Jan P., 24-11-2026 14:05 (G-17/45)"."""
    name, at = payload.get("made_by"), payload.get("made_at")
    line = word(city, "by", name=str(name)) if name else word(city, "from")
    if at:
        line += f", {datetime.fromisoformat(at).astimezone(ZoneInfo(city.timezone)):%d-%m-%Y %H:%M}"
    return f"{line} ({mark})"


def memo(paragraphs: Iterable[str]) -> str:
    """Paragraphs as TOPdesk's HTML; every sign of a person's text stays text."""
    return "<br><br>".join(escape(part.strip(), quote=False).replace("\n", "<br>") for part in paragraphs if part.strip())
