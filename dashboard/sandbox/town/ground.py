"""The ground of the fictional city: streets, quarters, what is drawn under them, landmarks.

    ground = make_ground(7)
    ground.streets[0].name, ground.streets[0].lines
"""

from __future__ import annotations

from functools import cache
from random import Random

from dashboard.sandbox.town.growth import grow
from dashboard.sandbox.town.model import Ground
from dashboard.sandbox.town.net import join
from dashboard.sandbox.town.plan import make_plan
from dashboard.sandbox.town.quarters import neighbourhoods
from dashboard.sandbox.town.scenery import backdrop, landmarks
from dashboard.sandbox.town.streets import name_streets


@cache
def make_ground(seed: int) -> Ground:
    """The city of `seed`; the same seed gives the same city."""
    plan = make_plan(Random(f"plan {seed}"))
    ways, green = grow(plan, Random(f"growth {seed}"))
    quarters = neighbourhoods(plan, Random(f"quarters {seed}"))
    streets = name_streets(plan, join(ways), quarters, Random(f"names {seed}"))
    scenes = backdrop(plan, streets, green, Random(f"scenery {seed}"))
    return Ground(quarters, streets, scenes, landmarks(plan, streets, scenes))
