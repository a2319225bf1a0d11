"""TOPdesk's tickets copied into the store: `loop` for the worker, `sync_once` for one complete pass."""

from __future__ import annotations

from dashboard.intake.topdesk.loop import Report, loop, sync_once

__all__ = ["Report", "loop", "sync_once"]
