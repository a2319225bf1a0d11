"""Names for streets, as a Flemish town has them: by what the quarter is about, and across villages the same ones again."""

from __future__ import annotations

from random import Random

from dashboard.sandbox.town.name_lists import COMMON, HEADS, PATHS, PERSONS, POOLS, TAILS
from dashboard.sandbox.town.plan import TOWN, VILLAGES


class Names:
    """Gives each village every name at most once."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.taken: set[tuple[str, str]] = set()
        self.pools = {quarter: _words(pool) for quarter, pool in POOLS.items()}
        for pool in self.pools.values():
            random.shuffle(pool)
        self.common = {village: self._shuffled_a_little(_words(COMMON)) for village in VILLAGES}

    def take(self, name: str, village: str) -> bool:
        """Claim a name; False when it is taken."""
        if (name, village) in self.taken:
            return False
        self.taken.add((name, village))
        return True

    def next(self, quarter: str, village: str, kind: str, metres: float) -> str:
        """A free name that fits the quarter and the length."""
        while True:
            name = self._path() if kind == "path" else self._of_pool(quarter, metres) if village == TOWN else self._common(village, kind)
            name = name or self._made(kind)
            if self.take(name, village):
                return name

    def _of_pool(self, quarter: str, metres: float) -> str:
        """A name of what the quarter is about; a yard is no long street, and an avenue no short one."""
        pool = self.pools[quarter]
        fits = [name for name in pool if name.endswith(_SMALL) == (metres < 190)] or [name for name in pool if not name.endswith(_SMALL)]
        if fits:
            pool.remove(fits[-1])
        return fits[-1] if fits else ""

    def _common(self, village: str, kind: str) -> str:
        common = self.common[village]
        return common.pop(0) if common and self.random.random() < (0.2 if kind == "country" else 0.72) else ""

    def _path(self) -> str:
        return self.random.choice(_HEADS) + self.random.choice(_PATHS)

    def _made(self, kind: str) -> str:
        if kind == "residential" and self.random.random() < 0.12:
            return self.random.choice(_PERSONS) + "straat"
        name = self.random.choice(_HEADS) + self.random.choice(_TAILS)
        return name.removesuffix("straat") + "weg" if kind == "country" and name.endswith("straat") else name

    def _shuffled_a_little(self, names: list[str]) -> list[str]:
        ranked = sorted(enumerate(names), key=lambda item: item[0] + self.random.uniform(0, 17))
        return [name for _, name in ranked]


def _words(pool: str) -> list[str]:
    return [word.replace("_", " ") for word in pool.split()]


_HEADS, _TAILS, _PATHS, _PERSONS = _words(HEADS), _words(TAILS), _words(PATHS), _words(PERSONS)
_SMALL = ("hof", "gang", "plein", "markt", "pad")
