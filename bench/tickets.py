"""The tickets of the synthetic city as Arrow tables, vectorised: ten years, growing, with seasons, working hours, a heavy tail of callers and
streets, promises, oddities and open work that is mostly young.

    for table in Tickets(Size(100_000), now).chunks(): ...      # columns as in desk.ticket, ids from 1 in the order of opening
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.ground import OPERATORS, PLACELESS, RESTRICTED, TEAMS, TOPICS, Size

DAY = 86_400
YEARS = 10
CHUNK = 250_000
CHANNELS = ("Phone", "E-mail", "App", "Counter", "Patrol")
OPEN_STATUSES = ("new", "assigned", "planned", "in_progress", "waiting")
WORDS = (
    "Zwerfvuil naast glasbol", "Lamp brandt niet", "Put in de weg", "Stoeptegel los", "Overvolle vuilnisbak", "Haag over voetpad",
    "Sluikstort aan bosrand", "Geluidsoverlast", "Fout geparkeerd voertuig", "Verstopte rioolkolk", "Graffiti op muur", "Bank stuk",
    "Dode boom", "Speeltuig defect", "Bord omgereden", "Rattenplaag", "Fietspad glad", "Vraag over premie", "Wateroverlast", "Hondenpoep",
)  # fmt: skip


def choice(strings: Sequence[str], picked: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """`strings[picked]`, null where `missing`."""
    return pa.DictionaryArray.from_arrays(pa.array(picked, pa.int32(), mask=missing), pa.array(list(strings))).dictionary_decode()


def text(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pc.cast(pa.array(numbers), pa.string()), "")


class Tickets:
    """All tickets of a city of this size as they stand at `now`. The same size and day give the same city."""

    def __init__(self, size: Size, now: datetime) -> None:
        self.size, self.now = size, int(now.timestamp())
        self.random = np.random.default_rng(size.tickets)
        self.opened = self._openings()
        self.is_open = self._open_ones()
        self.topic_share = np.cumsum([share for _, share in TOPICS]) / sum(share for _, share in TOPICS)
        # A few streets and callers have most of the tickets, as everywhere.
        self.streets = np.cumsum(self._tail(size.streets, 0.7))
        self.callers = np.cumsum(self._tail(size.callers, 0.6))

    def chunks(self) -> Iterator[pa.Table]:
        for start in range(0, self.size.tickets, CHUNK):
            yield self._chunk(start, min(start + CHUNK, self.size.tickets))

    def _openings(self) -> np.ndarray:
        """Seconds since 1970, growing: 4 % more a year, more in summer, few at weekends, working hours."""
        days = np.arange(YEARS * 365)
        first = self.now // DAY - len(days)
        date = first + days
        weight = 1.04 ** (days / 365) * (1 + 0.25 * np.sin(2 * np.pi * (date % 365.25 - 90) / 365.25))
        weight *= np.where((date + 3) % 7 >= 5, 0.25, 1.0)
        day = np.searchsorted(np.cumsum(weight / weight.sum()), self.random.random(self.size.tickets)).clip(max=len(days) - 1)
        hour = np.array([1, 1, 1, 1, 1, 2, 6, 14, 30, 36, 34, 28, 20, 26, 30, 28, 22, 16, 12, 10, 8, 6, 4, 2])
        second = np.searchsorted(np.cumsum(hour / hour.sum()), self.random.random(len(day))).clip(max=23) * 3600
        opened = (first + day) * DAY + second + self.random.integers(0, 3600, len(day))
        return np.sort(opened)

    def _open_ones(self) -> np.ndarray:
        """Exactly one in a hundred is open: six in ten young, three of some months, one of any age."""
        n = self.size.open
        ages = self.random.exponential(20 * DAY, 4 * n)
        any_age = self.random.random(2 * n) * YEARS * 365 * DAY
        ages[: 2 * n] = np.where(self.random.random(2 * n) < 0.75, self.random.exponential(120 * DAY, 2 * n), any_age)
        self.random.shuffle(ages)
        at = np.searchsorted(self.opened, self.now - ages).clip(0, self.size.tickets - 1)
        _, first = np.unique(at, return_index=True)
        found = at[np.sort(first)][:n]
        is_open = np.zeros(self.size.tickets, bool)
        is_open[found] = True
        is_open[np.flatnonzero(~is_open)[::-1][: n - len(found)]] = True
        return is_open

    def _tail(self, n: int, power: float) -> np.ndarray:
        weight = 1.0 / np.arange(1, n + 1) ** power
        self.random.shuffle(weight)
        return np.asarray(weight / weight.sum())

    def _draw(self, cumulated: np.ndarray, n: int) -> np.ndarray:
        return np.searchsorted(cumulated, self.random.random(n)).clip(max=len(cumulated) - 1)

    def _chunk(self, start: int, stop: int) -> pa.Table:
        n, chance = stop - start, self.random.random
        id = np.arange(start, stop) + 1
        opened, is_open = self.opened[start:stop], self.is_open[start:stop]
        topic = self._draw(self.topic_share, n)
        keys = [key for key, _ in TOPICS]
        restricted = np.isin(topic, [keys.index(key) for key in RESTRICTED])
        nowhere = np.isin(topic, [keys.index(key) for key in PLACELESS])
        teams = len(TEAMS)
        team = np.where(restricted, TEAMS.index("Welfare") + (topic == keys.index("police")), (topic + (chance(n) < 0.2)) % (teams - 4))
        team = np.where((chance(n) < 0.02) & ~restricted, teams - 1 - (chance(n) < 0.6), team)
        unassigned = is_open & (chance(n) < 0.03)
        untaken = unassigned | (chance(n) < np.where(is_open, 0.4, 0.1))
        beside = ~nowhere & (chance(n) < 0.04)
        lost = nowhere | (~beside & (chance(n) < 0.02))
        outside = beside & (chance(n) < 0.1)
        street = self._draw(self.streets, n)
        streetless = beside | lost
        quarter = np.where(beside, self.random.integers(0, 24, n), street * 7 % 24)
        took = np.exp(self.random.normal(np.log(4 * DAY) + 0.15 * (topic % 5), 1.2, n)).clip(600, 700 * DAY)
        odd = ~is_open & (chance(n) < 0.0005)  # exports have endings before the beginning, and ones of another century
        ended = np.where(odd, opened + np.where(id % 2 == 0, -42_000.0 * DAY, 90_000.0 * DAY), np.minimum(opened + took, self.now - 60.0))
        ended = np.where(odd, ended, np.maximum(ended, opened + 60)).astype("int64")
        answered = (chance(n) < 0.8) & ((opened + 2 * DAY < self.now) | ~is_open)
        first_answer = np.minimum(opened + np.exp(self.random.normal(np.log(6 * 3600), 1.0, n)), np.where(odd | is_open, self.now, ended))
        target = opened + (3 + 9 * (topic % 4)) * DAY + np.where(is_open, self.random.integers(0, 40, n), 0) * DAY
        status = np.where(is_open, self.random.choice(5, n, p=[0.2, 0.25, 0.15, 0.25, 0.15]), 5 + (chance(n) < 0.02))
        lon, lat = self._point(street, quarter, streetless, n)
        lon = np.where(outside, 5.4, lon)
        where = np.select([nowhere & lost, lost, outside, chance(n) < 0.1], [3, 4, 2, 1], 0)
        reacted = ~is_open & ~odd & (chance(n) < 0.0004) & (ended > self.now - 60 * DAY)
        modified = np.where(is_open, np.minimum(opened + 5 * DAY, self.now), np.where(odd, opened + DAY, ended))
        said = pc.binary_join_element_wise(choice(WORDS, topic % len(WORDS)), text("melding ", id), " ")
        return pa.table({
            "id": id,
            "source": choice(["topdesk"], np.zeros(n, int)),
            "external_id": text("unid-0000-0000-", id),
            "external_number": text("I ", id + 1_600_000_000),
            "title": said,
            "topic_id": pa.array(topic + 1, mask=~restricted & (chance(n) < 0.01)),
            "category": choice([f"Category {number}" for number in range(6)], topic % 6),
            "subcategory": choice([f"Subcategory {number}" for number in range(22)], topic),
            "restricted": restricted,
            "team_id": pa.array(team + 1, mask=unassigned),
            "operator_id": pa.array(self.random.integers(1, OPERATORS + 1, n), mask=untaken),
            "caller_id": pa.array(self._draw(self.callers, n) + 1, mask=chance(n) < 0.18),
            "priority": choice(["P1", "P2", "P3", "P4"], self.random.choice(4, n, p=[0.02, 0.13, 0.6, 0.25])),
            "channel": choice(CHANNELS, self.random.choice(5, n, p=[0.35, 0.25, 0.25, 0.05, 0.1])),
            "status": choice([*OPEN_STATUSES, "closed", "cancelled"], status),
            "street_id": pa.array(street + 1, mask=streetless),
            "street_m": pa.array(np.full(n, 4.0), mask=streetless),
            "house_number": pc.cast(pa.array(self.random.integers(1, 120, n), mask=streetless), pa.string()),
            "neighbourhood_id": pa.array(quarter + 1, mask=lost | outside),
            "lat": pa.array(lat, mask=lost),
            "lon": pa.array(lon, mask=lost),
            "placed_by": choice(["coordinates", "street", "outside", "placeless", "nothing"], where),
            "opened_at": _at(opened),
            "first_answer_at": _at(first_answer, ~answered),
            "target_at": _at(target, chance(n) < 0.06),
            "solved_at": _at(ended, is_open),
            "closed_at": _at(np.where(odd, ended, np.minimum(ended + 3600, self.now)), is_open),
            "modified_at": _at(modified),
            "reacted_at": _at(np.minimum(ended + 2 * DAY, self.now), ~reacted),
            "story_at": _at(modified),
            "source_digest": pc.utf8_lpad(pc.cast(pa.array(id * 7919), pa.string()), 24, "0"),
        })  # fmt: skip

    def _point(self, street: np.ndarray, quarter: np.ndarray, streetless: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        """On the street as `ground.lay` drew it, else anywhere in the neighbourhood."""
        lon, lat = 5.15 + (quarter % 6 + 0.5) / 60, 50.77 + (quarter // 6 + 0.5) * 0.015
        along = self.random.random(n)
        on_lon = lon - 0.008 + 0.0155 * (street * 31 % 97) / 97 + 0.002 * along
        on_lat = lat - 0.0072 + 0.0144 * (street * 17 % 89) / 89 + 0.0005 * along
        any_lon, any_lat = lon + (self.random.random(n) - 0.5) / 60, lat + (self.random.random(n) - 0.5) * 0.015
        return np.where(streetless, any_lon, on_lon).round(6), np.where(streetless, any_lat, on_lat).round(6)


def _at(seconds: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    return pa.array(seconds.astype("int64"), pa.int64(), mask=missing).cast(pa.timestamp("s", tz="UTC"))
