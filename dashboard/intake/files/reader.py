"""Rows of a file as Records, by its mapping."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyproj

from dashboard.city.mapping import Status
from dashboard.city.topics import Topics
from dashboard.intake.clean import storable
from dashboard.intake.files.mapping import Mapping
from dashboard.intake.files.table import Row
from dashboard.intake.record import Bad, Record

ENDED = ("solved", "closed", "cancelled")
DATES = ("opened", "modified", "first_answer", "target", "solved", "closed")


class Reader:
    """Reads the rows of one file, in their order: exact duplicates are told apart by how often their content came before."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping, self._columns = mapping, mapping.columns
        self._zone = ZoneInfo(mapping.timezone)
        self._topics = Topics(mapping.topics)
        self._statuses = {word.casefold(): status for word, status in mapping.statuses.names.items()}
        self._grid = None if mapping.crs == "EPSG:4326" else pyproj.Transformer.from_crs(mapping.crs, "EPSG:4326", always_xy=True)
        self._unknown = {(round(x, 6), round(y, 6)) for x, y in mapping.unknown_points}
        self._seen: Counter[str] = Counter()

    def record(self, row: Row) -> Record | Bad:
        """One row, or the reason why it is none."""
        if row.trouble:
            return Bad(row.number, None, row.trouble)
        id = self._id(row)
        if not id:
            return Bad(row.number, None, f"Its {self._columns.id} is empty.")
        try:
            return self._record(row, id)
        except ValueError as error:
            return Bad(row.number, id, str(error))

    def _record(self, row: Row, id: str) -> Record:
        said = {field: storable(row.cells.get(column, "")).strip() or None for field, column in self._columns if column}
        dates = {field: self._date(said.get(field), column) for field, column in self._columns if field in DATES}
        opened = dates["opened"]
        if opened is None:
            raise ValueError(f"Its {self._columns.opened} is empty.")
        status = self._status(said.get("status"), opened, dates["closed"] or dates["solved"])
        ended = status in ENDED
        lon, lat = self._point(said.get("x"), said.get("y"))
        title = said.get("title") or said.get("subcategory") or said.get("category") or ""
        known = [at for at in dates.values() if at and at != dates["target"]]
        return Record(
            source=self._mapping.source,
            external_id=id,
            external_number=said.get("number") or (id if self._columns.id else None),
            title=title,
            topic=self._topics.of(said.get("category"), said.get("subcategory")),
            category=said.get("category"),
            subcategory=said.get("subcategory"),
            team=said.get("team"),
            priority=said.get("priority"),
            channel=said.get("channel"),
            status=status,
            external_status=said.get("status"),
            street=said.get("street"),
            house_number=said.get("house_number"),
            neighbourhood=said.get("neighbourhood"),
            lat=lat,
            lon=lon,
            texts=tuple(filter(None, (title, said.get("text")))),
            opened_at=opened,
            modified_at=dates["modified"] or max(known),
            first_answer_at=dates["first_answer"],
            target_at=dates["target"],
            solved_at=(dates["solved"] or dates["closed"]) if ended else None,
            closed_at=dates["closed"] if ended else None,
        )

    def _id(self, row: Row) -> str:
        if self._columns.id:
            return storable(row.cells.get(self._columns.id, "")).strip()
        content = "\x1f".join(row.cells.values()).encode("utf-8", "replace")
        known = hashlib.blake2b(content, digest_size=12).hexdigest()
        self._seen[known] += 1
        return f"{known}-{self._seen[known]}"

    def _status(self, word: str | None, opened: datetime, ended: datetime | None) -> Status:
        rules = self._mapping.statuses
        if word and word.casefold() in self._statuses:
            return self._statuses[word.casefold()]
        if ended:
            return "closed"
        if rules.open_since and opened.astimezone(self._zone).date() >= rules.open_since:
            return "new"
        return rules.default

    def _date(self, value: str | None, column: str) -> datetime | None:
        """In UTC; a date without a time is that day's beginning."""
        if not value:
            return None
        for form in self._mapping.date_formats or [""]:
            try:
                found = datetime.strptime(value, form) if form else datetime.fromisoformat(value)  # noqa: DTZ007 - its zone follows
                return (found if found.tzinfo else found.replace(tzinfo=self._zone)).astimezone(UTC)
            except (ValueError, OverflowError):
                continue
        raise ValueError(f"Its {column} is no date that the mapping knows: {value[:60]!r}.")

    def _point(self, x: str | None, y: str | None) -> tuple[float | None, float | None]:
        if not x or not y:
            return None, None
        try:
            east, north = float(x.replace(",", ".")), float(y.replace(",", "."))
        except ValueError as error:
            raise ValueError(f"Its place is no pair of numbers: {x[:30]!r}, {y[:30]!r}.") from error
        if (round(east, 6), round(north, 6)) in self._unknown:
            return None, None
        if self._grid:
            east, north = self._grid.transform(east, north)
        if not (-180 <= east <= 180 and -90 <= north <= 90):
            raise ValueError(f"Its place is nowhere on earth: {x[:30]}, {y[:30]}. Does the mapping name the right grid (crs)?")
        return round(east, 7), round(north, 7)
