"""Title and text of a report, as its channel makes people write them."""

from __future__ import annotations

from random import Random
from typing import Any

from .grammar import Slots, read
from .spelling import sloppily
from .topics import Matter

TITLE = 80  # TOPdesk's briefDescription holds no more


def write(random: Random, matter: Matter, channel: str, language: str, slots: Slots, data: dict[str, Any], sloppy: bool) -> None:
    """Put `title` and, mostly, `text` into the data."""
    book, key = read(language), matter.key
    if channel == "Patrol":
        data["title"] = shortened(book.say(random, "p", key, slots))
        data["text"] = book.say(random, "q", key, slots) if random.random() < 0.5 else ""
        return
    if random.random() < 0.0025:
        data["title"] = shortened(book.say(random, "ht", "*", slots))
        data["text"] = book.say(random, "hs", "*", slots)
        return
    title, text = book.say(random, "t", key, slots), _text(random, key, channel, language, slots)
    if channel in ("App", "E-mail") and (sloppy or random.random() < 0.14):
        title, text = sloppily(random, title, language), sloppily(random, text, language)
    data["title"], data["text"] = shortened(title), text


def shortened(title: str) -> str:
    """Cut between words."""
    if len(title) <= TITLE:
        return title
    return title[:TITLE].rpartition(" ")[0].rstrip(" ,.-") or title[:TITLE]


def _text(random: Random, key: str, channel: str, language: str, slots: Slots) -> str:
    book, chance = read(language), random.random()
    if channel == "App":
        if chance < 0.10 and "spot" in slots:
            return book.rule(random, "seephoto", slots) if chance < 0.07 else ""
        more = (*_more(random, key, language, slots, 0.55), *_ask(random, key, language, slots, 0.3))
        return _join(book.say(random, "s", key, slots), *more)
    if channel == "E-mail":
        more = (*_more(random, key, language, slots, 0.9), *([book.say(random, "m", key, slots)] if random.random() < 0.3 else ()))
        said = _join(book.say(random, "s", key, slots), *more)
        if chance < 0.25:
            return _join(said, *_ask(random, key, language, slots, 0.5))
        ask = book.say(random, "ask", key, slots)
        return f"{book.rule(random, 'greet', slots)}\n\n{said}\n\n{ask}\n\n{book.rule(random, 'bye', slots)}\n{slots['name']}"
    said = _join(book.say(random, "s", key, slots), *([book.say(random, "m", key, slots)] if random.random() < 0.45 else ()))
    foreign = {"fr": "Franstalig. ", "en": "Engelstalig. "}.get(slots.get("tongue", ""), "")
    return f"{foreign}{book.say(random, channel.lower(), '*', slots)} {said}"


def _more(random: Random, key: str, language: str, slots: Slots, chance: float) -> tuple[str, ...]:
    if random.random() > chance:
        return ()
    return (read(language).say(random, "m" if random.random() < 0.55 else "i", key, slots),)


def _ask(random: Random, key: str, language: str, slots: Slots, chance: float) -> tuple[str, ...]:
    return (read(language).say(random, "ask", key, slots),) if random.random() < chance else ()


def _join(*sentences: str) -> str:
    return " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))
