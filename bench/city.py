"""A city of any number of tickets in a scratch server of its own, exactly as migrations make it, for the benchmark.

    with city(100_000) as (owner_url, app_url): ...          # thrown away afterwards
    with city(10_000_000, keep=Path("/big/disk")): ...       # made once, found again the next time

Ten years, one ticket in a hundred open. The same size on the same day is the same city.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import Connection
from sqlalchemy import make_url

from bench.bulk import copy, in_a_hurry, without_indexes
from bench.ground import Size, lay
from bench.tickets import Tickets
from dashboard.store import embedded
from dashboard.store.engine import plain_url
from dashboard.store.migrations import migrate

PASSWORD = "only-for-the-benchmark"
BIG = ("desk.ticket", "desk.ticket_event", "desk.entry")


@contextmanager
def city(tickets: int, *, keep: Path | None = None, say: Callable[[str], None] = lambda _: None) -> Iterator[tuple[str, str]]:
    """Addresses as owner and as the app, of a running server with such a city; a kept one is brought to today's migrations."""
    home = Path(tempfile.mkdtemp(prefix="guichet-bench-")) if keep is None else keep / f"tickets-{tickets}"
    home.mkdir(parents=True, exist_ok=True)
    owner_url = embedded.start(home, "bench")
    try:
        migrate(owner_url, PASSWORD)
        with psycopg.connect(owner_url, autocommit=True) as connection:
            if connection.execute("select 1 from desk.ticket limit 1").fetchone() is None:
                fill(connection, Size(tickets), say)
        app = make_url(owner_url)
        yield owner_url, plain_url(app.set(username=f"{app.database}_app", password=PASSWORD))
    finally:
        embedded.leave(home)
        if keep is None:
            shutil.rmtree(home, ignore_errors=True)


def fill(connection: Connection, size: Size, say: Callable[[str], None]) -> None:
    """Ground, tickets and what hangs on them."""
    began = time.monotonic()
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with in_a_hurry(connection):
        lay(connection, size)
        with without_indexes(connection, *BIG):
            for table in Tickets(size, now).chunks():
                copy(connection, "desk.ticket", table)
            say(f"{size.tickets:,} tickets copied in {time.monotonic() - began:.0f} s")
            _stories(connection)
            say(f"histories after {time.monotonic() - began:.0f} s")
        connection.execute("select setval(pg_get_serial_sequence('desk.ticket', 'id'), max(id)) from desk.ticket")
        _around(connection)
    say(f"indexes after {time.monotonic() - began:.0f} s")
    connection.execute("vacuum (analyze)")
    connection.execute("checkpoint")
    say(f"ready after {time.monotonic() - began:.0f} s")


def _stories(connection: Connection) -> None:
    """What happened: every opening and ending, one in eight forwarded, one in sixty opened again; what was written on few."""
    connection.execute("""
        insert into desk.ticket_event (ticket_id, at, kind, old, new, old_team_id, new_team_id)
        select id, e.at, e.kind, e.old, e.new, case when e.kind = 'forwarded' then first_id end, case when e.kind = 'forwarded' then team_id end
        from (select t.id, t.opened_at, t.team_id, g.name as team, f.id as first_id, f.name as first_team, t.solved_at, coalesce(t.ended_at, t.modified_at) - t.opened_at as life
              from desk.ticket t left join desk.team g on g.id = t.team_id left join desk.team f on f.id = 1 + t.id % 8) t
        cross join lateral (values
            (opened_at, 'opened', null, 'new', true),
            (opened_at + life * 0.25, 'forwarded', first_team, team, id % 8 = 0 and team <> first_team),
            (opened_at + life * 0.5, 'solved', null, 'solved', id % 60 = 0),
            (opened_at + life * 0.6, 'reopened', 'solved', 'in_progress', id % 60 = 0),
            (solved_at, 'solved', null, 'solved', solved_at is not null)) e (at, kind, old, new, happened)
        where e.happened and (life > interval '10 minutes' or e.kind in ('opened', 'solved'))
          and not (id % 60 = 0 and e.kind = 'solved' and life <= interval '10 minutes' and e.at <> solved_at)""")
    connection.execute("""
        insert into desk.entry (ticket_id, external_id, kind, at, author, public, text)
        select id, 'e-' || n, case n when 1 then 'request' else 'action' end, opened_at + n * interval '1 hour',
               case n when 1 then 'citizen' else 'staff' end, n = 1, title || ': wat er geschreven werd over deze melding, ' || repeat('enzovoort ', 12)
        from desk.ticket cross join generate_series(1, 3) n where is_open or id % 50 = 0""")


def _around(connection: Connection) -> None:
    """What triggers would have kept; what was sent to TOPdesk, who looked at whom, who was refused, and how fresh the copy is."""
    connection.execute("insert into desk.work select * from desk.work_now")
    connection.execute("""
        insert into desk.outbox (ticket_id, kind, key, payload, state, attempts, created_by, created_at, done_at)
        select id, case when id % 3 = 0 then 'create' else 'action' end, 'k-' || id, '{}', case when id % 20_000 = 0 then 'failed' else 'sent' end, 1,
               2 + id % 2, opened_at, opened_at from desk.ticket where id % 100 = 0""")
    connection.execute("""
        insert into guard.access_log (at, user_id, what, caller_ids)
        select opened_at, 5, 'person of ticket ' || id, array[coalesce(caller_id, 1)] from desk.ticket where id % 100 = 1""")
    connection.execute("""
        insert into guard.attempt (login, address, at, ok)
        select 'user' || n % 40, '10.0.0.' || n % 50, now() - n * interval '90 seconds', n % 9 > 0 from generate_series(1, 20_000) n""")
    connection.execute("""
        insert into desk.stream (source, stream, ok_at, tried_at, watermark, stored_n)
        select 'topdesk', 'incidents', now(), now(), now(), count(*) from desk.ticket""")
