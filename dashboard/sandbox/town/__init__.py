"""The wholly fictional city of the demo.

    town = found(3800)                                   # the same seed gives the same city
    for happening in happenings(town, since, until): ... # what happens to its tickets, oldest first
    live(town, n, at)                                    # the n-th extra ticket of the demo's live pace
"""

from __future__ import annotations

from functools import cache
from random import Random

from .life import LIVE, happenings, live, live_story
from .model import Town
from .people import settle
from .scenes import Scenes
from .teams import TEAMS, operators
from .topics import MATTERS
from .trouble import plant

__all__ = ["LIVE", "found", "happenings", "live", "live_story"]


@cache
def found(seed: int) -> Town:
    """The city of a seed: ground, people, teams, topics; kept for the life of the process, so change nothing in it."""
    from .ground import make_ground

    random = Random(f"{seed}/town")
    ground = make_ground(seed)
    scenes = Scenes(ground, random)
    crowd = settle(ground, scenes, random)
    staff = operators(random)
    villages: dict[str, int] = {}
    for quarter in ground.neighbourhoods:
        villages[quarter.village] = villages.get(quarter.village, 0) + quarter.inhabitants
    crew: dict[str, list[str]] = {}
    for operator in staff:
        crew.setdefault(operator.team or "", []).append(operator.key)
    town = Town(
        seed=seed,
        name=max(villages, key=lambda village: villages[village]),
        ground=ground,
        topics=[matter.as_topic() for matter in MATTERS],
        teams=list(TEAMS),
        operators=staff,
        people=[citizen.person for citizen in crowd.citizens],
    )
    rounds = [quarter.name for quarter in ground.neighbourhoods for _ in range(3 if quarter.village == town.name else 1)]
    town.memo |= {"scenes": scenes, "crowd": crowd, "crew": crew, "troubles": plant(scenes, random), "rounds": rounds}
    return town
