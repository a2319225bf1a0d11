"""What a queue's board says, ready to be drawn: buckets with their sizes, groups, rows. The page and the door both make it here.

    board = make(store, who, version, chosen, "overdue", most=100)
    board["buckets"]    [["overdue", "Overdue", "14"], ...]
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from dashboard.insight.period import next_midnight
from dashboard.screen import answers
from dashboard.screen.filters import narrowed
from dashboard.screen.theme import STATE_ICON
from dashboard.screen.words import N_, _, ago, clock, day, language, moment, ngettext, number, span, topic_name, zone
from dashboard.store import Store, Who

BUCKETS = {
    "reacted": N_("Reacted"),
    "unassigned": N_("Unassigned"),
    "overdue": N_("Overdue"),
    "today": N_("Due today"),
    "waiting": N_("Waiting"),
    "all": N_("All open"),
}
PAGE, MOST = 100, 500


def known(value: Any) -> str:
    """A frame's text, "" where the database has none (a frame says NaN)."""
    return "" if pd.isna(value) else str(value)


def group_name(group: str) -> str:
    """The header of one group of a queue."""
    return {
        "reacted": _("Reacted after closing"),
        "unassigned": _("Unassigned"),
        "overdue": _("Overdue"),
        "long": _("More than 30 days late"),
        "today": _("Due today"),
        "due": _("Due later"),
        "undated": _("No target date"),
        "waiting": _("Waiting"),
        "place": _("Tickets"),
    }[group]


def state_of(row: Any) -> tuple[str, str]:
    """The state's key ("" = nothing special) and its words, for a row with status, target_at, opened_at and reacted_at."""
    if getattr(row, "grp", "") == "reacted":
        return "due", _("Reacted {ago}", ago=ago(row.reacted_at))
    if row.status in ("solved", "closed", "cancelled"):
        return "done", _("Done")
    if row.status == "waiting":
        return "waiting", _("Waiting")
    if pd.isna(row.target_at):
        return "", _("{span} old", span=span(datetime.now(UTC) - row.opened_at))
    late = datetime.now(UTC) - row.target_at
    if late.total_seconds() > 0:
        return "overdue", _("{span} late", span=span(late))
    if day(row.target_at) == day(datetime.now(UTC)):
        return "due", _("Today {clock}", clock=clock(row.target_at))
    return "", _("Due {day}", day=day(row.target_at))


def row_words(row: Any) -> dict[str, Any]:
    """What one row says; colours are the component's: `state` and `dot` (the topic's number, 0 = none) name them."""
    state, words = state_of(row)
    street = f"{known(row.street)} {known(row.house_number)}".strip() if known(row.street) else ""
    nameless = _("No place") if pd.isna(row.lat) else _("A point on the map, no street")
    return {
        "id": int(row.id),
        "group": str(row.grp),
        "title": known(row.title) or _("No title"),
        "place": ", ".join(part for part in (street, known(row.neighbourhood)) if part) or nameless,
        "team": known(row.team) or _("nobody"),
        "number": str(row.number),
        "words": words,
        "state": state,
        "icon": "reply" if row.grp == "reacted" else STATE_ICON.get(state, "schedule"),
        "dot": int(row.colour) if row.colour == row.colour and row.colour else 0,
        "topic": topic_name(row) if known(row.name_nl) else _("No topic"),
    }


def rows_and_groups(frame: pd.DataFrame) -> dict[str, Any]:
    """The rows of a frame that has the columns of queues/list, and the name and size of each group in it."""
    sizes = dict(zip(frame.grp, frame.in_group, strict=True))
    return {
        "rows": [row_words(row) for row in frame.itertuples()],
        "groups": {str(group): [group_name(str(group)), number(int(size))] for group, size in sizes.items()},
    }


def make(store: Store, who: Who, version: float, chosen: Mapping[str, Any], bucket: str, most: int) -> dict[str, Any]:
    """The board under the address's filters (`chosen`), in the reader's language; shared by all who see the same."""
    return answers.shared(*_asked(store, who, version, chosen, bucket, most))  # type: ignore[no-any-return]


def packed(store: Store, who: Who, version: float, chosen: Mapping[str, Any], bucket: str, most: int) -> tuple[str, bytes]:
    """The same as gzipped JSON, with a digest: who has that one already needs no other."""
    frame, what, board = _asked(store, who, version, chosen, bucket, most)

    def pack() -> tuple[str, bytes]:
        text = json.dumps(answers.shared(frame, what, board), separators=(",", ":"), ensure_ascii=False).encode()
        return hashlib.blake2b(text, digest_size=9).hexdigest(), gzip.compress(text, 5)

    return answers.shared(frame, (*what, "packed"), pack)  # type: ignore[no-any-return]


def _asked(store: Store, who: Who, version: float, chosen: Mapping[str, Any], bucket: str, most: int) -> tuple[Any, ...]:
    """The list's frame, what else its drawing depends on, and how to draw it."""
    asked = dict(chosen) | {"tomorrow": next_midnight(datetime.now(zone()), zone())}
    own = bool(chosen["mine"])  # "my teams" is each reader's own question
    counts = answers.ask(store, who, "queues/counts", version, own, **asked)
    frame = answers.ask(store, who, "queues/list", version, own, bucket=bucket, most=most, **asked)
    sizes = next(counts.itertuples(name=None))[1:]

    def draw() -> dict[str, Any]:
        return {
            "buckets": [[name, _(title), number(size)] for (name, title), size in zip(BUCKETS.items(), sizes, strict=False)],
            **rows_and_groups(frame),
            "empty": _empty(bucket, chosen, counts.iloc[0]) if frame.empty else None,
            "more": _more(int(frame.in_all.iloc[0]), most) if len(frame) else None,
        }

    return frame, (language(), bucket, *map(int, sizes[:6])), draw


def _empty(bucket: str, chosen: Mapping[str, Any], counts: Any) -> dict[str, Any]:
    """An empty list says what is good about it, and what comes next; or that the filters left nothing, with the way out."""
    if narrowed(chosen):
        return {"icon": "", "text": _("Nothing here fits your filters."), "clear": _("Clear the filters")}
    good = {
        "reacted": _("Nobody reacted after closing."),
        "unassigned": _("Every ticket has a team or a person."),
        "overdue": _("Nothing overdue."),
        "today": _("Nothing more is due today."),
        "waiting": _("Nothing waits for somebody else."),
        "all": _("Nothing is open."),
    }[bucket]
    if bucket in ("overdue", "today") and counts.next_n:
        good += " " + ngettext("Next due {at}, {n} ticket.", "Next due {at}, {n} tickets.", int(counts.next_n), at=moment(counts.next_at))
    return {"icon": "check_circle", "text": good, "clear": ""}


def _more(there: int, most: int) -> dict[str, str] | None:
    if there <= most:
        return None
    shown = _("The first {n} are shown.", n=number(most))
    if most < MOST:
        return {"text": shown, "button": _("Show more")}
    return {"text": shown + " " + _("Choose a team, topic or street to see the rest."), "button": ""}
