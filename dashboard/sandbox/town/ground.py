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
from dashboard.sandbox.town.places import landmarks
from dashboard.sandbox.town.quarters import neighbourhoods, settled
from dashboard.sandbox.town.roads import make_plan
from dashboard.sandbox.town.scenery import backdrop
from dashboard.sandbox.town.streets import name_streets


@cache
def make_ground(seed: int) -> Ground:
    """The city of `seed`; the same seed gives the same city."""
    plan = make_plan(Random(f"plan {seed}"))
    grown = grow(plan, Random(f"growth {seed}"))
    quarters = neighbourhoods(plan, Random(f"quarters {seed}"))
    streets = name_streets(join([*plan.ways, *grown.ways]), quarters, Random(f"names {seed}"))
    scenes = backdrop(plan, grown, Random(f"scenery {seed}"))
    return Ground(settled(quarters, streets), streets, scenes, landmarks(plan, streets, grown, Random(f"places {seed}")))
