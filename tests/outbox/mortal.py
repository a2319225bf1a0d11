"""Workers one after the other, each killing itself with SIGKILL at one step of a delivery: `python -m tests.outbox.mortal create.sent ...`

Steps: looked (before it is noted that a request leaves), claimed (noted, not sent), sent (the request is on its way),
answered (not noted yet), kept (noted, the job not ended). Without any step one worker that lives. Settings as for `guichet work`.
Prints how each of them ended, as os.waitstatus_to_exitcode says it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any, NoReturn

from dashboard import settings as configuration
from dashboard.cli import stop_on_signals
from dashboard.outbox import item, work
from dashboard.outbox.action import Action
from dashboard.outbox.create import Create
from dashboard.outbox.delivery import Delivery
from dashboard.outbox.photo import Photo

HEARTBEAT_SECONDS = 0.25


def die(*_: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("not reached")


def prepare(kind: str, step: str) -> None:
    """Lay the trap."""
    room: Any = {"create": Create, "action": Action, "photo": Photo}[kind]
    send, done, claim = room.send, Delivery._done, item.claim

    def sent(self: Any, one: Any) -> Any:
        if step == "claimed":
            die()
        if step == "sent":
            threading.Timer(0.1, die).start()
        answer = send(self, one)
        return die() if step == "answered" else answer

    def looked(connection: Any, one: Any) -> bool:
        return die() if step == "looked" and one.kind == kind else claim(connection, one)

    def kept(self: Any, one: Any, room: Any, found: Any) -> None:
        done(self, one, room, found)
        if step == "kept" and one.kind == kind:
            die()

    room.send, item.claim, Delivery._done = sent, looked, kept  # type: ignore[method-assign]


def live() -> None:
    work(configuration.load(), stop_on_signals(), heartbeat_seconds=HEARTBEAT_SECONDS)


if __name__ == "__main__":
    for death in sys.argv[1:]:
        child = os.fork()  # nothing is open yet, so that each child is a fresh worker without the time to import one
        if child == 0:
            prepare(*death.split("."))
            live()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201
    if not sys.argv[1:]:
        live()
