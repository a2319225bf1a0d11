"""Collect every text of the program into the catalogues: `make words`.

Texts stand in English inside `_()`, `ngettext()` or `N_()`. New ones arrive untranslated, those no longer used are dropped,
translations stay.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from dashboard.screen.words import LANGUAGES, LOCALES, catalogue

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("dashboard", "pages")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def texts() -> Catalog:
    """Every text in the code, with the places where it stands."""
    found = Catalog(project="Guichet", charset="utf-8")
    for room in ROOMS:
        folder = ROOT / room
        for name, _line, message, _comments, _context in extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS):
            found.add(message, locations=[(f"{room}/{name}", 0)])
    return found


def update() -> dict[str, int]:
    """Write nl.po and fr.po anew; language -> how many texts lack a translation."""
    template, missing = texts(), {}
    for language in LANGUAGES:
        if language == "en":
            continue
        known, fresh = catalogue(language), Catalog(locale=LOCALES[language], project="Guichet", charset="utf-8", fuzzy=False)
        lacking = 0
        for message in sorted(template, key=lambda one: str(one.id)):
            if not message.id:
                continue
            old = known.get(message.id[0] if isinstance(message.id, tuple | list) else message.id)
            string = old.string if old else ""
            lacking += not (all(string) if isinstance(string, tuple | list) else string)
            fresh.add(message.id, string or ("" if isinstance(message.id, str) else ("", "")), locations=sorted(set(message.locations)))
        with (Path(__file__).parent / f"{language}.po").open("wb") as file:
            write_po(file, fresh, width=120, omit_header=True, include_lineno=False)  # no dates: the same texts, the same file
        missing[language] = lacking
    return missing


if __name__ == "__main__":
    for language, n in update().items():
        print(f"{language}: {n} without translation")  # noqa: T201 - it is a command
