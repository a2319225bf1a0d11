"""Workers are killed for real at every step of a delivery; the next one ends with one of each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dashboard.outbox import writes
from dashboard.store import Store
from tests.conftest import APP_PASSWORD
from tests.outbox.far import TOML, Far, settings
from tests.sandbox.server import ROOT, running

ONCE = {"create": 1, "action": 1, "photo": 1}
DEATHS = [f"{kind}.{step}" for kind in ONCE for step in ("looked", "claimed", "sent", "answered", "kept")]


@pytest.fixture
def far(store: Store, database: str, tmp_path: Path) -> Iterator[Far]:
    with running(tmp_path / "far") as server:
        far = Far(store, settings(server, database, tmp_path / "home"), server)
        yield far
        far.close()


class Workers:
    """Worker processes on one outbox."""

    def __init__(self, far: Far, database: str, folder: Path) -> None:
        config = folder / "guichet.toml"
        config.write_text(_as_toml(TOML), encoding="utf-8")
        self.log = folder / "worker.log"
        self._env = os.environ | {
            "DATABASE_URL": database, "GUICHET_APP_PASSWORD": APP_PASSWORD, "GUICHET_HOME": str(far.settings.home),
            "GUICHET_CONFIG": str(config), "TOPDESK_URL": far.server.url, "TOPDESK_USER": far.server.user,
            "TOPDESK_PASSWORD": far.server.password,
        }  # fmt: skip

    def start(self) -> subprocess.Popen[bytes]:
        """One that lives."""
        with self.log.open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "tests.outbox.mortal"], cwd=ROOT, env=self._env, stdout=log, stderr=log)

    def die(self, deaths: list[str]) -> list[int]:
        """One after the other; how each ended."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "tests.outbox.mortal", *deaths]
            ended = subprocess.run(command, cwd=ROOT, env=self._env, stdout=subprocess.PIPE, stderr=log, check=True, timeout=200)
        return [int(line) for line in ended.stdout.split()]


def _as_toml(content: dict[str, object]) -> str:
    """Inline tables, which JSON nearly is."""
    return "\n".join(f"{name} = {_inline(value)}" for name, value in content.items())


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_inline(one)}" for name, one in value.items()) + "}"
    return "[" + ", ".join(map(_inline, value)) + "]" if isinstance(value, list) else json.dumps(value)


@pytest.mark.timeout(300)
def test_killed_at_every_step_each_thing_arrives_once(far: Far, owner: psycopg.Connection, database: str, tmp_path: Path) -> None:
    workers = Workers(far, database, tmp_path)
    far.server.faults({"method": "P*", "kind": "slow", "seconds": 0.25})  # so that a request can be on its way
    reports = [far.report() for _ in DEATHS]
    assert workers.die(DEATHS) == [-signal.SIGKILL] * len(DEATHS)
    left = owner.execute("select count(*) from jobs.procrastinate_jobs where status = 'doing'").fetchone()
    assert left
    assert left[0] > 0, "the dead left jobs behind"
    far.server.clear_faults()
    survivors = [workers.start(), workers.start()]
    _until_sent(owner, workers)
    for survivor in survivors:
        survivor.terminate()
    assert [survivor.wait(20) for survivor in survivors] == [0, 0]
    assert [far.counts(report) for report in reports] == [ONCE] * len(reports)
    assert "Traceback" not in workers.log.read_text()


def test_what_was_reported_while_no_worker_ran_and_lost_its_job_is_sent(
    far: Far, owner: psycopg.Connection, database: str, tmp_path: Path
) -> None:
    writes.refresh(far.store, far.settings, far.client)
    report = far.report()
    owner.execute("delete from jobs.procrastinate_jobs where status <> 'doing'")
    workers = Workers(far, database, tmp_path)
    worker = workers.start()
    _until_sent(owner, workers)
    worker.terminate()
    assert worker.wait(20) == 0
    assert far.counts(report) == ONCE


def _until_sent(owner: psycopg.Connection, workers: Workers) -> None:
    until = time.monotonic() + 150
    while owner.execute("select 1 from desk.outbox where state <> 'sent'").fetchone():
        rows = owner.execute("select kind, state, attempts, sent_out_at, trouble from desk.outbox where state <> 'sent'").fetchall()
        assert time.monotonic() < until, (rows, workers.log.read_text()[-3000:])
        time.sleep(0.2)
