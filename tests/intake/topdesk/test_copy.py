"""The copy against the look-alike over a real socket: complete, repeatable, and whole again after every mishap."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dashboard.acts.story import wish_story
from dashboard.errors import FarSideTrouble, Trouble
from dashboard.intake.topdesk import incidents, loop, sync_once
from dashboard.intake.topdesk.alone import LOCK
from dashboard.settings import Settings
from dashboard.store import Store, Who
from dashboard.topdesk import Client, Page
from tests.conftest import APP_PASSWORD
from tests.sandbox.server import Server

ROOT = Path(__file__).parents[3]
COLUMNS = "external_id, external_number, title, closed_at is not null, modified_at"


def there(server: Server) -> list[tuple[Any, ...]]:
    """What the far side has, as far as the copy is to equal it."""
    rows = server.client.get("/incidents", params={"pageSize": 10_000, "all": "true"}).json()
    return sorted((row["id"], row["number"], row["briefDescription"], row["closed"], row["modificationDate"][:19]) for row in rows)


def here(owner: psycopg.Connection) -> list[tuple[Any, ...]]:
    rows = owner.execute(f"select {COLUMNS} from desk.ticket where not gone").fetchall()
    return sorted((*row[:4], f"{row[4]:%Y-%m-%dT%H:%M:%S}") for row in rows)


def one(owner: psycopg.Connection, query: str, *bound: Any) -> Any:
    row = owner.execute(query, bound).fetchone()
    return row[0] if row else None


def until(true: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return found


@contextmanager
def copying(store: Store, settings: Settings) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=loop, args=(store, settings, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def make(server: Server, **body: Any) -> dict[str, Any]:
    answer = server.client.post("/incidents", json={"briefDescription": "From a test", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_pass_copies_everything_and_a_second_one_changes_nothing(
    store: Store, settings: Settings, server: Server, empty: psycopg.Connection
) -> None:
    report = sync_once(store, settings)
    assert here(empty) == there(server)
    assert report.kept.new == len(there(server)) > 100
    assert "tickets read" in str(report)
    assert one(empty, "select count(*) from desk.ticket where restricted") > 20
    assert one(empty, "select count(*) from city.topic_team") == 1
    assert one(empty, "select count(*) from people.person where name <> ''") == 40
    assert one(empty, "select ok_at is not null and trouble is null and stored_n = expected_n from desk.stream where stream = 'incidents'")
    assert one(empty, "select count(*) from desk.ticket where external_number is not null and team_id is null and operator_id is not null") == 0
    before = empty.execute("select * from desk.ticket order by id").fetchall(), one(empty, "select count(*) from desk.change")
    assert sync_once(store, settings).kept.changed == 0
    assert (empty.execute("select * from desk.ticket order by id").fetchall(), one(empty, "select count(*) from desk.change")) == before


def test_more_tickets_in_one_second_than_fit_a_page(store: Store, settings: Settings, server: Server, empty: psycopg.Connection) -> None:
    for n in range(25):
        make(server, briefDescription=f"Burst {n}")
    small = settings.toml.topdesk.model_copy(update={"page_size": 9})
    sync_once(store, settings.model_copy(update={"toml": settings.toml.model_copy(update={"topdesk": small})}))
    assert here(empty) == there(server)


def test_what_changes_there_shows_here_with_its_history_and_story(
    store: Store, settings: Settings, server: Server, empty: psycopg.Connection
) -> None:
    with copying(store, settings):
        until(lambda: one(empty, "select cursor ->> 'filled' from desk.stream where stream = 'incidents'"))
        id = make(server, caller={"dynamicName": "Jana"}, request="Er ligt <b>zwerfvuil</b>.<br>Veel.")["id"]
        until(lambda: one(empty, "select id from desk.ticket where external_id = %s", id))
        server.client.put(f"/incidents/id/{id}", json={"action": "Wij komen <b>morgen</b>.", "completed": True})
        until(lambda: one(empty, "select story_at >= modified_at and solved_at is not null from desk.ticket where external_id = %s", id))
        kinds = "select array_agg(e.kind order by e.at, e.id) from desk.ticket_event e join desk.ticket t on t.id = e.ticket_id where external_id = %s"
        assert [kind for kind in one(empty, kinds, id) if kind != "answered"] == ["opened", "solved"]
        texts = "select array_agg(e.text order by e.kind) from desk.entry e join desk.ticket t on t.id = e.ticket_id where t.external_id = %s"
        assert one(empty, texts, id) == ["Wij komen morgen.", "Er ligt zwerfvuil.\nVeel."]
        until(lambda: one(empty, "select ok_at is not null from desk.stream where stream = 'persons'"))
        until(lambda: one(empty, "select count(*) from desk.ticket where is_open and coalesce(story_at < modified_at, true)") == 0)
    assert one(empty, "select count(distinct ticket_id) > 20 from desk.entry")
    assert here(empty) == there(server)


def test_a_story_that_somebody_waits_for_comes_first(store: Store, settings: Settings, server: Server, empty: psycopg.Connection) -> None:
    sync_once(store, settings)
    oldest = one(empty, "select id from desk.ticket where not is_open and not restricted order by modified_at limit 1")
    hidden = one(empty, "select id from desk.ticket where restricted limit 1")
    with store.transaction(Who("manager", 1)) as connection:
        assert wish_story(connection, oldest)
        assert not wish_story(connection, oldest)
        assert not wish_story(connection, hidden)
    slowly = settings.toml.topdesk.model_copy(update={"story_per_second": 0.01})
    with copying(store, settings.model_copy(update={"toml": settings.toml.model_copy(update={"topdesk": slowly})})):
        until(lambda: one(empty, "select story_at >= modified_at from desk.ticket where id = %s", oldest))
        until(lambda: one(empty, "select count(*) from desk.story_wish") == 0)
        newer = one(empty, "select id from desk.ticket where not is_open and not restricted and story_at is null limit 1")
        with store.transaction(Who("manager", 1)) as connection:
            assert wish_story(connection, newer)
        until(lambda: one(empty, "select story_at >= modified_at from desk.ticket where id = %s", newer))


@pytest.mark.parametrize("kind", ["500", "garbage", "html_login", "drop"])
def test_trouble_is_a_sentence_and_passes(
    store: Store, settings: Settings, server: Server, empty: psycopg.Connection, kind: str
) -> None:
    server.faults({"method": "GET", "path": "/incidents", "kind": kind})
    with pytest.raises(FarSideTrouble):
        sync_once(store, settings)
    assert "TOPdesk" in one(empty, "select trouble from desk.stream where stream = 'incidents'")
    server.clear_faults()
    with copying(store, settings):
        until(lambda: one(empty, "select trouble is null and ok_at is not null from desk.stream where stream = 'incidents'"))
    assert here(empty) == there(server)


def test_a_database_that_was_away_is_no_end(store: Store, settings: Settings, server: Server, empty: psycopg.Connection) -> None:
    with copying(store, settings):
        until(lambda: one(empty, "select cursor ->> 'filled' from desk.stream where stream = 'incidents'"))
        empty.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
        id = make(server)["id"]
        until(lambda: one(empty, "select id from desk.ticket where external_id = %s", id))
    assert here(empty) == there(server)


def test_killed_in_the_middle_it_goes_on_and_ends_equal(
    settings: Settings, server: Server, empty: psycopg.Connection, database: str, tmp_path: Path
) -> None:
    config = tmp_path / "guichet.toml"
    config.write_text("[topdesk]\npage_size = 20\n")
    env = os.environ | {
        "DATABASE_URL": database, "GUICHET_APP_PASSWORD": APP_PASSWORD, "GUICHET_HOME": str(tmp_path), "GUICHET_CONFIG": str(config),
        "TOPDESK_URL": server.url, "TOPDESK_USER": server.user, "TOPDESK_PASSWORD": server.password,
    }  # fmt: skip
    command = [sys.executable, "-m", "dashboard", "sync", "--once"]
    server.faults({"method": "GET", "path": "/incidents", "kind": "slow", "seconds": 0.05})
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: one(empty, "select count(*) from desk.ticket") > 0.4 * len(there(server)))
    process.kill()
    process.wait()
    assert one(empty, "select count(*) from desk.ticket") < len(there(server))
    server.clear_faults()
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert here(empty) == there(server)
    assert one(empty, "select count(*) from desk.ticket_event where kind = 'opened'") == len(there(server))


def test_only_one_process_copies(store: Store, settings: Settings, empty: psycopg.Connection) -> None:
    with psycopg.connect(store.url, autocommit=True) as other:
        other.execute(LOCK)
        with pytest.raises(Trouble, match="Another process"):
            sync_once(store, settings)
        with copying(store, settings):
            time.sleep(0.3)
    assert one(empty, "select count(*) from desk.ticket") == 0


def test_what_is_erased_there_is_gone_here(store: Store, settings: Settings, server: Server, empty: psycopg.Connection) -> None:
    sync_once(store, settings)
    empty.execute(
        """insert into desk.ticket (source, external_id, status, opened_at, modified_at)
           values ('topdesk', 'f197bb75-8822-45e9-82ce-02983504020b', 'new', now(), now())"""
    )
    with Client(settings) as client:
        incidents.Incidents(store, settings, client).reconcile()
    assert here(empty) == there(server)
    assert one(empty, "select gone from desk.ticket where external_id like 'f197bb75-8822%%'")


def test_a_report_of_ours_and_its_twin_there(store: Store, settings: Settings, server: Server, empty: psycopg.Connection) -> None:
    first = make(server, externalNumber="guichet-1")
    make(server, externalNumber="guichet-1")
    mine = one(
        empty,
        """insert into desk.ticket (source, key, status, opened_at, modified_at)
           values ('guichet', 'guichet-1', 'new', now(), now()) returning id""",
    )
    sync_once(store, settings)
    rows = empty.execute("select id, external_id, source, gone from desk.ticket where title = 'From a test' and external_id is not null")
    found = [row for row in rows.fetchall() if row[0] == mine or row[3]]
    assert (mine, first["id"], "topdesk", False) in found
    assert len(found) == 2
    assert one(empty, "select count(*) from jobs.procrastinate_jobs where task_name = 'look_for_twins'") == 1


def test_a_ticket_that_the_database_refuses_is_set_aside_alone(
    store: Store, settings: Settings, server: Server, empty: psycopg.Connection
) -> None:
    make(server, briefDescription="Refuse me")
    empty.execute("alter table desk.ticket add constraint refuse check (title <> 'Refuse me')")
    try:
        sync_once(store, settings)
    finally:
        empty.execute("alter table desk.ticket drop constraint refuse")
    assert len(here(empty)) == len(there(server)) - 1
    assert "refuses this ticket" in one(empty, "select reason from desk.bad_row where batch = 'incidents'")


def test_one_date_in_the_future_hides_no_later_change(store: Store, settings: Settings, server: Server, empty: psycopg.Connection) -> None:
    wrong = make(server)["id"]

    class WrongClock(Client):
        def incidents(self, **asked: Any) -> Page:
            rows, more = super().incidents(**asked)
            last = [row | {"modificationDate": "2099-01-01T00:00:00.000+0000"} for row in rows if row["id"] == wrong]
            return Page([row for row in rows if row["id"] != wrong] + last, more)

    with WrongClock(settings) as client, closing(incidents.Incidents(store, settings, client)) as copy:
        while copy.step():
            pass
        for _ in range(2):
            server.client.put(f"/incidents/id/{wrong}", json={"briefDescription": "Moved to the end again"})
            copy.look()
        later = make(server)["id"]
        server.client.put(f"/incidents/id/{wrong}", json={"briefDescription": "And again"})
        copy.look()
    assert one(empty, "select count(*) from desk.ticket where external_id = %s", later) == 1
