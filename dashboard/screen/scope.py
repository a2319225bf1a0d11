"""Where a click on a figure leads: to the queue, where the reader has it, or to a list on the same page with all its filters.

    scope = Scope(role, period, selection, kept)
    scope.queue("overdue", team=3)
    scope.tickets("new", span="this")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.figures import Selection
from dashboard.insight.period import Period
from dashboard.screen.house import may_open
from dashboard.screen.panel import address

#: What a queue calls a figure of now, and what the list on the page calls it.
OF_BUCKET = {"all": "open", "overdue": "overdue", "today": "today", "unassigned": "unassigned"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures and of when; `kept`: how the address says so."""

    role: str
    period: Period
    selection: Selection
    kept: Mapping[str, str]

    def queue(self, bucket: str, **more: Any) -> str:
        """The address of a queue; of the same list on this page where a queue cannot show it: a past day, a channel, another role."""
        team = more.pop("team", None)
        if may_open(self.role, "queues") and self.period.live and not self.selection.channel and team != "none":
            kept = {name: self.kept.get(name) for name in ("team", "topic", "neighbourhood", "priority")}
            return address("queues", **{"bucket": bucket} | kept | ({} if team is None else {"team": team}) | more)
        return self.tickets(OF_BUCKET[bucket], of=team, about=more.get("topic"), place=more.get("neighbourhood"))

    def tickets(self, kind: str, **more: Any) -> str:
        """The address of a list on this page. span: this, before, year, a step's number; of, about, place: a team, topic, neighbourhood."""
        return address("", **dict(self.kept), tickets=kind, **more)
