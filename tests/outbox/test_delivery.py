"""Whatever the far side does on its bad days, it has each thing once."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import psycopg
import pytest

from dashboard.outbox import twins
from dashboard.outbox.create import Create
from dashboard.outbox.delivery import Delivery, Later
from dashboard.outbox.item import Item
from dashboard.store import Store
from dashboard.topdesk.client import Json
from tests.conftest import app_url
from tests.outbox.far import Far, Report, settings
from tests.sandbox.server import Server, running

ONCE = {"create": 1, "action": 1, "photo": 1}
SENT = dict.fromkeys(ONCE, "sent")
BAD_DAYS = [
    {"kind": "500"},
    {"kind": "503"},
    {"kind": "429"},
    {"kind": "timeout", "seconds": 1},
    {"kind": "drop"},
    {"kind": "drop_after"},
    {"kind": "slow", "seconds": 0.2},
    {"kind": "late", "seconds": 0.1},
    {"kind": "garbage"},
    {"kind": "html_login"},
    {"kind": "html_login", "status": 302},
]
WRITES = ({"method": "POST", "path": "/incidents"}, {"method": "PUT", "path": "/incidents/id/*"}, {"method": "POST", "path": "*/attachments"})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("far")) as server:
        yield server


@pytest.fixture(scope="module")
def far_of_module(store: Store, database: str, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    far = Far(store, settings(server, database, tmp_path_factory.mktemp("home")), server)
    yield far
    far.close()


@pytest.fixture
def far(far_of_module: Far) -> Far:
    far_of_module.server.clear_faults()
    return far_of_module


def test_a_report_arrives_whole(far: Far, owner: psycopg.Connection) -> None:
    report = far.report()
    far.deliver(report)
    assert far.states(report) == SENT
    assert far.counts(report) == ONCE
    incident = far.incidents(report)[0]
    assert incident["briefDescription"] == "Zwerfvuil <naast> de glasbol & meer"
    assert "Twee zakken,\n1 < 2 & groot." in incident["request"]
    assert f"Gemeld door Jan <Peeters>, 24-11-2026 14:05 (G-{report.ticket})" in incident["request"]
    assert incident["subcategory"]["name"] == "Sluikstort"
    assert incident["optionalFields1"]["text1"] == "Dorpsstraat"
    assert incident["optionalFields1"]["number1"] == pytest.approx(50.80512)
    assert incident["optionalFields2"]["boolean1"] is True
    action = far.client.actions(incident["id"])[0]
    assert action["plainText"].startswith("Ook nog <b>glas</b>.")
    assert action["invisibleForCaller"] is True
    ticket = owner.execute("select source, external_id, external_number from desk.ticket where id = %s", [report.ticket]).fetchone()
    assert ticket == ("topdesk", incident["id"], incident["number"])
    request = far.client.requests(incident["id"])[0]["id"]
    lines = owner.execute("select kind, external_id from desk.entry where ticket_id = %s order by kind", [report.ticket]).fetchall()
    assert lines == [("action", action["id"]), ("request", request)]
    file = far.client.attachments(incident["id"])[0]
    assert owner.execute("select external_id from desk.attachment where ticket_id = %s", [report.ticket]).fetchall() == [(file["id"],)]


def test_every_kind_of_bad_day_ends_with_one_of_each(far: Far) -> None:
    """Each kind strikes one creation, one note and one photo of these reports."""
    far.server.faults(*({**write, **fault, "times": 1} for fault in BAD_DAYS for write in WRITES))
    reports = [far.report() for _ in BAD_DAYS]
    far.deliver(*reports)
    assert sum(rule["times"] for rule in far.server.state()["faults"]["rules"]) == 0, "every kind struck"
    assert [far.states(report) for report in reports] == [SENT] * len(reports)
    assert [far.counts(report) for report in reports] == [ONCE] * len(reports)


def test_a_twin_that_comes_too_late_is_put_away_with_a_note(far: Far, owner: psycopg.Connection) -> None:
    far.server.faults({**WRITES[0], "kind": "late", "seconds": 2.5, "times": 1})
    report = far.report()
    far.deliver(report)
    until_there(far, report, 2)
    for _ in range(2):  # the second time there is nothing left to do
        twins.put_away(far.store, far.settings, far.client, report.ticket)
        assert far.counts(report) == ONCE
    kept, *others = owner.execute("select external_id from desk.ticket where id = %s", [report.ticket]).fetchone() or ()
    archived = [one for one in far.incidents(report) if one["id"] != kept]
    assert [one["status"] for one in archived] == ["firstLineArchived"]
    assert others == []
    notes = [action["plainText"] for action in far.client.actions(archived[0]["id"])]
    assert len(notes) == 1
    assert notes[0].startswith("Dubbel van I ")
    twin = owner.execute("select ticket_id, external_number, archived_at is null from desk.twin where external_id = %s", [archived[0]["id"]])
    assert twin.fetchall() == [(report.ticket, archived[0]["number"], False)]


def until_there(far: Far, report: Report, n: int) -> None:
    done = threading.Event()
    for _ in range(100):
        if len(far.incidents(report)) == n:
            return
        done.wait(0.1)
    pytest.fail("the late one never came")


def test_after_an_unknown_outcome_nothing_is_sent_before_it_is_settled(far: Far) -> None:
    far.server.faults({**WRITES[0], "kind": "late", "seconds": 0.2, "times": 1})
    report = far.report(("create",))
    far.attempt(report.rows["create"])
    before = far.server.state()["writes"]
    pause = far.attempt(report.rows["create"])
    assert pause is not None
    assert pause <= far.settings.toml.topdesk.settle_seconds
    assert far.server.state()["writes"] in (before, before + 1), "at most the late one itself"
    far.deliver(report)
    assert len(far.incidents(report)) == 1


def test_a_refusal_waits_for_a_person_and_what_hangs_on_it_too(far: Far, owner: psycopg.Connection) -> None:
    report = far.report()
    owner.execute("""update desk.outbox set payload = payload || '{"category": "No such"}' where id = %s""", [report.rows["create"]])
    far.deliver(report)
    assert far.states(report) == {"create": "failed", "action": "waiting", "photo": "waiting"}
    assert far.incidents(report) == []
    assert "TOPdesk refused this (400)" in str(far.troubles(report))
    owner.execute("""update desk.outbox set payload = payload || '{"category": "Afval"}', state = 'waiting' where id = %s""", [report.rows["create"]])
    before = owner.execute("select count(*) from jobs.procrastinate_jobs").fetchone()
    far.attempt(report.rows["create"])
    after = owner.execute("select count(*) from jobs.procrastinate_jobs").fetchone()
    assert before and after
    assert after[0] >= before[0] + 2, "note and photo are woken"
    far.deliver(report)
    assert far.counts(report) == ONCE


@pytest.mark.parametrize("meanwhile", ["state = 'dropped'", "state = 'sending', sent_out_at = now()"], ids=["dropped", "taken by another worker"])
def test_what_changed_during_the_look_is_not_sent(far: Far, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, meanwhile: str) -> None:
    report, look = far.report(("create",)), Create.find

    def slow_look(self: Create, item: Item) -> Json | None:
        found = look(self, item)
        owner.execute(f"update desk.outbox set {meanwhile} where id = %s", [item.id])
        return found

    monkeypatch.setattr(Create, "find", slow_look)
    assert far.attempt(report.rows["create"]) is None
    assert far.incidents(report) == []
    row = owner.execute("select state from desk.outbox where id = %s", [report.rows["create"]]).fetchone()
    assert row == (meanwhile.split("'")[1],)


def test_two_workers_on_the_same_rows_deliver_each_once(far: Far, database: str) -> None:
    reports = [far.report() for _ in range(6)]
    rows = [row for report in reports for row in report.rows.values()]
    start = threading.Barrier(2)

    def work(store: Store) -> None:
        delivery = Delivery(store, far.settings, far.client)
        start.wait()
        left = list(rows)
        while left:
            row = left.pop(0)
            try:
                delivery.deliver(row)
            except Later:
                left.append(row)

    stores = [Store(app_url(database)) for _ in range(2)]
    threads = [threading.Thread(target=work, args=[one]) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for one in stores:
        one.close()
    assert [far.counts(report) for report in reports] == [ONCE] * len(reports)


def exactly_once(far: Far, rounds: int, seed: int) -> None:
    """Before each attempt the weather changes; half of all writes and some reads meet a bad day."""
    dice = random.Random(seed)

    def weather() -> None:
        # A creation may also arrive when it was given up: then it is a twin. Notes and photos are settled by then.
        kinds = [dice.choice([*BAD_DAYS, {"kind": "late", "seconds": 2.5}]), dice.choice(BAD_DAYS), dice.choice(BAD_DAYS)]
        read = {"method": "GET", "kind": dice.choice(("500", "drop", "garbage")), "share": 0.05}
        far.server.faults(*({**write, **kind, "share": 0.5} for write, kind in zip(WRITES, kinds, strict=True)), read)

    reports = [far.report() for _ in range(rounds)]
    far.deliver(*reports, between=weather, seconds=100 + 10 * rounds)
    far.server.clear_faults()
    threading.Event().wait(3)  # the last late one
    for report in reports:
        twins.put_away(far.store, far.settings, far.client, report.ticket)
    assert [far.states(report) for report in reports] == [SENT] * rounds
    assert [far.counts(report) for report in reports] == [ONCE] * rounds


def test_sixty_deliveries_on_bad_days(far: Far) -> None:
    exactly_once(far, 20, seed=20)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_thousand_rounds_on_bad_days(far: Far) -> None:
    exactly_once(far, 1000, seed=1)


