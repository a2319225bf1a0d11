"""`python -m dashboard.sandbox --home FOLDER --port N --seed N`: a TOPdesk look-alike with a living city in it.

The password of its one login comes from GUICHET_SANDBOX_PASSWORD.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.errors import Trouble

from .app import make_app
from .faults import Faults
from .pace import Pace
from .serving import serve
from .world import World


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; trouble is said in one sentence."""
    try:
        run(_arguments().parse_args())
    except Trouble as trouble:
        sys.exit(str(trouble))


def run(options: argparse.Namespace) -> None:
    """Put the world together and serve it."""
    password = os.environ.get("GUICHET_SANDBOX_PASSWORD")
    if not password:
        raise Trouble("The look-alike has no password. Nothing was started; set GUICHET_SANDBOX_PASSWORD.")
    city: Any = importlib.import_module(options.town)
    known = {"login": options.user, "founded": options.founded, "missing_status": options.missing_status}
    world = World(options.home, city, options.seed, **known)
    faults = Faults(options.seed)
    app = make_app(world, faults, login=options.user, password=password, strict=options.strict)
    asyncio.run(serve(app, world, Pace(world, options.pace), options.host, options.port))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard.sandbox", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="folder for the journal and uploaded files")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", type=int, default=3800, help="the city; a folder keeps to its first one")
    parser.add_argument("--user", default="guichet", help="the one login")
    parser.add_argument("--pace", type=float, default=20, help="seconds between two extra tickets; 0 = none")
    parser.add_argument("--founded", type=_instant, help="when the city's history begins (ISO 8601); default two years ago")
    parser.add_argument("--strict", action="store_true", help="refuse the list parameters of older versions")
    parser.add_argument("--missing-status", type=int, choices=(400, 404), default=400, help="answer to a reference to nothing")
    parser.add_argument("--town", default="dashboard.sandbox.town", help="module that founds the city")
    return parser


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


if __name__ == "__main__":
    main()
