"""Editions are made once and mailed once, whatever dies on the way; what nobody can tell is said, not sent again."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from dashboard.mail import BadAddress
from dashboard.mailings import editions, letters, subscriptions
from dashboard.mailings.editions import Made
from dashboard.mailings.work import DELIVER, MAKE, wake
from dashboard.outbox.part import Later
from dashboard.store import SERVICE, Who
from tests.mail.server import Mailbox, mail_server
from tests.mailings.conftest import COORDINATOR, Desk

NOW = datetime.now(UTC)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions without figures, where only their way matters."""
    some = Made("The city", {"sentence": ["Nothing is open."], "figures": []}, b"%PDF", b"PK", b"PNG")
    monkeypatch.setattr(editions, "make", lambda *_: some)


def made(desk: Desk, owner: psycopg.Connection) -> list[int]:
    """Every due edition, made in this process; the ids of its letters."""
    desk.make_due(owner)
    editions.note_due(desk.store, desk.settings, NOW)
    for row in desk.rows("select id from post.edition where state = 'making'"):
        editions.make_noted(desk.store, desk.settings, row["id"], NOW)
    return [int(str(row["id"])) for row in desk.rows("select id from post.letter order by id")]


def with_server(desk: Desk, box: Mailbox) -> Desk:
    settings = desk.settings.model_copy(update={"smtp_url": type(desk.settings.topdesk_password)(box.url)})
    return Desk(desk.store, settings, desk.database, desk.folder)


def test_an_edition_is_made_and_mailed_once(desk: Desk, owner: psycopg.Connection) -> None:
    desk.subscribe("council", "maria@stad.be", "Jan@stad.be")
    ids = made(desk, owner)
    assert editions.note_due(desk.store, desk.settings, NOW) == 0
    (edition,) = desk.rows("select * from post.edition")
    editions.make_noted(desk.store, desk.settings, edition["id"], NOW)  # a job that ran twice
    for kind in ("pdf", "xlsx", "png"):
        assert (desk.settings.home / "reports" / str(edition[f"{kind}_sha256"])[:2] / str(edition[f"{kind}_sha256"])).is_file()
    with mail_server() as box:
        mailing = with_server(desk, box)
        for _ in range(2):
            for one in ids:
                letters.deliver(desk.store, mailing.settings, one)
    assert sorted(message["To"] for message in box.arrived) == ["Jan@stad.be", "maria@stad.be"]
    assert desk.letters() == [("Jan@stad.be", "sent"), ("maria@stad.be", "sent")]
    (first, *_) = box.arrived
    assert first["Subject"].startswith("Weekly report: The city, ")
    names = [part.get_filename() for part in first.iter_attachments()]
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "xlsx"]
    words = first.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert str(edition["summary"]["sentence"][0]) in words  # type: ignore[index]


def test_who_subscribes_today_gets_no_mail_of_last_week(quick: None, desk: Desk, owner: psycopg.Connection) -> None:
    desk.subscribe("council", "maria@stad.be")
    editions.note_due(desk.store, desk.settings, NOW)
    (edition,) = desk.rows("select id from post.edition")
    editions.make_noted(desk.store, desk.settings, edition["id"], NOW)
    assert desk.rows("select state from post.edition") == [{"state": "made"}]
    assert desk.letters() == []


def test_without_a_server_or_in_trial_it_is_held_and_said(quick: None, desk: Desk, owner: psycopg.Connection) -> None:
    desk.subscribe("council", "maria@stad.be")
    (one,) = made(desk, owner)
    letters.deliver(desk.store, desk.settings, one)
    assert desk.rows("select state, trouble from post.letter") == [{"state": "held", "trouble": letters.NO_SERVER}]
    with mail_server() as box:
        trial = with_server(desk, box).settings.model_copy(update={"guichet_writes": "off"})
        with desk.store.transaction(SERVICE) as connection:
            letters.release(connection, trial)
        assert desk.letters() == [("maria@stad.be", "held")]
        on = trial.model_copy(update={"guichet_writes": None})
        with desk.store.transaction(SERVICE) as connection:
            letters.release(connection, on)
        letters.deliver(desk.store, trial, one)
        assert desk.rows("select state, trouble from post.letter") == [{"state": "held", "trouble": letters.TRIAL}]
        assert box.conversations == 0
        with desk.store.transaction(SERVICE) as connection:
            letters.release(connection, on)
        letters.deliver(desk.store, on, one)
        assert len(box.arrived) == 1


