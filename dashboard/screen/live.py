"""Screens that follow events: one listener a process, one event stream a browser tab, no timers while nothing happens.

    @fragment
    def board() -> None:
        version = news()       # the fragment runs again when tickets changed
        ...
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable
from functools import cache
from typing import Any

import streamlit as st
import streamlit.components.v2 as components

from dashboard.store import SERVICE, Store
from dashboard.store.feed import Listener

#: A burst of changes (a first copy) redraws screens at most this often.
AT_MOST_EVERY_SECONDS = 0.5

# A hidden tab listens to nothing: a browser opens six connections to a host, and the seventh tab would wait for ever.
# Any answer but 200 (the database is away, a proxy's 502) ends an EventSource for good, so it is opened anew.
_SCRIPT = """
export default function ({ setTriggerValue }) {
    let seen = null;
    let source = null;
    let again = 0;
    const listen = () => {
        clearTimeout(again);
        source?.close();
        if (document.hidden) return;
        source = new EventSource("/events");
        source.onmessage = (event) => {
            if (seen !== null && event.data !== seen) setTriggerValue("version", event.data);
            seen = event.data;
        };
        source.onerror = () => {
            if (source.readyState === EventSource.CLOSED) again = setTimeout(listen, 5000);
        };
    };
    document.addEventListener("visibilitychange", listen);
    listen();
    return () => {
        document.removeEventListener("visibilitychange", listen);
        clearTimeout(again);
        source?.close();
    };
}
"""


class Hub:
    """The process's own version number, which grows whenever tickets changed, and who waits for it."""

    def __init__(self, store: Store) -> None:
        self.version = 1
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self._listener = Listener(store, SERVICE, self._on_news)
        self._listener.start()

    def _on_news(self, tickets: frozenset[int] | None) -> None:
        with self._lock:
            self.version += 1
            waiting = list(self._waiting)
        for loop, event in waiting:
            with contextlib.suppress(RuntimeError):  # that loop has ended
                loop.call_soon_threadsafe(event.set)

    async def versions(self, ping_seconds: float = 15.0) -> AsyncIterator[int | None]:
        """The version now, then each new one; None when nothing happened for `ping_seconds`."""
        mine = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiting.add(mine)
        try:
            yield self.version
            while True:
                try:
                    await asyncio.wait_for(mine[1].wait(), ping_seconds)
                except TimeoutError:
                    yield None
                    continue
                mine[1].clear()
                yield self.version
                await asyncio.sleep(AT_MOST_EVERY_SECONDS)
        finally:
            with self._lock:
                self._waiting.discard(mine)


_hub_lock = threading.Lock()


@cache
def _make_hub(url: str, store: Store) -> Hub:
    return Hub(store)


def hub(store: Store) -> Hub:
    """The process's hub; the first call starts its listener."""
    with _hub_lock:
        return _make_hub(store.url, store)


@cache
def _component() -> Any:
    return components.component("guichet_news", js=_SCRIPT)


def news(key: str = "news") -> int:
    """Inside a fragment: runs it again when tickets changed. Returns the version that is being drawn."""
    from dashboard.screen import store

    _component()(key=key, on_version_change=_nothing, height=1)
    return hub(store()).version


def _nothing() -> None:
    """The trigger itself reruns the fragment."""


class Shared:
    """Answers that every screen with the same rights may share until the next version: one query a change, not one a viewer."""

    def __init__(self, most: int = 256) -> None:
        self._kept: dict[tuple[Any, ...], tuple[float, float, Any]] = {}
        self._lock, self._most = threading.Lock(), most
        self._making: dict[tuple[Any, ...], threading.Lock] = {}

    def get(self, key: tuple[Any, ...], version: float, make: Any, seconds: float = 30.0) -> Any:
        """The kept answer for `key` at `version`, not older than `seconds`; else made once, whoever asks."""
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


@st.cache_resource(show_spinner=False)
def _shared() -> Shared:
    return Shared()


@st.cache_resource(show_spinner=False, ttl=5)
def _sight(user_id: int | None, role: str) -> tuple[int, ...]:
    """Which restricted topics this person sees: with the role, all that rights depend on."""
    from sqlalchemy import text

    from dashboard.screen import store
    from dashboard.store import Who

    with store().transaction(Who(role, user_id)) as connection:
        found = connection.execute(text("select guard.my_topics()")).scalar_one()
    return tuple(sorted(found or ()))


def ask_shared(name: str, **parameters: Any) -> Any:
    """Like `ask`, for questions without personal data: people with the same sight share the answer of one version.

    The frame's `attrs["answer"]` names that answer, for `shared`.
    """
    from dashboard.screen import me, store

    who = me()
    version = hub(store()).version
    key = (name, who.role, _sight(who.user_id, who.role), tuple(sorted((k, repr(v)) for k, v in parameters.items())))

    def make() -> Any:
        frame = store().ask(who, name, **parameters)
        frame.attrs["answer"] = (key, time.monotonic())
        return frame

    return _shared().get(key, version, make).copy()


def shared(frame: Any, what: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What is drawn from the whole of a shared answer, made once for all who read it alike (`what`: language, colours); else made anew.

    Everyone gets the same thing: not to be changed.
    """
    answer = frame.attrs.get("answer")
    return make() if answer is None else _shared().get((*answer[0], *what), answer[1], make)
