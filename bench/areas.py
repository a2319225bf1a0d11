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
NEIGHBOURHOODS = [Place("neighbourhood", place, around(place)) for place in range(PLACES)]
#: (least, most usual a year, weeks): the goals first, then the curve.
ASKED = [(250, np.inf, 3), (60, np.inf, 8), (60, 250, 8), (60, 250, 4), (60, 250, 6), (60, 250, 12), (25, 60, 8), (25, 60, 12)]
CLUSTERS, QUIET_RUNS, RUNS = 5, 10, 20


def guichet(city: City, run: int) -> list[Flag]:
    found = find(city.reports, NEIGHBOURHOODS, city.day(run))
    return [(1 - finding.q, finding.topic, (finding.place,)) for finding in found.findings]


def measure(job: tuple[int, int, float, float]) -> tuple[dict[str, list[Any]], list[Any], float]:
    """One city: rows of flags by method, rows of clusters, seconds of a Guichet run."""
    number, clusters, spread, least = job
    runs = RUNS if clusters else QUIET_RUNS
    random = np.random.default_rng([2026, number, clusters])
    city = simulate(random, clusters=clusters, runs=runs, spread=spread, least=least)
    counts = areas_score.counted(city)
    rows: dict[str, list[Any]] = {name: [] for name in (GUICHET, *RIVALS)}
    took = 0.0
    for run in range(1, runs + 1):
        start = time.perf_counter()
        flags = guichet(city, run)
        took += time.perf_counter() - start
        rows[GUICHET] += areas_score.judge(number, city, run, flags)
        for name, rival in RIVALS.items():
            rows[name] += areas_score.judge(number, city, run, rival(counts[..., : city.first_run + run]))
    return rows, areas_score.clusters_of(number, city), took / runs


def run(cities: int, processes: int = 1, spread: float = SPREAD, least: float = 60.0) -> dict[str, Any]:
    """Everything that is printed, as data: quiet, false, found (asked -> share), rivals, seconds."""
    jobs = [(number, clusters, spread, least) for clusters in (CLUSTERS, 0) for number in range(cities)]
    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            done = list(pool.map(measure, jobs, chunksize=4))
    else:
        done = [measure(job) for job in jobs]
    clusters = pd.DataFrame([row for _, of_city, _ in done for row in of_city], columns=["cluster", "yearly", "looked_at"])
    share, methods = 0.0, {}
    for name in (GUICHET, *RIVALS):
        busy, quiet = (
            pd.DataFrame([row for rows, _, _ in part for row in rows[name]], columns=areas_score.COLUMNS)
            for part in (done[:cities], done[cities:])
        )
        if name == GUICHET:
            share = areas_score.false_share(busy)
        cut = -np.inf if name == GUICHET else areas_score.threshold(busy, share)
        kept = busy[busy["score"] >= cut]
        methods[name] = {
            "as_used_false": areas_score.false_share(busy),
            "false": areas_score.false_share(kept),
            "flags_a_run": len(kept) / (cities * RUNS),
            "quiet_runs_flagged": areas_score.flagged_runs(quiet[quiet["score"] >= cut], cities * QUIET_RUNS),
            "found": [
                dict(zip(("least", "most", "weeks", "share", "of"), (*asked, *areas_score.found(kept, clusters, least=asked[0], most=asked[1], weeks=asked[2])), strict=True))
                for asked in ASKED
            ],
        }  # fmt: skip
    return {
        "cities": cities,
        "spread": spread,
        "seconds_a_run": float(np.median([took for _, _, took in done])),
        "methods": methods,
    }


def table(result: dict[str, Any]) -> str:
    """The result in Markdown."""
    head = ["method", "false of its flags", "quiet runs flagged"]
    head += [f"{least:g}{'+' if np.isinf(most) else f'-{most:g}'} a year, {weeks} weeks" for least, most, weeks in ASKED]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, of in result["methods"].items():
        cells = [name, f"{of['false']:.1%}", f"{of['quiet_runs_flagged']:.1%}"]
        cells += [f"{one['share']:.0%} of {one['of']}" if one["of"] else "" for one in of["found"]]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=30, help="so many with clusters, and so many without")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--spread", type=float, default=SPREAD, help="restlessness of weekly counts: variance = mean + spread * mean ** 2")
    parser.add_argument("--least", type=float, default=60.0, help="clusters are planted where at least so many a year are usual")
    parser.add_argument("--json", type=Path, help="write the result there as well")
    asked = parser.parse_args()
    result = run(asked.cities, asked.processes, asked.spread, asked.least)
    print(table(result))
    print(f"\n{result['cities']} cities of each sort, spread {result['spread']}, {result['seconds_a_run']:.2f} s a run (median)")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1).replace("Infinity", "null"))


if __name__ == "__main__":
    main()
