"""Sentences from small grammars, kept as text so that who knows the city's language can mend them.

    words/nl_waste.txt            a line is one template, its first letter says what for
    = dumping.bags                what follows is about this matter ("= *": about anything)
    s Er [ligt|staat] afval {in}  [a|b] one of these, may be empty or nested; {in} a slot, or another rule
    @since al een week|sinds gisteren    a rule of this language, {since}

    book = read("nl")
    book.say(random, "s", "dumping.bags", {"in": "in de Kerkstraat"})
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

Slots = dict[str, str]
Form = tuple["str | Slot | Choice", ...]

_FOLDER = Path(__file__).with_name("words")
_TIDY = re.compile(r" +(?=[.,!?\n]|$)|(?<=[ \n]) +")


class Slot(str):
    """A name to be filled in."""

    __slots__ = ()


class Choice(tuple[Form, ...]):
    """One of these."""

    __slots__ = ()


class Book:
    """All templates of one language."""

    def __init__(self, lines: list[str]) -> None:
        self._lines: dict[tuple[str, str], list[Form]] = {}
        self._rules: dict[str, Choice] = {}
        about = "*"
        for line in lines:
            head, _, rest = line.partition(" ")
            if head == "=":
                about = rest.strip()
            elif head.startswith("@"):
                self._rules[head[1:]] = _choice(rest)
            elif head and not head.startswith("#"):
                self._lines.setdefault((head, about), []).append(_form(rest))

    def has(self, use: str, about: str) -> bool:
        """Whether there is a line of that use about that matter."""
        return (use, about) in self._lines

    def say(self, random: Random, use: str, about: str, slots: Slots) -> str:
        """One rendered line about a matter, else about its topic, else about anything; "" when there is none."""
        lines = self._lines
        forms = lines.get((use, about)) or lines.get((use, about.partition(".")[0])) or lines.get((use, "*"))
        if not forms:
            return ""
        text = self._tidy(random, forms[int(random.random() * len(forms))], slots)
        return text[:1].upper() + text[1:]

    def rule(self, random: Random, name: str, slots: Slots) -> str:
        """One rendered alternative of a rule."""
        return self._tidy(random, (self._rules[name],), slots)

    def _tidy(self, random: Random, form: Form, slots: Slots) -> str:
        out: list[str] = []
        self._render(random, form, slots, out)
        return _TIDY.sub("", "".join(out)).strip()

    def _render(self, random: Random, form: Form, slots: Slots, out: list[str]) -> None:
        for piece in form:
            if isinstance(piece, Choice):
                self._render(random, piece[int(random.random() * len(piece))], slots, out)
            elif not isinstance(piece, Slot):
                out.append(piece)
            elif piece in slots:
                out.append(slots[piece])
            else:
                rule = self._rules[piece]
                self._render(random, rule[int(random.random() * len(rule))], slots, out)


@cache
def read(language: str) -> Book:
    """The book of nl, fr or en: all files words/LANGUAGE*.txt."""
    lines: list[str] = []
    for path in sorted(_FOLDER.glob(f"{language}*.txt")):
        lines += path.read_text(encoding="utf-8").splitlines()
    return Book(lines)


def _form(text: str) -> Form:
    form, end = _parse(text, 0, "")
    if end != len(text):
        raise ValueError(f"a bracket too many: {text}")
    return form


def _choice(text: str) -> Choice:
    found = _form(f"[{text}]")[0]
    assert isinstance(found, Choice)
    return found


def _parse(text: str, at: int, ends: str) -> tuple[Form, int]:
    pieces: list[str | Slot | Choice] = []
    plain: list[str] = []

    def flush() -> None:
        if plain:
            pieces.append("".join(plain).replace("\\n", "\n"))
            plain.clear()

    while at < len(text) and text[at] not in ends:
        sign = text[at]
        if sign == "{":
            flush()
            close = text.index("}", at)
            pieces.append(Slot(text[at + 1 : close]))
            at = close + 1
        elif sign == "[":
            flush()
            forms: list[Form] = []
            while sign != "]":
                form, at = _parse(text, at + 1, "|]")
                if at == len(text):
                    raise ValueError(f"an open bracket: {text}")
                forms.append(form)
                sign = text[at]
            pieces.append(Choice(forms))
            at += 1
        else:
            plain.append(sign)
            at += 1
    flush()
    return tuple(pieces), at
