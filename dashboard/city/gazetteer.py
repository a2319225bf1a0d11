"""Where something is: the city's streets and neighbourhoods in memory, asked by point, by name and inside a text.

Coordinates are the truth, a street is a label with its distance. A name that could mean two places means none:
no pin is better than a wrong one.
"""

from __future__ import annotations

import math
import re
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, text

from dashboard.city.names import TYPE_ENDINGS, fold, french_keys, key
from dashboard.store import SERVICE, Store, Who

NEAR_M = 60.0  # a point further from every street has none
OUTSIDE_M = 250.0  # a point further from every neighbourhood is not in this city
PIN_M = 500.0  # the middle of a longer street says too little about where: the street is named, no pin is set
CORNER_M = 40.0  # two streets that come this near make a corner
BESIDE_M = 15.0  # and so near they touch, whatever the drawing says
_NUMBER = re.compile(
    r"(?:(?:thv|ter hoogte van|tegenover|voor|nr|nummer|huisnummer|huisnr|no|n|numero|a hauteur du|bij|huis) )*"
    r"(\d{1,4}(?: ?[a-f])?)\b(?! ?(?:uur|u|h|m|meter|keer|x|euro|jaar|dagen|weken|km|cm)\b)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket is; `placed_by` says how we know (the words of desk.ticket.placed_by)."""

    placed_by: str = "nothing"
    street_id: int | None = None
    street_m: float | None = None
    house_number: str | None = None
    neighbourhood_id: int | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A street named in a text."""

    street_id: int
    house_number: str | None = None
    corner: tuple[float, float] | None = None  # lat, lon where two named streets meet


class Gazetteer:
    """Built once from the store (about 0.1 s for 600 streets); immutable, safe to share between threads."""

    def __init__(self, streets: Iterable[Any], neighbourhoods: Iterable[Any]) -> None:
        """`streets`: rows of id, name, village, neighbourhood_id, lines; `neighbourhoods`: id, name, village, rings."""
        streets, neighbourhoods = list(streets), list(neighbourhoods)
        points = [line[0] for street in streets for line in street.lines] or [n.rings[0][0][0] for n in neighbourhoods] or [(0.0, 0.0)]
        self._lat0 = sum(point[1] for point in points) / len(points)
        self._metre = np.array([111_320.0 * math.cos(math.radians(self._lat0)), 110_574.0])
        self.names = {street.id: (street.name, street.village) for street in streets}
        self._street_ids = [street.id for street in streets]
        self._position = {id: n for n, id in enumerate(self._street_ids)}
        self._shapes = [
            shapely.MultiLineString([np.asarray(line) * self._metre for line in street.lines if len(line) > 1]) for street in streets
        ]
        self._tree = shapely.STRtree(self._shapes)
        self._home = {street.id: street.neighbourhood_id for street in streets}
        self._quarter_ids = [quarter.id for quarter in neighbourhoods]
        self._quarters = [
            shapely.MultiPolygon(
                [(np.asarray(rings[0]) * self._metre, [np.asarray(hole) * self._metre for hole in rings[1:]]) for rings in quarter.rings]
            )
            for quarter in neighbourhoods
        ]
        shapely.prepare(self._quarters)
        self._quarter_tree = shapely.STRtree(self._quarters)
        self._quarter_by_name = {key(quarter.name): quarter.id for quarter in neighbourhoods}
        # "Halmaal (Sint-Truiden)" is called Halmaal
        self.quarters = dict(self._quarter_by_name)
        self.quarters |= {key(quarter.name.partition("(")[0]): quarter.id for quarter in neighbourhoods}
        villages = {street.village for street in streets} | {quarter.village for quarter in neighbourhoods}
        self._villages = {key(village): village for village in villages if village}
        self._village_of_quarter = {quarter.id: quarter.village for quarter in neighbourhoods}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for street in streets:
            for name in {key(street.name), *french_keys(street.name)}:
                self._by_key[name].append(street.id)
        self._by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for name in self._by_key:
            words = tuple(name.split())
            self._by_first[words[0]].append(words)
        for names in self._by_first.values():
            names.sort(key=len, reverse=True)
        # one letter left out of a long one-word name leads back to it: finds any one slip of the pen
        self._slips: dict[str, set[str]] = defaultdict(set)
        for name in self._by_key:
            if " " not in name and len(name) >= 9:
                for left_out in {name[:n] + name[n + 1 :] for n in range(len(name))}:
                    self._slips[left_out].add(name)

    @classmethod
    def load(cls, connection: Connection) -> Gazetteer:
        """The gazetteer of what is in city.street and city.neighbourhood now."""
        streets = connection.execute(text("select id, name, village, neighbourhood_id, lines from city.street order by id")).all()
        quarters = connection.execute(text("select id, name, village, rings from city.neighbourhood order by id")).all()
        return cls(streets, quarters)

    @property
    def size(self) -> str:
        """How many streets and neighbourhoods there are: places are found anew when it changes."""
        return f"{len(self._street_ids)}/{len(self._quarter_ids)}"

    # --- by point ---

    def at(self, lat: float, lon: float) -> Place:
        """The place of a point: nearest street within NEAR_M, neighbourhood; `outside` when it is in no part of the city."""
        x, y = lon * self._metre[0], lat * self._metre[1]
        spot = shapely.Point(x, y)
        # where a quarter lies inside a village that is a neighbourhood too, the smaller one says more
        quarter = min(self._quarter_tree.query(spot, predicate="intersects"), key=lambda n: (self._quarters[n].area, n), default=None)
        street, metres = self._nearest(spot)
        if quarter is None and self._quarters:
            near = self._quarter_tree.query_nearest(spot, max_distance=OUTSIDE_M, all_matches=False)
            if not len(near):
                return Place("outside", lat=lat, lon=lon)
            quarter = near[0]
        neighbourhood = self._quarter_ids[quarter] if quarter is not None else None
        return Place("coordinates", street, metres, None, neighbourhood, lat, lon)

    def _nearest(self, spot: shapely.Point) -> tuple[int | None, float | None]:
        found, distances = self._tree.query_nearest(spot, max_distance=NEAR_M, return_distance=True, all_matches=False)
        if not len(found):
            return None, None
        return int(self._street_ids[found[0]]), round(float(distances[0]), 1)

    # --- by name ---

    def neighbourhood(self, name: str | None) -> int | None:
        """The neighbourhood of that name; of a village that is one neighbourhood too."""
        if not name:
            return None
        wanted = key(name)
        if wanted in self._quarter_by_name:
            return int(self._quarter_by_name[wanted])
        of_village = [id for id, village in self._village_of_quarter.items() if key(village) == wanted]
        return of_village[0] if len(of_village) == 1 else None

    def street(self, name: str | None, hints: Iterable[str | None] = ()) -> int | None:
        """The one street of that name; several of one name need a hint (a village or neighbourhood), else None."""
        if not name:
            return None
        return self.one_of(self._by_key.get(key(name), []), hints)

    def in_text(self, raw: str, hints: Iterable[str | None] = ()) -> Found | None:
        """The street that a text names, with its house number; None when it names none or leaves two."""
        words = key(raw[:4000]).split()
        capital = {fold(word) for word in re.findall(r"\b[A-ZÀ-Þ][\w'’-]+", raw[:4000])}
        hints = [*hints, *(village for name, village in self._villages.items() if f" {name} " in f" {' '.join(words)} ")]
        found: list[tuple[int, int, str]] = []
        n = 0
        while n < len(words):
            name = self._match(words, n, capital)
            if name is None:
                n += 1
                continue
            street = self.one_of(self._by_key[name], hints)
            n += len(name.split()) if words[n] in self._by_first else 1
            if street is not None:
                found.append((street, n, " ".join(words[n : n + 5])))
        return self._choose(found)

    def _match(self, words: list[str], n: int, capital: set[str]) -> str | None:
        for candidate in self._by_first.get(words[n], ()):
            if tuple(words[n : n + len(candidate)]) != candidate:
                continue
            # a one-word name that is an ordinary word too ("Dries", "Singel") must stand there as a name
            plain = len(candidate) == 1 and not candidate[0].endswith(TYPE_ENDINGS)
            follows = words[n + 1] if n + 1 < len(words) else ""
            if not plain or (candidate[0] in capital and (n > 0 or follows[:1].isdigit())):
                return " ".join(candidate)
        return self.slip(words[n])

    def slip(self, word: str) -> str | None:
        """The one long street name that is a slip of the pen away from a word."""
        if len(word) < 8 or word in self._villages:
            return None
        near = set(self._slips.get(word, ()))
        for left_out in {word[:k] + word[k + 1 :] for k in range(len(word))}:
            near |= self._slips.get(left_out, set()) | ({left_out} if left_out in self._by_key and len(left_out) >= 9 else set())
        return near.pop() if len(near) == 1 else None

    def names_from(self, word: str) -> list[tuple[str, ...]]:
        """The street names that begin with a word, the longest first."""
        return self._by_first.get(word, [])

    @property
    def first_words(self) -> Iterable[str]:
        """The words with which a street's name may begin."""
        return self._by_first.keys()

    def streets_called(self, name: str) -> list[int]:
        """All streets of a name as compared (key)."""
        return self._by_key.get(name, [])

    def _choose(self, found: list[tuple[int, int, str]]) -> Found | None:
        streets = list(dict.fromkeys(street for street, _, _ in found))
        if not streets:
            return None
        if len(streets) > 1:
            first, second = (self._shapes[self._position[id]] for id in streets[:2])
            if len(streets) > 2 or shapely.distance(first, second) > CORNER_M:
                return None
            meet = shapely.shortest_line(first, second).interpolate(0.5, normalized=True)
            return Found(streets[0], None, (round(meet.y / self._metre[1], 6), round(meet.x / self._metre[0], 6)))
        for _, _, rest in found:
            number = _NUMBER.match(rest)
            if number:
                return Found(streets[0], number[1].replace(" ", ""))
        return Found(streets[0])

    def one_of(self, ids: list[int], hints: Iterable[str | None]) -> int | None:
        """The one of several streets to which a hint (a village or neighbourhood) leads; the first hint that decides wins."""
        if len(ids) < 2:
            return ids[0] if ids else None
        for hint in hints:
            wanted = key(hint) if hint else ""
            if not wanted:
                continue
            quarter = self.quarters.get(wanted)
            left = [id for id in ids if key(self.names[id][1]) == wanted or (quarter is not None and self._home[id] == quarter)]
            if not left and quarter is not None:
                left = [id for id in ids if self.names[id][1] == self._village_of_quarter[quarter]]
            if len(left) == 1:
                return left[0]
        return None

    def are_one_road(self, ids: list[int]) -> bool:
        """Whether streets of one name run on from village to village, each meeting another of them."""
        others = [self._shapes[self._position[id]] for id in ids]
        road: Any = others.pop()
        near = [road]
        while others and near:
            near = [shape for shape in others if shapely.distance(road, shape) <= CORNER_M]
            others = [shape for shape in others if shapely.distance(road, shape) > CORNER_M]
            road = shapely.union_all([road, *near])
        return not others

    def beside(self, street_id: int) -> list[int]:
        """The streets that meet a street."""
        shape = self._shapes[self._position[street_id]]
        near = self._tree.query(shape, predicate="dwithin", distance=BESIDE_M)
        return [self._street_ids[n] for n in near if self._street_ids[n] != street_id]

    def around(self, neighbourhood_id: int) -> list[int]:
        """The neighbourhoods that share a border with a neighbourhood."""
        shape = self._quarters[self._quarter_ids.index(neighbourhood_id)]
        near = self._quarter_tree.query(shape, predicate="dwithin", distance=BESIDE_M)
        return [self._quarter_ids[n] for n in near if self._quarter_ids[n] != neighbourhood_id]

    def of_street(self, street_id: int, placed_by: str, house_number: str | None = None) -> Place:
        """A place known by its street only: a pin in the middle of a short street, none on a long one."""
        shape = self._shapes[self._position[street_id]]
        place = Place(placed_by, street_id, None, house_number, self._home[street_id])
        if shape.length > PIN_M:
            return place
        longest = max(shape.geoms, key=lambda line: line.length)
        middle = longest.interpolate(0.5, normalized=True)
        return replace(place, lat=round(middle.y / self._metre[1], 6), lon=round(middle.x / self._metre[0], 6))

    # --- all of it ---

    def place(
        self,
        *,
        lat: float | None = None,
        lon: float | None = None,
        street: str | None = None,
        house_number: str | None = None,
        neighbourhood: str | None = None,
        texts: Iterable[str] = (),
        hints: Iterable[str | None] = (),
    ) -> Place:
        """The best that is known: coordinates, else the street's name, else a street named in a text, else nothing."""
        number = (house_number or "").strip()[:20] or None
        if lat is not None and lon is not None and -90 <= lat <= 90 and -180 <= lon <= 180 and (abs(lat) > 1e-6 or abs(lon) > 1e-6):
            return replace(self.at(lat, lon), house_number=number)
        clues = [neighbourhood, *hints]
        known = self.street(street, clues)
        if known is None and street and (named := self.in_text(street, clues)):
            known, number = named.street_id, number or named.house_number
        if known is not None:
            return self.of_street(known, "street", number)
        for words in texts:
            found = self.in_text(words, clues)
            if found is None:
                continue
            place = self.of_street(found.street_id, "text", number or found.house_number)
            if found.corner:
                place = replace(place, lat=found.corner[0], lon=found.corner[1])
            return place
        return Place(house_number=number, neighbourhood_id=self.neighbourhood(neighbourhood))


_shared: dict[int, tuple[tuple[Any, ...], Gazetteer]] = {}
_lock = threading.Lock()


def gazetteer(store: Store, who: Who = SERVICE) -> Gazetteer:
    """The store's gazetteer, kept in memory until streets or neighbourhoods change."""
    with store.transaction(who) as connection:
        now = tuple(
            connection.execute(
                text("""select (select count(*) from city.street), (select max(id) from city.street),
                               (select sum(length_m) from city.street),
                               (select count(*) from city.neighbourhood), (select max(id) from city.neighbourhood)""")
            ).one()
        )
        with _lock:
            kept = _shared.get(id(store))
            if kept and kept[0] == now:
                return kept[1]
        made = Gazetteer.load(connection)
    with _lock:
        _shared[id(store)] = (now, made)
    return made
