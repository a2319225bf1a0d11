"""A process that the demo started and looks after."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

PR_SET_PDEATHSIG = 1


class Child:
    """One process with its log; started again when it ends by itself, more slowly each time."""

    def __init__(self, name: str, command: list[str], env: Mapping[str, str], logs: Path) -> None:
        self.name, self.log = name, logs / f"{name}.log"
        self._command, self._env = command, dict(env)
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before, self._pause = 0.0, 1.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                self._command,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the parent alone, which then stops all in order
                preexec_fn=_die_with_parent,
            )

    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def keep(self) -> None:
        """Start it again when it has ended; after each failure wait twice as long, at most 30 s."""
        if not self.ended():
            return
        if self._not_before == 0.0:
            self._not_before = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, 30.0)
        elif time.monotonic() >= self._not_before:
            self._not_before = 0.0
            self.start()

    def stop(self, seconds: float = 15) -> None:
        """SIGTERM, and SIGKILL for who does not listen."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
        return ""


def _die_with_parent() -> None:
    """When the parent is killed, nothing of the demo stays behind (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port() -> int:
    """A port that nobody uses at this instant."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
