"""Which streets and neighbourhoods a written piece is about, each with the words that say so.

    mentions(gazetteer, "De Stapel-, Plank- en Luikerstraat in Bernem", "Sint-Odilia")

For what a city writes to its people, where names carry capitals; gazetteer.in_text reads one place out of a citizen's hurried words.
A name that could mean two places means none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.city.elsewhere import FIRST_NAMES, TOWNS
from dashboard.city.gazetteer import Gazetteer
from dashboard.city.names import FRENCH_KINDS, TYPE_ENDINGS, fold, key, words_of

#: Another one lets everything be matched anew.
VERSION = "1"
LONGEST = 12_000

_WORKS = re.compile(
    r"\b(?:werken|wegenwerken|wegwerkzaamheden|werf|heraanleg\w*|heraangelegd\w*|asfalt\w*|riolering\w*|nutsleiding\w*|omleiding\w*|"
    r"afgesloten|onderbroken|onderbreking|verkeershinder|hinder|parkeerverbod|opgebroken|herstelling\w*|snoeiwerken|nachtwerk|waterlek|"
    r"vernieuwt|vernieuwd|travaux|chantier|deviation|fermee?s?|inaccessibles?|egouttage|circulation)\b"
)
_AND = {"en", "of", "et", "ou", "and"}
_AT = {"in", "te", "a", "bij"}
_OF = {"van", "de", "d", "du"}
_BEFORE_A_PLACE = {"op", "aan", "in", "langs", "rond", "via", "nabij", "tussen", "straten", "straat", "werken", "waterlek", "hoek"}
_ARTICLES = {"de", "den", "het", "la", "le"}
_WAY = {"richting", "direction"}
_SHORT = {"kon": ("koning", "koningin"), "h": ("heilig", "heilige"), "pr": ("prins", "prinses")}
_PLURALS = {"rues": "rue", "chaussees": "chaussee", "avenues": "avenue", "places": "place", "boulevards": "boulevard"}
#: Kinds of street that are no street's name at the beginning of a sentence.
_KINDS = {"schoolstraat", "speelstraat", "fietsstraat", "leefstraat", "winkelstraat", "dorpsstraat", "hoofdstraat"}


@dataclass(frozen=True, slots=True)
class Mention:
    """One of the two ids; `words` as they stand in the text."""

    street_id: int | None
    neighbourhood_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name between the words `first` and `last` (not included); `name` is its key."""

    first: int
    last: int
    name: str


def mentions(streets: Gazetteer, text: str, city: str = "") -> list[Mention]:
    """What `text` is about, each place once, in the order in which they are named. `city`: the city's own name."""
    return _Reading(streets, unicodedata.normalize("NFC", text[:LONGEST]), city).found()


def speaks_of_works(text: str) -> bool:
    """Whether words of road works or hindrance stand in a text."""
    return bool(_WORKS.search(fold(text)))


