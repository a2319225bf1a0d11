"""Trial mode: who decides, what is held, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import FarSideTrouble, Trouble
from dashboard.outbox import writes
from dashboard.outbox.delivery import Delivery
from dashboard.outbox.writes import Mode
from dashboard.store import SERVICE, Store, Who
from dashboard.topdesk import Client
from tests.conftest import APP_PASSWORD
from tests.outbox.far import Far, settings
from tests.sandbox.server import Server, running
from tests.topdesk.conftest import FarSide

ADMINISTRATOR = Who("admin", 1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("far")) as server:
        yield server


@pytest.fixture
def far(store: Store, owner: psycopg.Connection, database: str, server: Server, tmp_path: Path) -> Iterator[Far]:
    owner.execute("truncate desk.outbox, desk.setting, guard.audit; delete from jobs.procrastinate_jobs")
    far = Far(store, settings(server, database, tmp_path), server)
    yield far
    far.close()


def mode(far: Far, **more: Any) -> Mode:
    changed = far.settings.model_copy(update=more)
    with Client(changed) as client:
        return writes.mode(far.store, changed, client)


def test_who_decides(far: Far) -> None:
    with pytest.raises(FarSideTrouble):
        mode(far, topdesk_url="http://127.0.0.1:9")
    real = FarSide()  # answers, without the look-alike's sign
    try:
        assert mode(far) == Mode(True, "look-alike")
        assert mode(far, topdesk_url=real.url) == Mode(False, "trial")
        assert mode(far, topdesk_url=real.url, guichet_writes="on") == Mode(True, "environment")
        assert mode(far, guichet_writes="off") == Mode(False, "environment")
        writes.switch(far.store, far.settings, ADMINISTRATOR, True)
        assert mode(far) == Mode(True, "switch")
        assert mode(far, topdesk_url=real.url) == Mode(False, "trial"), "on holds only where it was said"
        writes.switch(far.store, far.settings, ADMINISTRATOR, False)
        assert mode(far) == mode(far, topdesk_url=real.url) == Mode(False, "switch"), "off holds anywhere"
        assert mode(far, guichet_writes="on") == Mode(True, "environment")
    finally:
        real.close()


def test_while_it_is_off_nothing_is_written_and_all_is_held(far: Far) -> None:
    waiting = far.report()
    writes.switch(far.store, far.settings, ADMINISTRATOR, False)
    born = far.report()
    before = far.server.state()["writes"]
    far.deliver(waiting, born)
    assert set(far.states(waiting).values()) == set(far.states(born).values()) == {"held"}
    assert far.server.state()["writes"] == before


def test_a_worker_that_may_not_write_does_not_trust_what_another_one_noted(far: Far) -> None:
    report = far.report()
    before = far.server.state()["writes"]
    far.delivery = Delivery(far.store, far.settings.model_copy(update={"guichet_writes": "off"}), far.client)
    far.deliver(report)
    assert set(far.states(report).values()) == {"held"}
    assert far.server.state()["writes"] == before


def test_switching_on_asks_and_sends(far: Far, owner: psycopg.Connection) -> None:
    writes.switch(far.store, far.settings, ADMINISTRATOR, False)
    report = far.report()
    with pytest.raises(Trouble, match="3 reports and notes are held"):
        writes.switch(far.store, far.settings, ADMINISTRATOR, True)
    assert mode(far) == Mode(False, "switch"), "nothing was switched"
    assert writes.switch(far.store, far.settings, ADMINISTRATOR, True, "send") == 3
    jobs = owner.execute("select args ->> 'outbox_id' from jobs.procrastinate_jobs").fetchall()
    assert {int(job[0]) for job in jobs} == set(report.rows.values())
    far.deliver(report)
    assert far.counts(report) == {"create": 1, "action": 1, "photo": 1}
    said = owner.execute("select user_id, what, detail ->> 'held' from guard.audit order by id").fetchall()
    assert said == [(1, "writing to TOPdesk switched off", None), (1, "writing to TOPdesk switched on", "send")]


def test_switching_on_and_dropping_clears_the_queues(far: Far, owner: psycopg.Connection) -> None:
    known = far.report(("create",))
    far.deliver(known)
    writes.switch(far.store, far.settings, ADMINISTRATOR, False)
    report = far.report()
    assert writes.switch(far.store, far.settings, ADMINISTRATOR, True, "drop") == 3
    far.deliver(report)
    assert set(far.states(report).values()) == {"dropped"}
    assert far.incidents(report) == []
    gone = owner.execute("select id, gone from desk.ticket where id = any(%s) order by id", [[known.ticket, report.ticket]]).fetchall()
    assert gone == [(known.ticket, False), (report.ticket, True)]


def test_what_was_held_before_the_environment_switched_it_on_still_asks(far: Far) -> None:
    writes.switch(far.store, far.settings, ADMINISTRATOR, False)
    report = far.report()
    on = far.settings.model_copy(update={"guichet_writes": "on"})
    writes.refresh(far.store, on, far.client)
    assert set(far.states(report).values()) == {"held"}
    with pytest.raises(Trouble, match="GUICHET_WRITES=on"):
        writes.switch(far.store, on, ADMINISTRATOR, False)
    assert writes.decide(far.store, ADMINISTRATOR, "send") == 3
    assert set(far.states(report).values()) == {"waiting"}


def test_one_failed_report_is_tried_again_or_dropped_with_what_hangs_on_it(far: Far, owner: psycopg.Connection) -> None:
    first, second = far.report(), far.report()
    for report in (first, second):
        owner.execute("update desk.outbox set state = 'failed', trouble = 'x' where id = %s", [report.rows["create"]])
    writes.try_again(far.store, ADMINISTRATOR, first.rows["create"])
    far.deliver(first)
    assert set(far.states(first).values()) == {"sent"}
    writes.drop(far.store, ADMINISTRATOR, second.rows["create"])
    assert set(far.states(second).values()) == {"dropped"}


def test_only_an_administrator_decides(far: Far) -> None:
    for act in (
        lambda who: writes.switch(far.store, far.settings, who, True),
        lambda who: writes.decide(far.store, who, "send"),
        lambda who: writes.drop(far.store, who, 1),
        lambda who: writes.try_again(far.store, who, 1),
    ):
        with pytest.raises(Trouble, match="Only an administrator"):
            act(Who("coordinator", 2))


def test_the_command_says_switches_and_asks(far: Far, server: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "DATABASE_URL": database, "GUICHET_APP_PASSWORD": APP_PASSWORD, "GUICHET_HOME": str(far.settings.guichet_home),
        "TOPDESK_URL": server.url, "TOPDESK_USER": server.user, "TOPDESK_PASSWORD": server.password, "COLUMNS": "200",
    }  # fmt: skip
    for name, value in known.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["writes", *arguments])

    assert "Writing to TOPdesk is on: the far side is Guichet's own look-alike. Held: 0." in run().output
    assert "is off" in run("off").output
    far.report()
    assert "3 reports and notes are held" in str(run("on").exception)
    assert "3 held things are sent now." in run("on", "--held", "send").output
    with far.store.transaction(SERVICE) as connection:
        assert writes.held_count(connection) == 0
