"""The promises, on simulated cities: a short measurement here, the long one by `make test-long` and `python -m bench.areas`."""

import os
from typing import Any

import pytest

from bench.areas import GUICHET, Plan, run, table


def figures(plan: Plan, processes: int = 1) -> tuple[float, float, dict[tuple[float, int], float]]:
    """Quiet runs that show a flag, false flags, and what is found of clusters whose usual is at least so much, in so many weeks."""
    of: dict[str, Any] = run(plan, processes)["methods"][GUICHET]
    return of["quiet_runs_flagged"], of["false"], {(one["least"], one["weeks"]): one["share"] for one in of["found"] if one["most"] is None}


def test_thirty_cities() -> None:
    """Few cities, so with room for chance: about one standard error."""
    quiet, false, found = figures(Plan(30, runs=8, looks=(3, 8), quiet_looks=(1, 5), rivals=False))
    assert quiet <= 0.12 + 0.04
    assert false <= 0.10 + 0.03
    assert found[250, 3] >= 0.9 - 0.1
    assert found[60, 8] >= 0.9 - 0.03


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_thousand_cities() -> None:
    """Clusters are looked at in their third and eighth week only; weekly runs find some more."""
    quiet, false, found = figures(Plan(1000, runs=8, looks=(3, 8), quiet_looks=(1, 5), rivals=False), os.cpu_count() or 1)
    assert quiet <= 0.12
    assert false <= 0.10
    assert found[250, 3] >= 0.9
    assert found[60, 8] >= 0.9


def test_others_find_less_where_they_are_as_often_wrong() -> None:
    result = run(Plan(4, looks=(4, 8, 12, 16, 20), quiet_looks=(1,)))
    found = {name: next(one["share"] for one in of["found"] if one["weeks"] == 12) for name, of in result["methods"].items()}
    assert all(found[GUICHET] > other for name, other in found.items() if name != GUICHET)
    assert all(of["false"] <= result["methods"][GUICHET]["false"] for of in result["methods"].values())
    assert table(result).count("\n") >= 8
