"""How people type on a telephone: no capitals, a slip, the usual mistakes."""

from __future__ import annotations

import re
from random import Random

_USUAL = {
    "nl": (
        ("wordt", "word"), ("gebeurt", "gebeurd"), ("onmiddellijk", "onmidellijk"), ("gevaarlijk", "gevaarlyk"), ("eigenlijk", "eigelijk"),
        ("a.u.b.", "aub"), ("opgehaald", "opgehaalt"), ("gemeld", "gemelt"), ("beschadigd", "beschadigt"), ("het is", "tis"),
        (" een ", " n "), ("vanavond", "vanavont"), ("verschillende", "verschillede"), ("kinderen", "kindere"), ("namelijk", "nl"),
        ("voetpad", "voetpat"), ("waarschijnlijk", "waarschijnelijk"), ("dat er ", "der "), ("niet meer", "ni meer"),
    ),
    "fr": (("s'il vous plaît", "svp"), ("ç", "c"), ("é", "e"), ("à ", "a "), ("c'est", "cest"), ("beaucoup", "bcp")),
    "en": (("there is", "theres"), ("it's", "its"), ("please", "pls"), ("dangerous", "dangerus"), ("pavement", "pavment")),
}  # fmt: skip
_PLAIN_WORD = re.compile(r"\b[a-zéèëï]{5,}\b")


def sloppily(random: Random, text: str, language: str) -> str:
    """The text with one to three human failings; names of streets keep theirs to themselves."""
    chance = random.random()
    for right, wrong in _USUAL[language]:
        if right in text and random.random() < 0.6:
            text = text.replace(right, wrong, 1)
    if chance < 0.35:
        text = _slip(random, text)
    if 0.25 < chance < 0.6:
        text = text[:1].lower() + text[1:].replace(". ", random.choice((". ", ", ", " ")))
    elif chance > 0.93:
        text = text.upper() if len(text) < 160 else text
    if 0.5 < chance < 0.75 and "\n" not in text:
        text = text.rstrip(".") + random.choice(("", "", "!!", "...", "!!!"))
    return text


def _slip(random: Random, text: str) -> str:
    words = list(_PLAIN_WORD.finditer(text))
    if not words:
        return text
    found = words[int(random.random() * len(words))]
    word, at = found[0], found.start() + random.randrange(1, len(found[0]) - 1)
    if random.random() < 0.5:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + (word[0] if random.random() < 0.1 else "") + text[at + 1 :]
