"""Sentences from small grammars, kept as text so that who knows the city's language can mend them.

    words/nl_waste.txt            a line is one template, its first letter says what for
    = dumping.bags                what follows is about this matter ("= *": about anything)
    s Er [ligt|staat] afval {in}  [a|b] one of these, may be empty or nested; {in} a slot, or another rule
    s:cat Er ligt een kat {in}     only in the case "cat": whoever tells of a cat in the title does so in the text
    @since al een week|sinds gisteren    a rule of this language, {since}
    @@beast kat|egel               the same all through one ticket

    book, slots = read("nl"), {"in": "in de Kerkstraat"}      # slots also keep the ticket's case and lasting rules
    book.say(random, "t", "dumping.bags", slots), book.say(random, "s", "dumping.bags", slots)
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

_TELLING = ("t", "s", "p")
Slots = dict[str, str]
Form = tuple["str | Slot | Choice", ...]

_FOLDER = Path(__file__).with_name("words")
_TIDY = re.compile(r" +(?=[.,!?\n])|(?<=[ \n]) +")


class Slot(str):
    """A name to be filled in."""

    __slots__ = ()


class Choice(tuple[Form, ...]):
    """One of these."""

    __slots__ = ()


class Book:
    """All templates of one language."""

    def __init__(self, lines: list[str]) -> None:
        self._lines: dict[tuple[str, str], list[tuple[str, Form]]] = {}
        self._rules: dict[str, Choice] = {}
        self._lasting: set[str] = set()
        self._fitting: dict[tuple[str, str, str], list[tuple[str, Form]]] = {}
        about = "*"
        for line in lines:
            head, _, rest = line.partition(" ")
            if head == "=":
                about = rest.strip()
            elif head.startswith("@"):
                name = head.lstrip("@")
                self._rules[name] = _choice(rest)
                if head.startswith("@@"):
                    self._lasting.add(name)
            elif head and not head.startswith("#"):
                use, _, case = head.partition(":")
                self._lines.setdefault((use, about), []).append((case, _form(rest)))

    def has(self, use: str, about: str) -> bool:
        """Whether there is a line of that use about that matter."""
        return (use, about) in self._lines

    def say(self, random: Random, use: str, about: str, slots: Slots) -> str:
        """One rendered line about a matter, else about its topic, else about anything; "" when there is none."""
        forms = self._fit(use, about, slots.get("case", ""))
        if not forms:
            return ""
        case, form = forms[int(random.random() * len(forms))]
        if case:
            slots["case"] = case
        text = self._tidy(random, form, slots)
        return text[:1].upper() + text[1:]

    def _fit(self, use: str, about: str, case: str) -> list[tuple[str, Form]]:
        """The lines to choose from. Telling (t, s, p) may open any case, and keeps to one once open; the rest follows."""
        key = (use, about, case)
        if key not in self._fitting:
            lines = self._lines
            found = lines.get((use, about)) or lines.get((use, about.partition(".")[0])) or lines.get((use, "*")) or []
            if case or use not in _TELLING:
                same = [line for line in found if line[0] == case] if case and use in _TELLING else []
                found = same or [line for line in found if line[0] in ("", case)]
            self._fitting[key] = found
        return self._fitting[key]

    def rule(self, random: Random, name: str, slots: Slots) -> str:
        """One rendered alternative of a rule."""
        return self._tidy(random, (self._rules[name],), slots)

    def _tidy(self, random: Random, form: Form, slots: Slots) -> str:
        out: list[str] = []
        self._render(random, form, slots, out)
        text = "".join(out)
        # empty alternatives leave blanks behind; most texts have none, and looking is cheaper than replacing
        if "  " in text or " ." in text or " ," in text or " \n" in text or "\n " in text or " ?" in text or " !" in text:
            text = _TIDY.sub("", text)
        return text.strip()

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
                start = len(out)
                self._render(random, rule[int(random.random() * len(rule))], slots, out)
                if piece in self._lasting:
                    slots[piece] = "".join(out[start:])


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
