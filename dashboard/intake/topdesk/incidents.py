"""The copy of the incidents: open ones first, then all the others from the oldest change on, and always what changes now.

Offsets are unsafe over a list that moves, so pages go by date of modification: each begins at the second in which the last
one ended. A page, what follows from it and how far it brought us are one transaction; reading anything twice changes nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError

from dashboard.city.gazetteer import gazetteer
from dashboard.errors import FarSideTrouble
from dashboard.intake.bad import set_aside
from dashboard.intake.keep import Kept, keep
from dashboard.intake.people import keep_colleagues, keep_teams
from dashboard.intake.record import Bad, Record
from dashboard.intake.topdesk import streams
from dashboard.intake.topdesk.reader import SOURCE, Json, Reader, colleague_of, moment, team_of
from dashboard.outbox.jobs import look_for_twins
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Client, NotFound, Page, fiql

STREAM = "incidents"
SECOND, BEYOND = timedelta(seconds=1), timedelta(days=1)
RECONCILE_SECONDS = 600.0  # how often the open tickets here are compared with those there


class Incidents:
    """One copy in progress. `step()` does the next page of whatever is most urgent; it is safe to die between any two."""

    def __init__(self, store: Store, settings: Settings, client: Client) -> None:
        self._store, self._client, self._toml = store, client, settings.toml
        self._reader = Reader(settings.toml)
        self._overlap = timedelta(seconds=settings.toml.topdesk.overlap_seconds)
        ended = ("closed",) if settings.toml.city.solved_by == "closed" else ("closed", "completed")
        self._open = fiql.both(*(fiql.equals(flag, False) for flag in ended))
        self._size = settings.toml.topdesk.page_size
        self.kept = Kept()
        self._stream = streams.load(store, STREAM)
        self._reconciled = time.monotonic()
        self._fetcher = ThreadPoolExecutor(1, thread_name_prefix="next page")
        self._ahead: Future[Page] | None = None
        mapping = self._mapping()
        if self._stream.cursor.get("mapping") != mapping:
            # another mapping reads the same tickets differently: all of them once more
            self._stream.cursor, self._stream.watermark = {"mapping": mapping}, None

    def _mapping(self) -> str:
        toml = self._toml.model_dump_json(include={"city": {"solved_by"}, "topdesk": {"key_field"}, "fields": True, "statuses": True})
        topics = repr([(topic.key, topic.categories, topic.subcategories, topic.questions) for topic in self._toml.topics])
        return hashlib.blake2b((toml + topics + gazetteer(self._store).size).encode(), digest_size=8).hexdigest()

    def close(self) -> None:
        """Wait for nothing: a page that was asked for ahead is asked for again."""
        self._fetcher.shutdown(wait=False, cancel_futures=True)

    @property
    def filled(self) -> bool:
        """Whether the whole history is here."""
        return bool(self._stream.cursor.get("filled"))

    def step(self) -> bool:
        """The next page; False when nothing is left but to look for changes again."""
        if not self._stream.cursor.get("live"):
            self._start()
            return True
        if not self.filled:
            self._history()
            return not self.filled
        return False

    def look(self) -> None:
        """What changed since the last look, with some overlap; now and then also what vanished."""
        live = self._live()
        for page in self._pages("", live - self._overlap):
            self._keep(page, live=True)
        if time.monotonic() - self._reconciled > RECONCILE_SECONDS:
            self.reconcile()

    def reconcile(self) -> None:
        """Read all open tickets there; those that are open only here are asked for one by one."""
        seen: set[str] = set()
        for page in self._pages(self._open, None):
            self._keep(page)
            seen |= {str(row.get("id")) for row in page}
        with self._store.transaction(SERVICE) as connection:
            here = connection.execute(
                text("select external_id from desk.ticket where source = :source and is_open and external_id is not null"),
                {"source": SOURCE},
            ).scalars()
            missing = [id for id in here if id not in seen]
        for id in missing:
            try:
                self._keep([self._client.incident(id)])
            except NotFound:
                vanish(self._store, id)
        self._reconciled = time.monotonic()

    def _start(self) -> None:
        """The open tickets, so that screens are full of life; how many there are in all, for the bar."""
        newest = self._client.incidents(sort="modificationDate:desc", size=1).rows
        begin = moment(newest[0].get("modificationDate")) if newest else None
        begin = min(begin, datetime.now(UTC)) if begin else None
        for page in self._pages(self._open, None):
            self._keep(page)
        self._stream.expected_n = count(self._client) if newest else 0
        if begin is None:
            # an empty TOPdesk: whatever comes will be a change
            begin = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
            self._stream.cursor["filled"] = True
        self._stream.cursor["live"] = streams.iso(begin)
        self._save()

    def _history(self) -> None:
        """One page of everything, from the oldest change on."""
        page, more = self._ahead.result() if self._ahead else self._page("", self._stream.watermark)
        self._stream.watermark = max(_changes(page), default=self._stream.watermark)
        if not more or (self._stream.watermark and self._stream.watermark >= self._live()):
            self._stream.cursor["filled"] = True
            self._stream.watermark = self._live()
        # the far side makes its next page while we store this one
        self._ahead = None if self.filled else self._fetcher.submit(self._page, "", self._stream.watermark)
        self._keep(page)

    def _pages(self, query: str, since: datetime | None) -> Iterator[list[Json]]:
        """All incidents of a query by date of modification, page by page."""
        more = True
        while more:
            page, more = self._page(query, since)
            yield page
            since = max(_changes(page), default=since)

    def _page(self, query: str, since: datetime | None) -> Page:
        """Incidents changed in the second of `since` or later, oldest change first. More in one second than fit: that whole second."""
        found = self._client.incidents(query=fiql.both(query, fiql.since("modificationDate", since) if since else ""), size=self._size)
        changed = [at.replace(microsecond=0) for at in _changes(found.rows)]
        if changed != sorted(changed) or (since and changed and changed[0] < since.replace(microsecond=0)):
            raise FarSideTrouble(
                "TOPdesk's list does not come in the order or from the date that was asked for, so the copy could miss tickets."
                " What is here stays; its version may be too old for this."
            )
        if not found.more or len(set(changed)) > 1:
            return found
        at = changed[0]
        within = fiql.both(query, fiql.since("modificationDate", at), fiql.before("modificationDate", at + SECOND))
        rows = {str(row["id"]): row for row in found.rows}
        start, more = 0, True
        while more:
            part = self._client.incidents(query=within, sort="id:asc", start=start, size=self._size)
            rows |= {str(row.get("id")): row for row in part.rows}
            start, more = start + max(1, len(part.rows) * 9 // 10), part.more and bool(part.rows)
        after = fiql.both(query, fiql.since("modificationDate", at + SECOND))
        beyond = self._client.incidents(query=after, size=self._size)
        return Page([*rows.values(), *beyond.rows], beyond.more)

    def _keep(self, page: list[Json], *, live: bool = False) -> None:
        records, bad = self._reader.records(page)
        if live and records:
            # one date beyond tomorrow, and nothing that changes until then would be seen
            sane = datetime.now(UTC) + BEYOND
            newest = max((record.modified_at for record in records if record.modified_at < sane), default=self._live())
            self._stream.cursor["live"] = streams.iso(max(newest, self._live()))
            if self.filled:
                self._stream.watermark = self._live()
        self._write(page, records, bad, last=True)

    def _write(self, page: list[Json], records: list[Record], bad: list[Bad], *, last: bool) -> None:
        """One transaction; `last` of a page writes down how far we are. A record that the database refuses is set aside alone."""
        places = gazetteer(self._store)
        try:
            with self._store.transaction(SERVICE) as connection:
                # a team or colleague younger than our last reading of the lists
                keep_teams(connection, SOURCE, filter(None, map(team_of, page)), whole=False)
                keep_colleagues(connection, SOURCE, filter(None, map(colleague_of, page)), whole=False)
                kept = keep(connection, places, records)
                for ticket in kept.twins:
                    look_for_twins(connection, ticket)
                set_aside(connection, SOURCE, STREAM, bad)
                if last:
                    stored_n = self._stream.stored_n + kept.new
                    streams.save(connection, replace(self._stream, stored_n=stored_n), complete=self.filled)
        except (DataError, IntegrityError) as error:
            if not records:
                raise
            half = len(records) // 2
            if half:
                self._write(page, records[:half], [], last=False)
                self._write(page, records[half:], bad, last=last)
            else:
                reason = f"The database refuses this ticket: {str(error.orig).splitlines()[0]}"
                self._write(page, [], [*bad, Bad(None, records[0].external_id, reason)], last=last)
            return
        self._stream.stored_n += kept.new
        self.kept += kept

    def _save(self) -> None:
        with self._store.transaction(SERVICE) as connection:
            streams.save(connection, self._stream, complete=self.filled)

    def _live(self) -> datetime:
        return streams.from_iso(self._stream.cursor["live"]) or datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _changes(page: list[Json]) -> list[datetime]:
    return [at for at in (moment(row.get("modificationDate")) for row in page) if at]


def vanish(store: Store, external_id: str) -> None:
    """The source has it no more: out of every screen, kept for the counts of the past."""
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text("update desk.ticket set gone = true, source_digest = null where source = :source and external_id = :id and not gone"),
            {"source": SOURCE, "id": external_id},
        )


def count(client: Client) -> int:
    """How many incidents there are, by halving: lists carry no total. About thirty small requests."""
    low, high = 0, 1
    while client.incidents(start=high, size=1).rows:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if client.incidents(start=middle, size=1).rows:
            low = middle
        else:
            high = middle
    return high
