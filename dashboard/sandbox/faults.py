"""Faults on demand: what a far side does on its bad days, over the real socket.

A rule: {"method": "POST", "path": "/incidents", "kind": "drop_after", "share": 0.5, "times": 3, "seconds": 2, "retry_after": 1}.
`method` and `path` are patterns (* stands for anything) of the method and of the whole path below /tas/api, so that "/incidents"
is the list and the creation alone, and "/incidents/*" all below it; both are * when they are not given. `share` of the
matching requests are struck (1), at most `times` (no limit). The kinds:

500, 503, 429   answered so at once, nothing done; 503 and 429 with Retry-After: `retry_after` (1)
timeout         no answer for `seconds` (3600), nothing done, then the line is cut
drop            the line is cut at once, nothing done
drop_after      the work is done, then the line is cut without an answer
slow            done and answered, but only after `seconds` (2)
late            done only `seconds` (2) after the client gave up; nobody gets the answer
garbage         200 with half a JSON text, nothing done
html_login      the login page as 200; 302 to it when `status` is 302; nothing done
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from dataclasses import asdict, dataclass, fields
from fnmatch import fnmatchcase
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .api.errors import BROKEN, refusal

KINDS = {"500", "503", "429", "timeout", "drop", "drop_after", "slow", "late", "garbage", "html_login"}
LOGIN = "<!DOCTYPE html><html><head><title>TOPdesk</title></head><body><form action='/tas/public/login/form'>Login</form></body></html>"


@dataclass
class Fault:
    """One rule; `times` counts down."""

    kind: str
    method: str = "*"
    path: str = "*"
    share: float = 1.0
    times: int | None = None
    seconds: float | None = None
    retry_after: int = 1
    status: int = 200

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request in this way."""
        if self.kind == "slow":
            await asyncio.sleep(self._seconds(2))
            await app(scope, receive, send)
        elif self.kind == "late":
            kept = await _whole(receive)
            while (await receive())["type"] != "http.disconnect":
                pass
            await asyncio.sleep(self._seconds(2))
            await app(scope, _again(kept), _to_nobody)
        elif self.kind == "drop_after":
            await app(scope, receive, _to_nobody)
            await _cut(scope, receive)
        elif self.kind in {"drop", "timeout"}:
            await _whole(receive)
            if self.kind == "timeout":
                await asyncio.sleep(self._seconds(3600))
            await _cut(scope, receive)
        else:
            await _whole(receive)
            await self._answer(scope)(scope, receive, send)

    def _seconds(self, usual: float) -> float:
        return usual if self.seconds is None else self.seconds

    def _answer(self, scope: Scope) -> Response:
        if self.kind == "garbage":
            return Response('[{"id":"f197bb75-8822-45e9-', 200, media_type="application/json")
        if self.kind == "html_login":
            return RedirectResponse("/tas/public/login/form", 302) if self.status == 302 else HTMLResponse(LOGIN)
        answer = refusal(scope["path"].removeprefix("/tas/api"), int(self.kind), BROKEN)
        if self.kind != "500":
            answer.headers["Retry-After"] = str(self.retry_after)
        return answer


class Faults:
    """The rules in force and what happened under them; the same seed strikes the same requests."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._rules: list[Fault] = []
        self._counts: Counter[str] = Counter()

    def set(self, rules: Any) -> None:
        """Replace the rules; ValueError or TypeError says which one cannot be read."""
        if not isinstance(rules, list):
            raise TypeError("rules must be a list")
        self._rules = [_rule(rule) for rule in rules]

    def clear(self) -> None:
        """No faults from now on; the counts begin anew."""
        self._rules = []
        self._counts.clear()

    def draw(self, method: str, path: str) -> Fault | None:
        """The fault that strikes this request, if any; the first rule that matches decides."""
        for rule in self._rules:
            if rule.times == 0 or not (fnmatchcase(method, rule.method) and fnmatchcase(path, rule.path)):
                continue
            if rule.share < 1 and self._random.random() >= rule.share:
                return None
            if rule.times is not None:
                rule.times -= 1
            self._counts[rule.kind] += 1
            return rule
        return None

    def state(self) -> dict[str, Any]:
        """The rules with what is left of them, and how often each kind struck."""
        return {"rules": [asdict(rule) for rule in self._rules], "counts": dict(self._counts)}


def _rule(given: Any) -> Fault:
    if not isinstance(given, dict) or str(given.get("kind")) not in KINDS:
        raise ValueError(f"a rule needs a kind out of {', '.join(sorted(KINDS))}")
    known = {field.name for field in fields(Fault)}
    if unknown := set(given) - known:
        raise ValueError(f"a rule has no {sorted(unknown)[0]}")
    return Fault(**(given | {"kind": str(given["kind"])}))


async def _whole(receive: Receive) -> list[Message]:
    """The messages of a request up to its end."""
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


def _again(messages: list[Message]) -> Receive:
    waiting = deque(messages)

    async def receive() -> Message:
        return waiting.popleft() if waiting else {"type": "http.disconnect"}

    return receive


async def _to_nobody(message: Message) -> None:
    """An answer that goes nowhere."""


async def _cut(scope: Scope, receive: Receive) -> None:
    """Close the TCP connection as it is; `serving.Line` puts the transport into the scope."""
    scope["state"]["transport"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass
