"""What waits, side by side: the same as the tickets say, after any change, and no more than the reader may see."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from dashboard.store import SERVICE, Store, Who

DIFFERENT = """
    select count(*) from ((table desk.work except table desk.work_now) union all (table desk.work_now except table desk.work)) d"""
CHANGES = (
    "update desk.ticket set status = 'waiting', target_at = now() where id % 7 = 0",
    "update desk.ticket set status = 'closed', closed_at = now() where is_open and id % 3 = 0",
    "update desk.ticket set reacted_at = now() + interval '1 minute' where not is_open and id % 50 = 0",
    "update desk.ticket set gone = true where id % 11 = 0",
    "update desk.ticket set solved_at = null, closed_at = null, status = 'assigned' where id % 13 = 0",
    "update desk.ticket set title = 'Ander woord' where id % 17 = 0",
    "insert into desk.ticket (source, external_id, status, opened_at, modified_at) values ('w', '1', 'new', now(), now())",
    "insert into desk.ticket (source, external_id, status, opened_at, modified_at) values ('w', '1', 'closed', now(), now())"
    " on conflict (source, external_id) do update set status = excluded.status",
    "delete from desk.ticket where id % 19 = 0",
    "update city.topic set restricted = true where key = 'noise'",
)


def test_the_work_follows_every_change(filled: Store, owner: psycopg.Connection) -> None:
    assert owner.execute("select count(*) > 0 from desk.work").fetchone() == (True,)
    for change in CHANGES:
        owner.execute(change)
        assert owner.execute(DIFFERENT).fetchone() == (0,), change


def test_two_writers_of_one_ticket_leave_what_the_second_said(filled: Store, owner: psycopg.Connection, database: str) -> None:
    found = owner.execute("select id from desk.ticket where is_open order by id limit 1").fetchone()
    assert found
    with psycopg.connect(database) as first, psycopg.connect(database) as second:
        first.execute("update desk.ticket set status = 'planned' where id = %s", found)
        second.execute("set lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute("update desk.ticket set status = 'waiting' where id = %s", found)
        second.rollback()
        first.commit()
        second.execute("update desk.ticket set status = 'waiting' where id = %s", found)
        second.commit()
    assert owner.execute("select status from desk.work where ticket_id = %s", found).fetchone() == ("waiting",)
    assert owner.execute(DIFFERENT).fetchone() == (0,)


def test_the_work_is_under_the_same_rights_as_the_tickets(filled: Store, owner: psycopg.Connection) -> None:
    owner.execute("update desk.ticket set status = 'new', solved_at = null, closed_at = null, gone = false where restricted")
    with filled.transaction(Who("manager", 1)) as connection:
        assert connection.execute(text("select count(*) from desk.work where restricted")).scalar_one() == 0
    with filled.transaction(SERVICE) as connection:
        assert connection.execute(text("select count(*) from desk.work where restricted")).scalar_one() > 0
    with pytest.raises(ProgrammingError, match="permission denied"), filled.transaction(Who("presenter", 1)) as connection:
        connection.execute(text("select words from desk.work"))
