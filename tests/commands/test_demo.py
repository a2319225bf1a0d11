"""`guichet demo`, for real: starts, says how to sign in, stops cleanly, goes on with the same data."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

ROLES = {"manager", "coordinator", "patrol", "team", "presenter", "admin"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """A running `guichet demo`."""

    def __init__(self, home: Path, port: int) -> None:
        env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "GUICHET_CONFIG")}
        env |= {"GUICHET_HOME": str(home), "PORT": str(port), "GUICHET_DEMO_PASSWORD": "correct horse 38"}
        self.file = home / "demo.json"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "demo"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def ready(self, seconds: float = 100) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            if self.file.exists():
                found: dict[str, Any] = json.loads(self.file.read_text())
                return found
            time.sleep(0.1)
        self.process.kill()
        pytest.fail("not ready: " + self.process.communicate()[0])

    def stop(self, number: int = signal.SIGTERM) -> str:
        self.process.send_signal(number)
        out, _ = self.process.communicate(timeout=60)
        return str(out)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    # A socket's path must be short, so not under pytest's own long folders.
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="g"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def tickets(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from desk.ticket").fetchone()
        assert row
        return int(row[0])


@pytest.mark.timeout(300)
def test_it_starts_stops_and_goes_on(home: Path) -> None:
    demo = Demo(home, free_port())
    known = demo.ready()
    assert stat.S_IMODE(demo.file.stat().st_mode) == 0o600
    assert set(known["accounts"]) == ROLES
    assert all(account["password"] == "correct horse 38" for account in known["accounts"].values())
    assert httpx.get(known["url"] + "/healthz").status_code == 200
    assert httpx.get(known["url"]).status_code == 200
    assert httpx.get(known["topdesk"]["url"] + "/tas/api/incidents").status_code == 401
    inside = httpx.get(
        known["topdesk"]["url"] + "/tas/api/incidents?page_size=1", auth=(known["topdesk"]["user"], known["topdesk"]["password"])
    )
    assert inside.status_code == 206
    first = tickets(known["database_url"])
    assert first > 0

    busy = Demo(home.parent / (home.name + "b"), httpx.URL(known["url"]).port or 80)
    said, _ = busy.process.communicate(timeout=60)
    assert busy.process.returncode == 1
    assert "is in use by another program" in said and "Traceback" not in said

    second = Demo(home, free_port())
    said, _ = second.process.communicate(timeout=60)
    assert second.process.returncode == 1 and "running already" in said

    said = demo.stop()
    assert demo.process.returncode == 0, said
    assert "Traceback" not in said
    for role in ROLES:
        assert role in said
    assert "correct horse 38" in said
    with pytest.raises(httpx.ConnectError):
        httpx.get(known["url"])
    assert not (home / "postgres" / "postmaster.pid").exists(), "PostgreSQL is still running"

    again = Demo(home, free_port())
    try:
        known = again.ready()
        assert tickets(known["database_url"]) >= first
    finally:
        said = again.stop(signal.SIGINT)
    assert again.process.returncode == 0, said
