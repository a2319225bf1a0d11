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
from collections import OrderedDict
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import streamlit.components.v2 as components

from dashboard.screen import answers
from dashboard.store import SERVICE, Store
from dashboard.store.feed import Listener

#: A burst of changes (a first copy) redraws screens at most this often.
AT_MOST_EVERY_SECONDS = 0.5
#: Of so many tickets it is known when they last changed.
REMEMBERED = 10_000

# A hidden tab listens to nothing: a browser opens six connections to a host, and the seventh tab would wait for ever.
# Any answer but 200 (the database is away, a proxy's 502) ends an EventSource for good, so it is opened anew.
_SCRIPT = """
export default function ({ data, setTriggerValue }) {
    const tell = (version) => {
        if (data.announce) window.dispatchEvent(new CustomEvent("guichet-news", { detail: version }));
        else setTriggerValue("version", version);
    };
    let seen = null;
    let source = null;
    let again = 0;
    const listen = () => {
        clearTimeout(again);
        source?.close();
        if (document.hidden) return;
        source = new EventSource("/events");
        source.onmessage = (event) => {
            if (seen !== null && event.data !== seen) tell(event.data);
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
        self._changed: OrderedDict[int, int] = OrderedDict()
        self._all_changed = 1
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self._listener = Listener(store, SERVICE, self._on_news)
        self._listener.start()
        store.history.on_news(lambda: self._on_news(frozenset()))  # no ticket changed since, but figures did

    def close(self) -> None:
        """Listen no more."""
        self._listener.stop()

    def _on_news(self, tickets: frozenset[int] | None) -> None:
        with self._lock:
            self.version += 1
            if tickets is None:
                self._changed.clear()
                self._all_changed = self.version
            for ticket in tickets or ():
                self._changed[ticket] = self.version
                self._changed.move_to_end(ticket)
            while len(self._changed) > REMEMBERED:
                self._all_changed = max(self._all_changed, self._changed.popitem(last=False)[1])
            waiting = list(self._waiting)
        for loop, event in waiting:
            with contextlib.suppress(RuntimeError):  # that loop has ended
                loop.call_soon_threadsafe(event.set)

    def changed(self, ticket: int) -> int:
        """The version with which this ticket last changed; for one that changed long ago, a version that is later than that."""
        with self._lock:
            return self._changed.get(ticket, self._all_changed)

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


def news(key: str = "news", announce: bool = False) -> int:
    """Inside a fragment: runs it again when tickets changed. Returns the version that is being drawn.

    With `announce` nothing runs: the browser's window gets the event "guichet-news", for a component that fetches what it shows.
    """
    from dashboard.screen import store

    _component()(key=key, data={"announce": announce}, on_version_change=_nothing, height=1)
    return hub(store()).version


def _nothing() -> None:
    """The trigger itself reruns the fragment."""


def ask_shared(name: str, /, **parameters: Any) -> Any:
    """Like `ask`, for questions without personal data: people with the same sight share the answer of one version.

    The frame's `attrs["answer"]` names that answer, for `answers.shared`.
    """
    from dashboard.screen import me, store

    return answers.ask(store(), me(), name, hub(store()).version, **parameters)
