"""How well publications are matched to streets and neighbourhoods: precision and recall on the labelled samples beside this file.

    python -m bench.publications [FOLDER_WITH_REAL_NAMES]      # prints the table for bench/RESULTS.md, and every mistake

A pair (item, place) counts as right when the label and the matcher both have it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace as Row
from typing import Any

from dashboard.city.gazetteer import Gazetteer
from dashboard.city.mentions import mentions

HERE = Path(__file__).parent
REAL_NAMES = Path(os.environ.get("GUICHET_DATA", Path(__file__).parents[2] / "shared" / "data"))


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    places: frozenset[str]


def sample(name: str) -> Iterator[Example]:
    """The items of publications_NAME.txt with their labels."""
    places = ""
    for line in (HERE / f"publications_{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            places = line[1:]
        elif line and not line.startswith("#"):
            title, _, text = line.partition(" // ")
            yield Example(f"{title}\n{text}", frozenset(part.strip() for part in places.split("|") if part.strip()))


def demo_city() -> tuple[Gazetteer, str]:
    """The demo city's names."""
    from dashboard.sandbox.town import found

    ground = found(3800).ground
    quarters = [Row(id=n, name=quarter.name, village=quarter.village, rings=[quarter.rings]) for n, quarter in enumerate(ground.neighbourhoods, 1)]
    home = {quarter.name: quarter.id for quarter in quarters}
    streets = [
        Row(id=n, name=street.name, village=street.village, neighbourhood_id=home[street.neighbourhood], lines=street.lines)
        for n, street in enumerate(ground.streets, 1)
    ]
    return Gazetteer(streets, quarters), "Sint-Odilia"


def real_city(folder: Path) -> tuple[Gazetteer, str]:
    """Villages and quarters of Sint-Truiden with the streets of Halle: names only, no shapes."""
    names = [
        feature["properties"]["naam"]
        for file in ("deelgemeente2024", "ggw72024")
        for feature in _features(folder / "sint_truiden" / f"{file}_sint_truiden.geojson")
    ]
    corner: list[Any] = [[[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.0]]]
    bare = dict.fromkeys(name.partition("(")[0].strip() for name in names)
    quarters = [Row(id=n, name=name, village=name, rings=[corner]) for n, name in enumerate(bare, 1)]
    ways = dict.fromkeys(feature["properties"]["name"] for feature in _features(folder / "streets_halle" / "ways.geojson"))
    streets = [Row(id=n, name=name, village="", neighbourhood_id=None, lines=[[[0.0, 0.0], [0.01, 0.0]]]) for n, name in enumerate(ways, 1)]
    return Gazetteer(streets, quarters), "Sint-Truiden"


def _features(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["features"])


@dataclass(slots=True)
class Score:
    """Pairs of item and place."""

    items: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)


def measure(name: str, city: tuple[Gazetteer, str]) -> tuple[Score, list[str]]:
    """The score of one sample, and its mistakes in words."""
    streets, own = city
    quarters = {id: name for name, id in reversed(list(streets.quarters.items()))}
    twice = [name for name, _ in streets.names.values()]
    score, mistakes = Score(), []
    for example in sample(name):
        said = set()
        for mention in mentions(streets, example.text, own):
            if mention.street_id is not None:
                street, village = streets.names[mention.street_id]
                exact = f"{street} ({village})"
                said.add(exact if exact in example.places or (street not in example.places and twice.count(street) > 1) else street)
            else:
                said.add("~" + quarters[mention.neighbourhood_id or 0])
        labels = {_folded(place) for place in example.places}
        found = {_folded(place) for place in said}
        score.items += 1
        score.right += len(labels & found)
        score.wrong += len(found - labels)
        score.missed += len(labels - found)
        if labels != found:
            mistakes.append(f"{example.text[:90]!r}\n    wrong {sorted(found - labels)} missed {sorted(labels - found)}")
    return score, mistakes


def _folded(place: str) -> str:
    from dashboard.city.names import key

    return ("~" if place.startswith("~") else "") + key(place)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL_NAMES
    demo = demo_city()
    samples = {"demo": demo, "later": demo}
    if folder.is_dir():
        samples["real"] = real_city(folder)
    rows, mistakes = [], []
    for name, city in samples.items():
        score, found = measure(name, city)
        rows.append(f"| {name} | {score.items} | {score.right + score.missed} | {score.precision:.1%} | {score.recall:.1%} |")
        mistakes += found
    print("| names | items | places in them | precision | recall |\n|---|---|---|---|---|", *rows, sep="\n")
    print("\nMistakes:", *mistakes, sep="\n")


if __name__ == "__main__":
    main()
