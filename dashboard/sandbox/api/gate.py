"""The outermost layer: who may come in, the header by which Guichet knows a look-alike, and the faults of the day."""

from __future__ import annotations

import base64
import binascii
import hmac

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..faults import Faults
from .errors import NOBODY, STRANGER, refusal

MARK = "x-guichet-look-alike"


class Gate:
    """HTTP Basic, or a token of /login/operator; 401 otherwise."""

    def __init__(self, app: ASGIApp, faults: Faults, tokens: set[str], login: str, password: str) -> None:
        self._app, self._faults, self._tokens = app, faults, tokens
        self._wanted = f"{login}:{password}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[MARK] = "1"
            await send(message)

        path: str = scope["path"].rstrip("/") or "/"
        below = path.removeprefix("/tas/api")
        scope = {**scope, "path": path}
        if trouble := self._stranger(Headers(scope=scope).get("authorization", "")):
            await refusal(below, 401, trouble)(scope, receive, marked)
            return
        fault = self._faults.draw(scope["method"], below) if below != path else None
        if fault:
            await fault.play(self._app, scope, receive, marked)
        else:
            await self._app(scope, receive, marked)

    def _stranger(self, authorization: str) -> str | None:
        """Why this header opens nothing; None when it does."""
        scheme, _, rest = authorization.partition(" ")
        if scheme.lower() == "token":
            return None if rest.partition('"')[2].rstrip('"') in self._tokens else NOBODY
        if scheme.lower() != "basic":
            return NOBODY
        try:
            given = base64.b64decode(rest, validate=True)
        except (binascii.Error, ValueError):
            return NOBODY
        return None if hmac.compare_digest(given, self._wanted) else STRANGER
