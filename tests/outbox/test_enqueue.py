"""Enqueuing is part of the act's transaction, and a person's role can do it and nothing else in there."""

from __future__ import annotations

import psycopg
import pytest

from dashboard import outbox
from dashboard.outbox import mode
from dashboard.store import SERVICE, Store, Who
from tests.outbox.conftest import PATROL, new_ticket, report


def counts(owner: psycopg.Connection) -> tuple[int, int]:
    row = owner.execute("select (select count(*) from desk.outbox), (select count(*) from jobs.procrastinate_jobs)").fetchone()
    assert row
    return row[0], row[1]


@pytest.mark.parametrize("role", ["patrol", "team", "coordinator"])
def test_row_and_job_are_committed_together(store: Store, owner: psycopg.Connection, role: str) -> None:
    rows, jobs = counts(owner)
    with store.transaction(Who(role, 7)) as connection:
        ticket = new_ticket(connection)
        made = outbox.enqueue(connection, ticket_id=ticket, kind="create", key=f"c{ticket}", payload={"text": "x"}, who=PATROL)
    assert counts(owner) == (rows + 1, jobs + 1)
    job = owner.execute("select task_name, lock, args from jobs.procrastinate_jobs order by id desc limit 1").fetchone()
    assert job == ("deliver", f"ticket {ticket}", {"outbox_id": made})


def test_a_rollback_takes_row_and_job_with_it(store: Store, owner: psycopg.Connection) -> None:
    before = counts(owner)
    with pytest.raises(ZeroDivisionError), store.transaction(PATROL) as connection:
        ticket = new_ticket(connection)
        outbox.enqueue(connection, ticket_id=ticket, kind="create", key="rolled back", payload={"text": "x"}, who=PATROL)
        raise ZeroDivisionError
    assert counts(owner) == before


def test_the_same_act_twice_is_one_row_and_one_job(store: Store, owner: psycopg.Connection) -> None:
    ticket, first = report(store)
    before = counts(owner)
    with store.transaction(PATROL) as connection:
        again = outbox.enqueue(connection, ticket_id=ticket, kind="create", key=f"create {ticket}", payload={"text": "x"}, who=PATROL)
    assert again == first
    assert counts(owner) == before


def test_while_writing_is_off_rows_are_born_held(store: Store, owner: psycopg.Connection) -> None:
    with store.transaction(SERVICE) as connection:
        mode.put_in_force(connection, False, "for this test")
    jobs = counts(owner)[1]
    _, made = report(store)
    with store.transaction(SERVICE) as connection:
        mode.put_in_force(connection, True, "for this test")
    assert owner.execute("select state from desk.outbox where id = %s", [made]).fetchone() == ("held",)
    assert counts(owner)[1] == jobs
