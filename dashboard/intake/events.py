"""What happened to a ticket between two readings of it, as rows of its history.

Moments are the source's own where it tells them, else its date of modification. A first reading reconstructs the opening,
the first answer, the solving and the closing; forwards before it are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

FINISHED = ("solved", "closed", "cancelled")


class Event(NamedTuple):
    """One row of desk.ticket_event but for its ticket."""

    at: datetime
    kind: str
    old: str | None
    new: str


def first_events(new: Mapping[str, Any]) -> Iterator[Event]:
    """The history of a ticket that was never seen before."""
    yield Event(new["opened_at"], "opened", None, "new")
    if new["first_answer_at"]:
        yield Event(new["first_answer_at"], "answered", None, "staff")
    yield from _endings({"status": "new", "solved_at": None, "closed_at": None}, new)


def later_events(old: Mapping[str, Any], new: Mapping[str, Any], teams: Mapping[int, str]) -> Iterator[Event]:
    """What is new since `old`; `teams` are names by id."""
    at = new["modified_at"]
    if old["team_id"] != new["team_id"]:
        yield Event(at, "forwarded", teams.get(old["team_id"]), teams.get(new["team_id"], ""))
    if new["first_answer_at"] and not old["first_answer_at"]:
        yield Event(new["first_answer_at"], "answered", None, "staff")
    if _finished(old) and not _finished(new):
        yield Event(at, "reopened", old["status"], new["status"])
    elif old["status"] != new["status"] and new["status"] not in FINISHED:
        yield Event(at, "status", old["status"], new["status"])
    yield from _endings(old, new)


def _endings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Event]:
    if new["solved_at"] and new["solved_at"] != old["solved_at"]:
        yield Event(new["solved_at"], "solved", old["status"], "solved")
    if new["closed_at"] and new["closed_at"] != old["closed_at"]:
        yield Event(new["closed_at"], "closed", old["status"], "cancelled" if new["status"] == "cancelled" else "closed")
    if _finished(new) and not _finished(old) and not (new["solved_at"] or new["closed_at"]):
        # the source says "done" without saying when
        yield Event(new["modified_at"], "solved" if new["status"] == "solved" else "closed", old["status"], new["status"])


def _finished(row: Mapping[str, Any]) -> bool:
    return row["status"] in FINISHED or bool(row["solved_at"] or row["closed_at"])
