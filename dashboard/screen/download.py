"""The button that makes a file of what is on screen: it says how far it is, can be cancelled, and goes on while the page around it redraws.

    download("download", asked.kept, tickets=1234)        # the address as the door takes it
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit.components.v2 as components

from dashboard.screen.theme import FAINT, LINE, STATE, mode
from dashboard.screen.words import _, language, locale, ngettext

ASSETS = Path(__file__).parent / "assets"
FORMATS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}


@cache
def _component() -> Any:
    css, js = ((ASSETS / f"download.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return components.component("guichet_download", html='<div class="download"></div>', css=css, js=js)


def download(key: str, address: Mapping[str, str], tickets: int, table: bool = True) -> None:
    """Offer the table (unless `table` is false) and the tickets behind it."""
    things = [("table", _("The table"))] if table else []
    things.append(("tickets", ngettext("The ticket behind it", "The {n} tickets behind it", tickets)))
    colours = {"faint": FAINT[mode()], "line": LINE[mode()], "bad": STATE[mode()]["overdue"]}
    words = {
        "download": _("Download"), "cancel": _("Cancel"), "begin": _("Making the file"), "rows": _("{n} of {all} rows"),
        "finish": _("Finishing the file"), "done": _("The {format} file is being saved."), "cancelled": _("Cancelled. Nothing was kept."),
        "away": _("Guichet does not answer. Nothing is lost: try again in a moment."),
        "note": _("Without titles, texts and people. A download of tickets is noted with your name."),
    }  # fmt: skip
    _component()(
        key=key,
        data={
            "address": dict(address) | {"language": language()},
            "things": things,
            "formats": list(FORMATS.items()),
            "words": words,
            "locale": str(locale()).replace("_", "-"),
            "style": ";".join(f"--{name}:{colour}" for name, colour in colours.items()),
        },
    )
