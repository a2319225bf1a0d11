"""The look-alike on a real socket."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from .pace import Pace
from .world import World

TICK = 0.5  # seconds between two looks at the clock


class Line(H11Protocol):
    """Shows the app its own connection, so that a fault can cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


async def serve(app: ASGIApp, world: World, pace: Pace, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C, while the town lives on."""
    config = uvicorn.Config(app, host, port, http=Line, lifespan="off", log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    ticking = asyncio.create_task(_tick(world, pace))
    try:
        await uvicorn.Server(config).serve()
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        world.close()


async def _tick(world: World, pace: Pace) -> None:
    while True:
        await asyncio.sleep(min(TICK, pace.seconds or TICK))
        world.now()
        pace.step()