class _Reading:
    def __init__(self, streets: Gazetteer, text: str, city: str) -> None:
        self._streets, self._text, self._city = streets, text, key(city)
        self._words = words_of(text)
        self._quiet = not any(word.capital for word in self._words)  # nobody wrote capitals: none are asked for
        self._sentence = [0] * len(self._words)  # the number of the sentence in which a word stands
        for n in range(1, len(self._words)):
            between = text[self._words[n - 1].end : self._words[n].start]
            self._sentence[n] = self._sentence[n - 1] + bool(re.search(r"[.!?:;]\s+|\n", between) and not self._abbreviated(n - 1))
        self._quarters = {name: id for name, id in streets.quarters.items() if name != self._city}
        self._villages = {key(village) for _, village in streets.names.values() if village} | set(streets.quarters)

    def found(self) -> list[Mention]:
        hits, quarters = self._ours(self._street_hits()), self._ours(self._quarter_hits())
        taken = {n for hit in hits for n in range(hit.first, hit.last)}
        quarters = [hit for hit in quarters if hit.first not in taken]
        seen: dict[tuple[int | None, int | None], tuple[int, Mention]] = {}
        for hit in hits:
            for street in self._which(hit, quarters):
                seen.setdefault((street, None), (hit.first, Mention(street, None, self._said(hit))))
        for hit in quarters:
            quarter = self._quarters.get(hit.name)
            if quarter is not None:
                seen.setdefault((None, quarter), (hit.first, Mention(None, quarter, self._said(hit))))
        return [mention for _, mention in sorted(seen.values(), key=lambda found: found[0])]

    def _ours(self, hits: Iterator[_Hit]) -> list[_Hit]:
        """Without the names that are another town's or a person's anywhere in the text."""
        found = list(hits)
        foreign = {hit.name for hit in found if self._is_elsewhere(hit) or self._is_person(hit)}
        return [hit for hit in found if hit.name not in foreign]

    def _is_person(self, hit: _Hit) -> bool:
        """Right behind a first name."""
        if not hit.first:
            return False
        before = self._words[hit.first - 1]
        return before.key in FIRST_NAMES and before.capital and self._text[before.end : self._words[hit.first].start] == " "

    # --- streets ---

    def _street_hits(self) -> Iterator[_Hit]:
        n, last = 0, None
        while n < len(self._words):
            hits = self._heads(n) or self._starting(n) or self._tail(n, last)
            yield from hits
            last = hits[-1] if hits else last
            n = max([n + 1, *(hit.last for hit in hits)])

    def _starting(self, n: int) -> list[_Hit]:
        """A whole name that begins at word n; after French plurals and "chaussée et rue de ..." several."""
        word = self._words[n].key
        for first in (word, *_SHORT.get(word, ()), *([_PLURALS[word]] if word in _PLURALS else [])):
            for name in self._streets.names_from(first):
                if self._keys(n + 1, len(name) - 1) == name[1:] and self._is_name(n, name):
                    return [*self._shared_kind(n, name), _Hit(n, n + len(name), " ".join(name)), *self._more_of_kind(n, name)]
        if len(word) == 1 and self._text[self._words[n].end :][:1] == ".":
            return self._initial(n)
        slip = self._streets.slip(word) if self._words[n].capital and word not in _KINDS else None
        return [_Hit(n, n + 1, slip)] if slip and slip.endswith(TYPE_ENDINGS) else []

    def _initial(self, n: int) -> list[_Hit]:
        """ "A. Demaeghtlaan" for the one street whose first name begins so."""
        fits = {
            name for first in self._streets.first_words if first.startswith(self._words[n].key)
            for name in self._streets.names_from(first) if len(name) > 1 and self._keys(n + 1, len(name) - 1) == name[1:]
        }  # fmt: skip
        return [_Hit(n, n + len(name), " ".join(name)) for name in fits] if len(fits) == 1 else []

    def _heads(self, n: int) -> list[_Hit]:
        """ "Stapel-, Plank- en Luikerstraat": names cut short before the last one says what they are."""
        cut = [n] if self._is_cut(n) else []
        last = n + 1
        while cut and last < len(self._words) and last - cut[-1] <= 4:
            if self._is_cut(last):
                cut.append(last)
            elif self._words[last].key.endswith(TYPE_ENDINGS) and self._words[last].key not in TYPE_ENDINGS:
                break
            last += 1
        else:
            return []
        whole = next((hits for k in (last, last - 1, last - 2) if k > cut[-1] and (hits := self._starting(k))), [])
        for ending in sorted(filter(self._words[last].key.endswith, TYPE_ENDINGS), key=len, reverse=True):
            hits = [hit for at in cut if (hit := self._completed(at, ending, n))]
            if hits:
                return [*hits, *whole]
        return []

    def _completed(self, at: int, ending: str, since: int) -> _Hit | None:
        """The longest known name that ends with the cut word and an ending."""
        for first in range(max(0, at - 2, since - 2), at + 1):
            name = " ".join((*self._keys(first, at - first), self._words[at].key + ending))
            if self._streets.streets_called(name) and self._words[first].capital:
                return _Hit(first, at + 1, name)
        return None

    def _tail(self, n: int, last: _Hit | None) -> list[_Hit]:
        """ "Luikerstraat en -steenweg": only the end of the name before changes."""
        before = self._text[max(0, self._words[n].start - 2) : self._words[n].start]
        if last is None or n - last.last > 3 or not re.fullmatch(r"[\s,(][-–]", before) or self._words[n].key not in TYPE_ENDINGS:
            return []
        stems = [last.name.removesuffix(ending) for ending in TYPE_ENDINGS if last.name.endswith(ending)]
        names = [stem + self._words[n].key for stem in stems if self._streets.streets_called(stem + self._words[n].key)]
        return [_Hit(n, n + 1, names[0])] if names else []

    def _shared_kind(self, n: int, name: tuple[str, ...]) -> list[_Hit]:
        """ "chaussée et rue de Namur": the first kind belongs to the same name."""
        if name[0] not in FRENCH_KINDS or n < 2 or self._words[n - 1].key != "et" or self._words[n - 2].key not in FRENCH_KINDS:
            return []
        other = " ".join((self._words[n - 2].key, *name[1:]))
        return [_Hit(n - 2, n - 1, other)] if self._streets.streets_called(other) else []

    def _more_of_kind(self, n: int, name: tuple[str, ...]) -> list[_Hit]:
        """ "rues de Liège et de Namur": the kind is said once."""
        hits: list[_Hit] = []
        at = n + len(name)
        while self._words[n].key in _PLURALS and at < len(self._words):
            at += self._words[at].key in _AND
            fits = [rest for rest in self._streets.names_from(name[0]) if self._keys(at, len(rest) - 1) == rest[1:]]
            if not fits:
                break
            hits.append(_Hit(at, at + len(fits[0]) - 1, " ".join(fits[0])))
            at = hits[-1].last
        return hits

    def _is_name(self, n: int, name: tuple[str, ...]) -> bool:
        """Whether the words stand there as a street's name and not as what they usually mean."""
        words = self._words[n : n + len(name)]
        first = self._sentence[n] != self._sentence[n - 1] if n else True
        if name[0] in FRENCH_KINDS and len(name) > 1:
            return self._quiet or words[-1].capital or words[0].capital or name[0] in {"rue", "avenue", "chaussee", "boulevard"}
        typed = name[-1].endswith(TYPE_ENDINGS)
        if self._quiet:
            return typed
        own = self._own_capitals(name)
        if not all(word.capital for word, capital in zip(words, own, strict=True) if capital) and (first or not words[0].capital):
            return False
        if first and len(name) == 1 and name[0] in _KINDS and not self._number_follows(n + 1) and not self._village_follows(n + 1):
            return False
        return typed or len(name) > 1 or self._stands_as_place(n)

    def _own_capitals(self, name: tuple[str, ...]) -> list[bool]:
        """Which words of a street's name carry a capital in its own spelling."""
        ids = self._streets.streets_called(" ".join(name))
        own = words_of(self._streets.names[ids[0]][0])
        return [word.capital for word in own] if len(own) == len(name) else [True, *[False] * (len(name) - 1)]

    def _stands_as_place(self, n: int) -> bool:
        """A plain word such as Dries: with a house number, or after a word that leads to a place, and nobody's name."""
        word = self._words[n]
        if self._number_follows(n + 1):
            return True
        if not word.capital or word.key in self._streets.quarters:
            return False
        following = self._words[n + 1] if n + 1 < len(self._words) and self._sentence[n + 1] == self._sentence[n] else None
        if following and following.capital and self._text[word.end : following.start] == " ":
            return bool(self._streets.names_from(following.key))
        k = n - 1
        while k >= 0 and self._words[k].key in _ARTICLES:
            k -= 1
        before = self._words[k].key if k >= 0 and self._sentence[k] == self._sentence[n] else ""
        if before in _BEFORE_A_PLACE or speaks_of_works(before):
            return True
        return bool(following and following.key in _AND and n + 2 < len(self._words) and self._words[n + 2].key.endswith(TYPE_ENDINGS))

    def _which(self, hit: _Hit, quarters: list[_Hit]) -> list[int]:
        """The street of that name; of several, the one in the village that stands nearest to it, or all parts of one long road."""
        ids = self._streets.streets_called(hit.name)
        if len(ids) < 2:
            return ids
        here = [near for near in quarters if self._sentence[near.first] == self._sentence[hit.first]]
        here.sort(key=lambda near: near.first - hit.last if near.first >= hit.last else 100 + hit.first - near.last)
        everywhere = {near.name for near in quarters}
        hints = [near.name for near in here] + (list(everywhere) if len(everywhere) == 1 else [])
        one = self._streets.one_of(ids, [self._city] if self._village_follows(hit.last) == self._city else hints)
        return [one] if one is not None else ids if self._streets.are_one_road(ids) else []

    # --- neighbourhoods ---

    def _quarter_hits(self) -> Iterator[_Hit]:
        names = sorted((tuple(name.split()) for name in {*self._quarters, self._city} if name), key=len, reverse=True)
        n = 0
        while n < len(self._words):
            name = next((name for name in names if self._keys(n, len(name)) == name), None)
            if name is None and self._words[n].capital and len(self._words[n].key) >= 8:
                name = next((name for name in names if len(name) == 1 and _one_off(self._words[n].key, name[0])), None)
            hit = _Hit(n, n + len(name), " ".join(name)) if name else None
            if hit and hit.name != self._city and self._is_quarter(hit):
                yield hit
            n = hit.last if hit else n + 1

    def _is_quarter(self, hit: _Hit) -> bool:
        before = self._words[hit.first - 1] if hit.first else None
        if before and before.key in _WAY:
            return False
        if hit.name == "centrum":
            after = self._keys(hit.last, 1)
            bracket = self._text[max(0, self._words[hit.first].start - 1)] == "("
            return bracket or (before is not None and before.key in {"het", "in"} and after != ("voor",))
        return self._quiet or self._words[hit.first].capital

    # --- elsewhere ---

    def _is_elsewhere(self, hit: _Hit) -> bool:
        """Another town's: "Grote Markt van Brussel", "Kerkstraat 3, Landen", "in Landen, in de Stationsstraat"."""
        k = hit.last + (1 if self._number_follows(hit.last) else 0)
        between = self._text[self._words[k - 1].end : self._words[k].start] if k < len(self._words) else ""
        if k < len(self._words) and self._sentence[k] == self._sentence[hit.first]:
            word = self._words[k]
            after = self._words[k + 1] if k + 1 < len(self._words) else None
            there = {word.key, " ".join(self._keys(k, 2))} & (TOWNS - self._villages)
            if there and word.capital and between.strip() in (",", "(", "-", "–"):
                return True
            leads = word.key in _AT or word.key in _OF
            if leads and after and after.capital and not between.strip():
                foreign = after.key not in self._villages and not self._streets.names_from(after.key)
                if (after.key in TOWNS and foreign) or (word.key in {"in", "te"} and foreign and not self._starts_ours(k + 1)):
                    return True
        return self._in_a_town_before(hit)

    def _starts_ours(self, n: int) -> bool:
        """Whether one of our places begins at a word: Sint-Odilia, Nieuw Sint-Truiden."""
        return any(self._keys(n, len(parts)) == parts for name in {*self._villages, self._city} if (parts := tuple(name.split())))

    def _in_a_town_before(self, hit: _Hit) -> bool:
        for n in range(hit.first - 1, 0, -1):
            if self._sentence[n] != self._sentence[hit.first] or self._words[n].key in self._villages:
                return False
            if self._words[n].key in TOWNS and self._words[n].capital and self._words[n - 1].key in _AT:
                return True
        return False

    # --- small helpers ---

    def _keys(self, n: int, length: int) -> tuple[str, ...]:
        return tuple(word.key for word in self._words[n : n + length])

    def _said(self, hit: _Hit) -> str:
        return self._text[self._words[hit.first].start : self._words[hit.last - 1].end]

    def _is_cut(self, n: int) -> bool:
        return bool(re.match(r"[-–](?=[\s,])", self._text[self._words[n].end :][:2]))

    def _abbreviated(self, n: int) -> bool:
        """Whether the full stop behind a word may belong to it: "St.", "A.", "Diesterstwg."."""
        word = self._words[n]
        raw = self._text[word.start : word.end]
        return len(raw) <= 1 or (fold(raw) != word.key and self._text[word.end :][:1] == "." and len(raw) <= 4)

    def _number_follows(self, n: int) -> bool:
        if n < len(self._words) and self._words[n].key in {"nr", "nummer", "numero"}:
            n += 1
        if n >= len(self._words) or not self._words[n].key[:1].isdigit():
            return False
        return self._text[self._words[n - 1].end : self._words[n].start].strip() in ("", ".")

    def _village_follows(self, n: int) -> str | None:
        """The village right behind: "(Bernem)", "in Bernem", ", Bernem"."""
        n += n < len(self._words) and self._words[n].key in _AT
        for name in {*self._villages, self._city}:
            parts = tuple(name.split())
            if parts and self._keys(n, len(parts)) == parts:
                return name
        return None


def _one_off(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes the same word."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    n = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[n + 1 :] == other[n + 1 :] or one[n:] == other[n + 1 :] or one[n + 1 :] == other[n:]
