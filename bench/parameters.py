"""With which parameters each question is measured, and as whom: by the parameter's name, so that a new question is measured without a line here.

    asked("queues/list", now)      # [Asked(filters="", ...), Asked("topic", ...), ..., Asked("bucket=overdue", ...)]

A parameter that means something new needs its value in COMMON (tests tell); one that means something else in a folder or a question stands in OF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.ground import EAST, NORTH, SOUTH, WEST
from dashboard.figures.involved import as_of
from dashboard.store import SERVICE, Who
from dashboard.store.questions import asks_copy, copy_question, question

ZONE = ZoneInfo("Europe/Brussels")

#: The filters of the screens; absent ones are None, `mine` is False.
FILTERS: dict[str, Any] = {
    "team": 2, "mine": True, "topic": 5, "neighbourhood": 8, "street": 3, "status": "assigned", "priority": "P2", "text": "voetpad",
    "teams": [2, 3], "channel": "Phone",
}  # fmt: skip
COMBINATIONS: tuple[tuple[str, ...], ...] = (
    ("team", "topic"), ("team", "neighbourhood"), ("team", "street"), ("team", "status"), ("team", "priority"), ("team", "text"),
    ("topic", "neighbourhood"), ("topic", "street"), ("topic", "status"), ("topic", "priority"), ("neighbourhood", "status"),
    ("neighbourhood", "text"), ("street", "priority"), ("mine", "topic"), ("mine", "neighbourhood", "status"),
    ("teams", "topic"), ("teams", "neighbourhood", "channel"), ("topic", "neighbourhood", "channel", "priority"),
    ("teams", "topic", "neighbourhood", "channel", "priority"), ("team", "topic", "neighbourhood", "status", "priority", "text"),
)  # fmt: skip

#: Who a folder belongs to: the reader with the most to filter (ids as in ground.lay).
READERS = {
    "wall": Who("presenter", 1), "report": Who("patrol", 2), "admin": Who("admin", 6), "check": SERVICE, "status": SERVICE,
    "areas": Who("manager", 4), "areas/reports": SERVICE, "areas/left_out": SERVICE, "mailings": Who("manager", 4),
    "shell": Who("manager", 4), "overview": Who("manager", 4), "explore": Who("manager", 4),
}  # fmt: skip
READER = Who("coordinator", 5)

#: Asked at the terminal, by a worker or for a file, never to draw a page.
NO_PAGE = ("check/", "status/", "areas/reports", "areas/left_out", "mailings/", "explore/tickets")

#: What stands for a choice on the screen, each measured alone: question -> name, values.
CHOICES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "queues/list": ("bucket", ("all", "reacted", "unassigned", "overdue", "today", "waiting")),
    "map/tickets": ("place", ("street", "beside", "outside", "unneeded", "nowhere", "cell", "all")),
    "overview/behind": ("kind", ("new", "solved", "reopened", "late", "unanswered", "timed", "backwards", "open", "overdue", "handed", "aged")),
    "overview/behind_now": ("kind", ("open", "overdue", "today", "untaken", "unassigned")),
    "overview/stock": ("by", ("", "team", "age")),
    "explore/counts": ("columns", (None, "month", "neighbourhood", "street", "weekday")),
    "street/behind": ("kind", ("new", "timed", "dated", "on_time", "late")),
}


def common(now: datetime) -> dict[str, Any]:
    """Every parameter's usual value."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    lat, lon = (SOUTH + NORTH) / 2, (WEST + EAST) / 2
    return {
        "ages": [7.0, 30.0, 90.0, 365.0], "at": 3, "basis": "opened", "bucket": "all", "by": "", "c": None, "c_word": None,
        "callers": list(range(1, 26)), "columns": "month", "day": today.date(), "dlat": 0.001, "dlon": 0.0015, "dx": 0.0028, "dy": 0.0031,
        "edition": 1, "finding": 1, "giver": 2, "i": 3700, "in_column": False, "in_row": False, "j": 32_770, "keys": [f"k-{n}00" for n in range(1, 21)],
        "kind": "open", "language": "nl", "lat": lat, "lon": lon, "moment": today, "most": 100, "now": as_of(now, ZONE, None), "of": "solve",
        "older": 30.0, "place": "street", "publication": 1, "purpose": "bench", "r": None, "r_word": None, "rows": "topic", "run": 1,
        "since": None, "since_at": today - timedelta(days=364), "teamless": False, "ticket": 100, "tickets": list(range(100, 10_100, 100)),
        "today": today.date(), "tomorrow": today + timedelta(days=1), "topicless": False, "until": today, "works": None, "younger": 90.0,
        "zone": str(ZONE),
    }  # fmt: skip


def of(name: str, now: datetime) -> dict[str, Any]:
    """What a folder or a question means otherwise."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    folder = name.partition("/")[0]
    year = {"since": (today - timedelta(days=364)).date(), "until": today.date()}
    week = {"since": (today - timedelta(days=7)).date(), "until": today.date()}  # it streams; all of it is bench/export.py's
    spans = {"of": [1 + day // 28 for day in range(364)]}
    special: dict[str, dict[str, Any]] = {
        "areas": year, "engagement": year, "report/near": {"topic": "lighting"},
        "mailings": {"team": 2, "neighbourhood": 8}, "street": {}, "explore": {"since": None, "until": None},
        "explore/behind": {"kind": "n"}, "explore/tickets": {"kind": "n", **week}, "map/tickets": {"most": 300},
        **dict.fromkeys(("overview/answers", "overview/paces", "overview/times"), spans),
    }  # fmt: skip
    return (year if asks_copy(name) else {}) | special.get(folder, {}) | special.get(name, {})


@dataclass(frozen=True)
class Asked:
    """One way to ask a question; `filters` names what is chosen."""

    filters: str
    parameters: dict[str, Any]


def names_of(name: str) -> tuple[str, ...]:
    return copy_question(name)[1] if asks_copy(name) else tuple(question(name).compile().params)


def who_asks(name: str) -> Who:
    return READERS.get(name) or READERS.get(name.partition("/")[0], READER)


def asked(name: str, now: datetime) -> Iterator[Asked]:
    """Without a filter, each choice of the screen, each filter alone, and the combinations that differ for this question."""
    named = names_of(name)
    absent: dict[str, Any] = dict.fromkeys(FILTERS) | {"mine": False}
    usual = absent | common(now) | of(name, now)
    missing = [parameter for parameter in named if parameter not in usual]
    if missing:
        raise LookupError(f"{name}: no value for {', '.join(missing)} in bench/parameters.py")
    base = {parameter: usual[parameter] for parameter in named}
    yield Asked("", base)
    choice, values = CHOICES.get(name, ("", ()))
    for value in values:
        yield Asked(f"{choice}={value}", base | {choice: value})
    filters = [parameter for parameter in named if parameter in FILTERS and not base[parameter]]
    combined = {tuple(name for name in chosen if name in filters) for chosen in COMBINATIONS}
    for chosen in [*((one,) for one in filters), *sorted(found for found in combined if len(found) > 1)]:
        yield Asked(" + ".join(chosen), base | {name: FILTERS[name] for name in chosen})
