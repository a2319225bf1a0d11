"""TOPdesk over HTTP, for the copy in and the deliveries out.

    with Client(settings) as topdesk:
        page = topdesk.incidents(query=fiql.equals("closed", "false"))   # page.rows, page.more
        topdesk.update(page.rows[0]["id"], {"action": "On its way."})

Reads are tried again by themselves, writes never: after `Ambiguous` the caller has to look whether it was done.
"""

from __future__ import annotations

from dashboard.topdesk.client import Client, Page, every
from dashboard.topdesk.errors import Ambiguous, Busy, NotFound, Refused, Unreachable

__all__ = ["Ambiguous", "Busy", "Client", "NotFound", "Page", "Refused", "Unreachable", "every"]
