"""Problem areas on simulated cities, against other methods: `python -m bench.areas --cities 60`.

As many cities without trouble as with five clusters of three times the usual; a run a week, as the product does it. Says how often
a city without trouble shows a flag, how many flags are false, how many clusters are found within how many weeks, and what other
methods find when their threshold is set so that as many of their flags are false.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench import areas_rivals, areas_score
from bench.areas_city import PLACES, SPREAD, City, around, simulate
from bench.areas_rivals import Flag
from dashboard.insight.areas import Place, find

GUICHET = "Guichet"
RIVALS: dict[str, Callable[[Any], list[Flag]]] = {
    "top ten of four weeks": areas_rivals.top_ten,
    "Gi* of four weeks": areas_rivals.hot_spots,
    "Gi* of the change": areas_rivals.changed_spots,
    "space-time permutation scan": areas_rivals.scan,
}
#: These have a usual threshold of their own (ten; z of 1.96); the scan's would take 999 shuffles of every topic in every run.
AS_USED = ("top ten of four weeks", "Gi* of four weeks", "Gi* of the change")
NEIGHBOURHOODS = [Place("neighbourhood", place, around(place)) for place in range(PLACES)]
#: (least, most usual a year, weeks): the goals first, then the curve.
ASKED = [(250, np.inf, 3), (60, np.inf, 8), (60, 250, 8), (60, 250, 4), (60, 250, 6), (60, 250, 12), (25, 60, 8), (25, 60, 12)]
CLUSTERS = 5


def guichet(city: City, run: int) -> list[Flag]:
    found = find(city.reports, NEIGHBOURHOODS, city.day(run))
    return [(1 - finding.q, finding.topic, (finding.place,)) for finding in found.findings]


@dataclass(frozen=True, slots=True)
class Plan:
    """cities: so many with clusters, and so many without; runs: a city's weeks, of which those in `looks` are looked at (so are
    `quiet_looks` of a city without clusters); clusters begin in the first `runs` - 7 weeks; least: only where so many a year are usual.
    """

    cities: int
    runs: int = 20
    looks: tuple[int, ...] = tuple(range(1, 21))
    quiet_looks: tuple[int, ...] = tuple(range(1, 11))
    spread: float = SPREAD
    least: float = 60.0
    rivals: bool = True

    @property
    def methods(self) -> tuple[str, ...]:
        return (GUICHET, *RIVALS) if self.rivals else (GUICHET,)


def measure(plan: Plan, number: int, clusters: int) -> tuple[dict[str, list[Any]], list[Any], float]:
    """One city: rows of flags by method, rows of clusters, seconds of a Guichet run."""
    random = np.random.default_rng([2026, number, clusters])
    city = simulate(random, clusters=clusters, runs=plan.runs, spread=plan.spread, least=plan.least)
    counts = areas_score.counted(city)
    rows: dict[str, list[Any]] = {name: [] for name in plan.methods}
    looks = plan.looks if clusters else plan.quiet_looks
    took = 0.0
    for look in looks:
        start = time.perf_counter()
        flags = guichet(city, look)
        took += time.perf_counter() - start
        rows[GUICHET] += areas_score.judge(number, city, look, flags)
        for name in plan.methods[1:]:
            rows[name] += areas_score.judge(number, city, look, RIVALS[name](counts[..., : city.first_run + look]))
    return rows, areas_score.clusters_of(number, city), took / len(looks)


def run(plan: Plan, processes: int = 1) -> dict[str, Any]:
    """Everything that is printed, as data: of each method how many flags are false, how often quiet cities show one, what is found."""
    jobs = [plan] * (2 * plan.cities), [*range(plan.cities)] * 2, [CLUSTERS] * plan.cities + [0] * plan.cities
    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            done = list(pool.map(measure, *jobs, chunksize=4))
    else:
        done = list(map(measure, *jobs))
    clusters = pd.DataFrame([row for _, of_city, _ in done for row in of_city], columns=["cluster", "yearly", "looked_at"])
    share, methods = 0.0, {}
    for name in plan.methods:
        busy, quiet = (
            pd.DataFrame([row for rows, _, _ in part for row in rows[name]], columns=areas_score.COLUMNS)
            for part in (done[: plan.cities], done[plan.cities :])
        )
        if name == GUICHET:
            share, cut = areas_score.false_share(busy), -np.inf
        else:
            cut = areas_score.threshold(busy, share)
        methods[name] = _figures(plan, busy, quiet, clusters, cut)
    seconds = float(np.median([took for _, _, took in done]))
    return {"cities": plan.cities, "spread": plan.spread, "seconds_a_run": seconds, "methods": methods}


def _figures(plan: Plan, busy: pd.DataFrame, quiet: pd.DataFrame, clusters: pd.DataFrame, cut: float) -> dict[str, Any]:
    kept = busy[busy["score"] >= cut]
    found = []
    for least, most, weeks in ASKED:
        share, of = areas_score.found(kept, clusters, least=least, most=most, weeks=weeks)
        found.append({"least": least, "most": None if np.isinf(most) else most, "weeks": weeks, "share": share if of else None, "of": of})
    return {
        "false": areas_score.false_share(kept),
        "flags_a_run": len(kept) / (plan.cities * len(plan.looks)),
        "quiet_runs_flagged": areas_score.flagged_runs(quiet[quiet["score"] >= cut], plan.cities * len(plan.quiet_looks)),
        "as_used": {
            "false": areas_score.false_share(busy),
            "found": areas_score.found(busy, clusters, least=ASKED[1][0], weeks=ASKED[1][2])[0],
        },
        "found": found,
    }


def table(result: dict[str, Any]) -> str:
    """The result in Markdown, a method a column."""
    methods = result["methods"]
    lines = ["| | " + " | ".join(methods) + " |", "|" + "---|" * (len(methods) + 1)]
    for words, key in (("false of the flags", "false"), ("runs of cities without clusters that show a flag", "quiet_runs_flagged")):
        lines.append("| ".join([f"| {words} ", *(f"{of[key]:.1%} " for of in methods.values())]) + "|")
    for n, (least, most, weeks) in enumerate(ASKED):
        asked = [of["found"][n] for of in methods.values()]
        if asked[0]["of"]:
            usual = f"{least:g} or more" if np.isinf(most) else f"{least:g} to {most:g}"
            shares = (f"{one['share']:.1%} " for one in asked)
            lines.append("| ".join([f"| found within {weeks} weeks, usual {usual} a year ({asked[0]['of']} clusters) ", *shares]) + "|")
    used = [
        f"{name}: {of['as_used']['false']:.0%} false, {of['as_used']['found']:.0%} found" for name, of in methods.items() if name in AS_USED
    ]
    note = f"As they are used, clusters of {ASKED[1][0]} or more a year within {ASKED[1][2]} weeks: {'; '.join(used)}." if used else ""
    return "\n".join([*lines, "", note]).rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=30, help="so many with clusters, and so many without")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--spread", type=float, default=SPREAD, help="restlessness of weekly counts: variance = mean + spread * mean ** 2")
    parser.add_argument("--least", type=float, default=60.0, help="clusters are planted where at least so many a year are usual")
    parser.add_argument("--json", type=Path, help="write the result there as well")
    asked = parser.parse_args()
    result = run(Plan(asked.cities, spread=asked.spread, least=asked.least), asked.processes)
    print(table(result))
    print(f"\n{result['cities']} cities of each sort, spread {result['spread']}, {result['seconds_a_run']:.2f} s a run (median)")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
