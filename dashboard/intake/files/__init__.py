"""Tickets from a table file: `import_csv(store, file, mapping)`.

The same file twice changes nothing: a row is known by (source, id), or by its content where the file has no ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, text

from dashboard.city.gazetteer import Gazetteer
from dashboard.city.topics import keep_topics
from dashboard.intake.bad import set_aside
from dashboard.intake.files import quarters
from dashboard.intake.files.mapping import Mapping, load
from dashboard.intake.files.reader import Reader
from dashboard.intake.files.table import NoTable, Table, open_table
from dashboard.intake.keep import Kept, keep
from dashboard.intake.people import Team, keep_teams
from dashboard.intake.record import Bad, Record
from dashboard.store import SERVICE, Store

__all__ = ["Imported", "NoTable", "import_csv"]

BATCH = 1000


@dataclass
class Imported:
    """What an import did, or would do (`dry_run`)."""

    file: str
    dry_run: bool
    kept: Kept = field(default_factory=Kept)
    statuses: Counter[str] = field(default_factory=Counter)
    without_topic: int = 0
    neighbourhoods: int = 0
    bad: list[Bad] = field(default_factory=list)

    def __str__(self) -> str:
        k = self.kept
        verb = "would be " if self.dry_run else ""
        lines = [f"{k.total + len(self.bad):,} rows: {k.new:,} {verb}new, {k.changed:,} {verb}changed, {k.same:,} as before."]
        lines.append("Status: " + (", ".join(f"{n:,} {status}" for status, n in self.statuses.most_common()) or "none") + ".")
        if self.without_topic:
            lines.append(f"{self.without_topic:,} belong to no topic of the mapping; they keep their category.")
        if self.neighbourhoods:
            lines.append(f"{self.neighbourhoods} neighbourhoods {verb}drawn around their points.")
        if self.bad:
            lines.append(f"{len(self.bad):,} rows set aside:")
            lines += [f"  row {bad.row}: {bad.reason}" for bad in self.bad[:20]]
            if len(self.bad) > 20:
                lines.append(f"  and {len(self.bad) - 20:,} more" + ("" if self.dry_run else "; all of them are in desk.bad_row"))
        if self.dry_run:
            lines.append("Nothing was stored.")
        return "\n".join(lines)


class _Nothing(Exception):
    """Ends a dry run: its transaction is undone."""


def import_csv(store: Store, file: Path, mapping: Path, *, dry_run: bool = False) -> Imported:
    """Keep the file's rows, a thousand a transaction. Raises BadSettings for the mapping, NoTable for the file."""
    rules = load(mapping)
    table = open_table(file, rules)
    result = Imported(file.name, dry_run)
    if dry_run:
        try:
            with store.transaction(SERVICE) as connection:
                places = _prepare(connection, table, rules, result)
                for batch in _batches(table, rules):
                    _keep(connection, places, rules, batch, result)
                raise _Nothing
        except _Nothing:
            return result
    with store.transaction(SERVICE) as connection:
        places = _prepare(connection, table, rules, result)
    for batch in _batches(table, rules):
        with store.transaction(SERVICE) as connection:
            _keep(connection, places, rules, batch, result)
    return result


def _prepare(connection: Connection, table: Table, rules: Mapping, result: Imported) -> Gazetteer:
    """Topics, neighbourhoods where they are to be drawn, and a clean sheet for bad rows."""
    keep_topics(connection, rules.topics, rules.source, whole=False)
    connection.execute(
        text("delete from desk.bad_row where source = :source and batch = :batch"), {"source": rules.source, "batch": table.path.name}
    )
    if rules.make_neighbourhoods:
        points: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for record in _records(table, rules, "Looking at places"):
            if isinstance(record, Record) and record.neighbourhood and record.lat is not None and record.lon is not None:
                points[record.neighbourhood].append((record.lon, record.lat))
        result.neighbourhoods = quarters.draw(connection, points)
    return Gazetteer.load(connection)


def _keep(connection: Connection, places: Gazetteer, rules: Mapping, batch: list[Record | Bad], result: Imported) -> None:
    records = [one for one in batch if isinstance(one, Record)]
    bad = [one for one in batch if isinstance(one, Bad)]
    teams = {record.team for record in records if record.team}
    keep_teams(connection, rules.source, [Team(name, name) for name in sorted(teams)], whole=False)
    result.kept += keep(connection, places, records, trust_names=True)
    set_aside(connection, rules.source, result.file, bad)
    result.bad += bad
    result.statuses.update(record.status for record in records)
    result.without_topic += sum(record.topic is None for record in records)


def _batches(table: Table, rules: Mapping) -> Iterator[list[Record | Bad]]:
    rows = _records(table, rules, "Reading")
    while batch := list(islice(rows, BATCH)):
        yield batch


def _records(table: Table, rules: Mapping, doing: str) -> Iterator[Record | Bad]:
    reader = Reader(rules)
    seen: set[str] = set()
    with Progress(console=Console(stderr=True), transient=True) as bar, bar.open(table.path, "rb", description=doing) as raw:
        for row in table.rows(raw):
            one = reader.record(row)
            if isinstance(one, Record) and one.external_id in seen:
                one = Bad(row.number, one.external_id, "Its id came before in this file.")
            elif isinstance(one, Record):
                seen.add(one.external_id)
            yield one
