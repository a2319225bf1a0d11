"""The look-alike as a process of its own on a free port, for every test that talks to TOPdesk over a real socket.

    with running(tmp_path) as server:                     # the hamlet, some 240 tickets of the last 40 days, no extra tickets
        server.client.get("/incidents")                   # httpx.Client with login, based at /tas/api
        server.clock(advance_seconds=3600)
        server.faults({"method": "POST", "path": "/incidents", "kind": "drop_after", "times": 1})
        server.kill(); server.start()                     # the same folder, port and password again

Options become arguments of `python -m dashboard.sandbox`: running(path, strict=True, seed=7, missing_status=404).
town="dashboard.sandbox.town" gives the whole demo city.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from dashboard.demo.children import free_port

HAMLET = "tests.sandbox.hamlet"
USER, PASSWORD = "guichet", "correct-horse-staple"
ROOT = Path(__file__).parents[2]


class Server:
    """A running look-alike: `url` for TOPDESK_URL, `user`, `password`, and `client` with the login."""

    def __init__(self, home: Path, arguments: list[str]) -> None:
        self.home, self.port = home, free_port()
        self.url, self.user, self.password = f"http://127.0.0.1:{self.port}", USER, PASSWORD
        self.log = home / "sandbox.log"
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        self.client = httpx.Client(base_url=f"{self.url}/tas/api", auth=(USER, PASSWORD), timeout=30)

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "dashboard.sandbox", "--home", str(self.home), "--port", str(self.port), *self._arguments]
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"GUICHET_SANDBOX_PASSWORD": PASSWORD}, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while True:
            try:
                self.client.get("/version")
                return
            except httpx.TransportError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"the look-alike did not start:\n{self.log.read_text()}") from None
                time.sleep(0.05)

    def kill(self) -> None:
        """kill -9."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """SIGTERM, and wait."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def state(self) -> dict[str, Any]:
        """GET /sandbox/state."""
        return self._control("GET", "state")

    def clock(self, **how: float) -> dict[str, Any]:
        """Turn the clock: advance_seconds=..., speed=...; returns the state."""
        return self._control("POST", "clock", how)

    def faults(self, *rules: dict[str, Any]) -> dict[str, Any]:
        """Put these fault rules in force (see dashboard/sandbox/faults.py)."""
        return self._control("POST", "faults", {"rules": list(rules)})

    def clear_faults(self) -> dict[str, Any]:
        """No faults from now on."""
        return self._control("DELETE", "faults")

    def _control(self, method: str, what: str, body: Any = None) -> dict[str, Any]:
        answer = self.client.request(method, f"{self.url}/sandbox/{what}", json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def running(home: Path, town: str = HAMLET, pace: float = 0, days: float = 40, **options: Any) -> Iterator[Server]:
    """A look-alike whose city was founded `days` ago, until the block ends."""
    founded = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
    arguments = ["--town", town, "--pace", str(pace), "--founded", founded.isoformat()]
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        arguments += [flag] if value is True else [flag, str(value)]
    server = Server(home, arguments)
    try:
        server.start()
        yield server
    finally:
        server.client.close()
        server.stop()