def test_bad_days_of_the_mail_server(quick: None, desk: Desk, owner: psycopg.Connection) -> None:
    desk.subscribe("council", "maria@stad.be")
    (one,) = made(desk, owner)
    with mail_server() as box:
        settings = with_server(desk, box).settings
        for faults in ({"rcpt": "451 later"}, {"dot": "452 full"}, {"connect": "drop"}):
            box.faults = faults
            with pytest.raises(Later):
                letters.deliver(desk.store, settings, one)
            assert desk.letters() == [("maria@stad.be", "waiting")]
        box.faults = {"rcpt": "550 unknown"}
        letters.deliver(desk.store, settings, one)
        assert desk.rows("select state, trouble, attempts from post.letter") == [{"state": "failed", "trouble": "550 unknown", "attempts": 4}]
        letters.deliver(desk.store, settings, one)
        assert box.arrived == []
        letters.send_again(desk.store, COORDINATOR, one)
        box.faults = {"dot": "drop"}
        letters.deliver(desk.store, settings, one)
        assert desk.letters() == [("maria@stad.be", "unsure")]
        letters.deliver(desk.store, settings, one)
        assert len(box.arrived) == 1, "what may have arrived is not sent again by itself"
        box.faults = {}
        letters.send_again(desk.store, COORDINATOR, one)
        letters.deliver(desk.store, settings, one)
    assert desk.letters() == [("maria@stad.be", "sent")]
    assert box.arrived[0]["Message-ID"] == box.arrived[1]["Message-ID"], "a reader's mail program can tell"


def test_a_newer_edition_ends_an_older_letter(quick: None, desk: Desk, owner: psycopg.Connection) -> None:
    desk.subscribe("council", "maria@stad.be")
    (one,) = made(desk, owner)
    owner.execute("update post.edition set due_at = due_at - interval '7 days'")
    (_, newer) = made(desk, owner)
    with mail_server() as box:
        settings = with_server(desk, box).settings
        letters.deliver(desk.store, settings, one)
        letters.deliver(desk.store, settings, newer)
    assert [row["state"] for row in desk.rows("select state from post.letter order by id")] == ["dropped", "sent"]
    assert len(box.arrived) == 1


