"""The city's publications: RSS and Atom feeds, kept and matched to the streets and neighbourhoods that they name.

    look(store, settings, url)         # one look at one feed: fetch, keep, match
    loop(store, settings, stop)        # all feeds of guichet.toml, for ever

A feed in trouble keeps what it brought before, and says why in desk.stream, where freshness is shown. Several workers may look at once:
an item comes in once whoever brings it.
"""

from __future__ import annotations

from dashboard.intake.feeds.loop import look, loop

__all__ = ["look", "loop"]
