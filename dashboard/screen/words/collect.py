"""Collect every text of the program into the catalogues: `make words`.

Texts stand in English inside `_()`, `ngettext()` or `N_()`. New ones arrive untranslated, those no longer used are dropped,
translations stay.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from dashboard.screen.words import LANGUAGES, LOCALES, catalogue

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("dashboard", "pages")
MARKS = {"_": 1, "N_": 1, "ngettext": 2}  # how many of the first arguments are texts


def marked(source: str) -> Iterator[str | tuple[str, ...]]:
    """The texts of one module; read from the syntax tree, since babel's own reader sees none inside f-strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            given = node.args[: MARKS[node.func.id]]
            forms = tuple(one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))
            if forms and len(forms) == MARKS[node.func.id]:
                yield forms if len(forms) > 1 else forms[0]


def texts() -> Catalog:
    """Every text in the code, with the places where it stands."""
    found = Catalog(project="Guichet", charset="utf-8")
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for message in marked(path.read_text(encoding="utf-8")):
                found.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)])
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
            same = old and isinstance(old.string, str) == isinstance(message.id, str)  # a text may have got a plural
            string = old.string if old and same else ""
            lacking += not (all(string) if isinstance(string, tuple | list) else string)
            fresh.add(message.id, string or ("" if isinstance(message.id, str) else ("", "")), locations=sorted(set(message.locations)))
        with (Path(__file__).parent / f"{language}.po").open("wb") as file:
            write_po(file, fresh, width=120, omit_header=True, include_lineno=False)  # no dates: the same texts, the same file
        missing[language] = lacking
    return missing


if __name__ == "__main__":
    for language, n in update().items():
        print(f"{language}: {n} without translation")  # noqa: T201 - it is a command
