"""What was sent comes back with the copy, and is the same ticket, the same note, the same photo."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest

from dashboard.intake.topdesk import sync_once
from dashboard.intake.topdesk.stories import Due, read_story
from dashboard.outbox import twins
from dashboard.store import Store
from tests.outbox.far import Far, Report, settings
from tests.sandbox.server import running


@pytest.fixture(scope="module")
def far(store: Store, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    with running(tmp_path_factory.mktemp("far"), days=3) as server:
        far = Far(store, settings(server, database, tmp_path_factory.mktemp("home")), server)
        yield far
        far.close()


def tickets(owner: psycopg.Connection, far: Far, report: Report) -> list[tuple[int, bool, bool]]:
    """(id, gone, archived) of all that our store knows of the incidents under the report's key."""
    ids = [one["id"] for one in far.incidents(report)]
    found = owner.execute("select id, gone, archived from desk.ticket where external_id = any(%s) order by id", [ids])
    return found.fetchall()


def test_the_copy_may_meet_the_ticket_before_its_delivery_is_noted(far: Far, owner: psycopg.Connection) -> None:
    far.server.faults({"method": "POST", "path": "/incidents", "kind": "drop_after", "times": 1})
    report = far.report()
    far.attempt(report.rows["create"])
    assert far.states(report)["create"] == "sending"
    sync_once(far.store, far.settings)
    assert tickets(owner, far, report) == [(report.ticket, False, False)]
    far.deliver(report)
    sync_once(far.store, far.settings)
    assert tickets(owner, far, report) == [(report.ticket, False, False)]
    assert far.counts(report) == {"create": 1, "action": 1, "photo": 1}


def test_a_twin_that_the_copy_meets_is_no_second_ticket_and_is_put_away(far: Far, owner: psycopg.Connection) -> None:
    far.server.faults({"method": "POST", "path": "/incidents", "kind": "late", "seconds": 2.5, "times": 1})
    report = far.report()
    far.deliver(report)
    owner.execute("delete from jobs.procrastinate_jobs")
    while len(far.incidents(report)) < 2:
        time.sleep(0.1)
    sync_once(far.store, far.settings)
    assert [gone for _, gone, _ in tickets(owner, far, report)] == [False, True]
    jobs = owner.execute("select task_name, (args ->> 'ticket_id')::bigint from jobs.procrastinate_jobs").fetchall()
    assert ("look_for_twins", report.ticket) in jobs
    twins.put_away(far.store, far.settings, far.client, report.ticket)
    sync_once(far.store, far.settings)
    (ours, twin) = tickets(owner, far, report)
    assert ours == (report.ticket, False, False)
    assert twin[1:] == (True, True)


def test_the_story_that_comes_back_shows_each_line_once(far: Far, owner: psycopg.Connection) -> None:
    report = far.report()
    far.deliver(report)
    sync_once(far.store, far.settings)
    row = owner.execute("select external_id, modified_at from desk.ticket where id = %s", [report.ticket]).fetchone()
    assert row
    read_story(far.store, far.client, Due(report.ticket, row[0], row[1], wished=False))
    kinds = owner.execute("select kind from desk.entry where ticket_id = %s order by kind", [report.ticket]).fetchall()
    assert kinds == [("action",), ("request",)]
    files = owner.execute("select sha256 is not null from desk.attachment where ticket_id = %s", [report.ticket]).fetchall()
    assert files == [(True,)], "the copy's line is the photo that we have"
