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

    def next(self, quarter: str, village: str, kind: str) -> str:
        """A free name that fits the quarter."""
        while True:
            if kind == "path":
                name = self.random.choice(_HEADS) + self.random.choice(_PATHS)
            elif village == TOWN:
                pool = self.pools[quarter]
                name = pool.pop() if pool else self._made(kind)
            else:
                common = self.common[village]
                name = common.pop(0) if common and self.random.random() < 0.55 else self._made(kind)
            if self.take(name, village):
                return name

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
