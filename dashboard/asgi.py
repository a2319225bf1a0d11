"""The pages and the doors beside them, as one ASGI app; `guichet serve` runs it."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.doors import download, edition, events, ground, health, photo, queue, report, report_places, session
from dashboard.errors import DatabaseDown
from dashboard.settings import Settings
from dashboard.store import Store, store_of

ROOT = Path(__file__).resolve().parents[1]
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"content-security-policy", b"object-src 'none'; base-uri 'self'; frame-ancestors 'self'"),
    (b"permissions-policy", b"geolocation=(self), camera=(self), microphone=()"),
]


class Doorman:
    """Gives every door the store and the settings, and every answer its protective headers; metrics stay inside.

    A door whose database is away answers 503 with the sentence.
    """

    def __init__(self, app: ASGIApp, store: Store, settings: Settings) -> None:
        self._app, self._store, self._settings = app, store, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/_stcore/metrics"):
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        if "app" in scope and hasattr(scope["app"], "state"):
            scope["app"].state.store, scope["app"].state.settings = self._store, self._settings

        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                there = {name.lower() for name, _ in message.get("headers", [])}
                message["headers"] = [*message.get("headers", []), *(pair for pair in HEADERS if pair[0] not in there)]
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except DatabaseDown as trouble:
            if started or scope["type"] != "http":
                raise
            await PlainTextResponse(str(trouble), 503)(scope, receive, with_headers)


def make_app(settings: Settings) -> ASGIApp:
    """Pages and doors for these settings."""
    store = store_of(settings.app_url)
    doors = (session, edition, events, ground, health, photo, queue, report, report_places, download)
    return st.App(
        ROOT / "dashboard" / "app.py",
        routes=[route for door in doors for route in door.routes],
        middleware=[Middleware(Doorman, store=store, settings=settings)],
    )


def serve(settings: Settings) -> None:
    """Serve on PORT until SIGTERM or Ctrl-C."""
    os.chdir(ROOT)  # .streamlit/config.toml stands there
    store_of(settings.app_url).history.start()
    uvicorn.run(
        make_app(settings), host="0.0.0.0", port=settings.port, log_level="warning", access_log=False, timeout_graceful_shutdown=3  # noqa: S104
    )