def test_two_workers_send_one(quick: None, desk: Desk, owner: psycopg.Connection) -> None:
    desk.subscribe("council", "maria@stad.be")
    (one,) = made(desk, owner)
    with mail_server() as box:
        settings = with_server(desk, box).settings
        threads = [threading.Thread(target=letters.deliver, args=(desk.store, settings, one)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert len(box.arrived) == 1
    assert desk.letters() == [("maria@stad.be", "sent")]


def test_each_thing_has_one_job_and_a_lost_one_is_found(quick: None, desk: Desk, owner: psycopg.Connection) -> None:
    desk.subscribe("council", "maria@stad.be")
    owner.execute("delete from jobs.procrastinate_jobs")
    desk.make_due(owner)
    editions.note_due(desk.store, desk.settings, NOW)

    def jobs() -> list[str]:
        for _ in range(2):
            with desk.store.transaction(SERVICE) as connection:
                wake(connection)
        return [row[0] for row in owner.execute("select task_name from jobs.procrastinate_jobs where status = 'todo'").fetchall()]

    assert jobs() == [MAKE]
    owner.execute("delete from jobs.procrastinate_jobs")
    assert jobs() == [MAKE]
    owner.execute("delete from jobs.procrastinate_jobs")
    (edition,) = desk.rows("select id from post.edition")
    editions.make_noted(desk.store, desk.settings, edition["id"], NOW)
    assert jobs() == [DELIVER]
    owner.execute("delete from jobs.procrastinate_jobs")


def wait(what: Callable[[], bool], log: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds:.0f} seconds; the worker's log:\n{log.read_text()[-3000:]}")
        time.sleep(0.05)


@pytest.mark.timeout(240)
def test_workers_killed_before_and_after_the_dot(desk: Desk, owner: psycopg.Connection) -> None:
    """The first dies with the text on its way: sent by the next. That one dies with the message there and no answer: never sent again."""
    subscription = desk.subscribe("council", "maria@stad.be")
    owner.execute("delete from jobs.procrastinate_jobs")
    desk.make_due(owner)
    editions.note_due(desk.store, desk.settings, NOW)
    log = desk.folder / "worker.log"
    with mail_server() as box:
        box.faults = {"data": "hang"}
        first = desk.worker(box.url, log)
        wait(lambda: box.conversations == 1, log)
        first.send_signal(signal.SIGKILL)
        assert first.wait(10) == -signal.SIGKILL
        assert desk.letters() == [("maria@stad.be", "waiting")]
        box.faults, box.on_dot, box.answer = {}, threading.Event(), threading.Event()
        box.faults = {"dot": "drop"}
        second = desk.worker(box.url, log)
        assert box.on_dot.wait(60), log.read_text()[-3000:]
        second.send_signal(signal.SIGKILL)
        second.wait(10)
        box.answer.set()
        assert desk.letters() == [("maria@stad.be", "leaving")]
        box.faults, box.on_dot, box.answer = {}, None, None
        third = desk.worker(box.url, log)
        wait(lambda: desk.letters() == [("maria@stad.be", "unsure")], log)
        subscriptions.save(desk.store, COORDINATOR, _same(desk), ["maria@stad.be", "jan@stad.be"], subscription_id=subscription)
        owner.execute("update post.edition set due_at = due_at - interval '7 days'")  # the next one falls due
        made(desk, owner)
        wait(lambda: desk.letters().count(("jan@stad.be", "sent")) == 1, log)
        wait(lambda: desk.letters().count(("maria@stad.be", "sent")) == 1, log)
        third.terminate()
        assert third.wait(30) == 0
    assert [message["To"] for message in box.arrived].count("maria@stad.be") == 2  # the unsure one of last week, and this week's
    assert len({message["Message-ID"] for message in box.arrived}) == len(box.arrived) == 3
    assert "Traceback" not in log.read_text()


def _same(desk: Desk) -> subscriptions.Wish:
    return subscriptions.Wish("council", "weekly", 1, 7, "en")


def test_addresses_are_kept_for_those_who_decide(quick: None, desk: Desk, owner: psycopg.Connection) -> None:
    assert subscriptions.addresses_in(" a@stad.be; A@STAD.be,\nb@stad.be\n\n") == ["A@stad.be", "b@stad.be"]
    with pytest.raises(BadAddress):
        subscriptions.addresses_in("a@stad.be\nBcc: c@stad.be")
    first = desk.subscribe("council", "a@stad.be")
    with pytest.raises(subscriptions.NoSubscription):
        desk.subscribe("council", "b@stad.be")
    second = desk.subscribe("place", "A@stad.be", "b@stad.be")
    assert [row["address"] for row in desk.rows("select address from people.reader order by 1")] == ["a@stad.be", "b@stad.be"]
    row = owner.execute("insert into guard.user (login, name, role, password_hash) values ('reader', 'Maria', 'team', '') returning id").fetchone()
    assert row
    subscriptions.address_of(desk.store, COORDINATOR, row[0], "maria@stad.be")
    (account,) = desk.rows("select id from people.reader where user_id is not null")
    subscriptions.save(desk.store, COORDINATOR, _same(desk), ["a@stad.be"], [int(str(account["id"]))], first)
    owner.execute("update guard.user set active = false where id = %s", row)
    made(desk, owner)
    question = "select r.address from post.letter l join people.reader r on r.id = l.reader_id join post.edition e on e.id = l.edition_id"
    got = desk.rows(f"{question} where e.report = 'council'")
    assert got == [{"address": "a@stad.be"}], "no account, no mail"
    subscriptions.remove(desk.store, COORDINATOR, second)
    subscriptions.remove(desk.store, COORDINATOR, first)
    assert desk.rows("select address from people.reader where user_id is null") == []
    assert desk.rows("select count(*) as n from post.edition") == [{"n": 2}], "what was made stays"
    assert {row["reader_id"] for row in desk.rows("select reader_id from post.letter")} == {None}
    for role in ("presenter", "patrol", "team"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            subscriptions.save(desk.store, Who(role), _same(desk), ["a@stad.be"])
