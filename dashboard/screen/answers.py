"""Answers that many screens share: one query a change, not one a viewer. No Streamlit, so that doors share them too.

    frame = ask(store, who, "queues/list", version, bucket="all")
    drawn = shared(frame, ("nl",), lambda: dear(frame))
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from dashboard.store import Store, Who
from dashboard.store.questions import asks_copy

#: An answer is asked anew after so many seconds, changed or not: "overdue" depends on the hour.
KEPT_SECONDS = 30.0
#: Which restricted topics a person sees is read again after so many seconds.
SIGHT_SECONDS = 5.0


class Shared:
    """What was made for a key, until the next version; made once, whoever asks at the same time."""

    def __init__(self, most: int = 256) -> None:
        self._kept: dict[tuple[Any, ...], tuple[float, float, Any]] = {}
        self._lock, self._most = threading.Lock(), most
        self._making: dict[tuple[Any, ...], threading.Lock] = {}

    def get(self, key: tuple[Any, ...], version: float, make: Callable[[], Any], seconds: float = KEPT_SECONDS) -> Any:
        """The kept answer for `key` at `version`, not older than `seconds`; else made."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            found = self._kept.get(key)
            if found and found[0] == version and time.monotonic() - found[1] < seconds:
                return found[2]
            made = make()
            with self._lock:
                if len(self._kept) >= self._most:
                    self._kept.pop(next(iter(self._kept)))
                    self._making = {key: making}
                self._kept[key] = (version, time.monotonic(), made)
            return made


_answers = Shared()
_sights = Shared(most=2_000)


def _sight(store: Store, who: Who) -> tuple[int, ...]:
    """Which restricted topics this person sees: with the role, all that rights depend on."""

    def read() -> tuple[int, ...]:
        with store.transaction(who) as connection:
            found = connection.execute(text("select guard.my_topics()")).scalar_one()
        return tuple(sorted(found or ()))

    sight: tuple[int, ...] = _sights.get((store.url, who.role, who.user_id), 0, read, SIGHT_SECONDS)
    return sight


def ask(store: Store, who: Who, name: str, version: float, own: bool = False, **parameters: Any) -> Any:
    """The answer to a question without personal data, shared by all who have the same rights; with `own`, each person's own.

    The frame's `attrs["answer"]` names that answer, for `shared`.
    """
    if asks_copy(name):
        version = store.history.version  # the copy follows a little later than the news
    whose = who.user_id if own else _sight(store, who)
    key = (store.url, name, who.role, whose, tuple(sorted((k, repr(v)) for k, v in parameters.items())))

    def make() -> Any:
        frame = store.ask(who, name, **parameters)
        frame.attrs["answer"] = (key, time.monotonic())
        return frame

    return _answers.get(key, version, make).copy()


def shared(frame: Any, what: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What is drawn from the whole of a shared answer, made once for all who read it alike (`what`: language, colours); else made anew.

    Everyone gets the same thing: not to be changed.
    """
    answer = frame.attrs.get("answer")
    return make() if answer is None else _answers.get((*answer[0], *what), answer[1], make)
