"""What is done about a problem area: watch it, plan a round, be reminded, open a ticket; and each of these taken back.

    act = plan_round(store, who, spot, on_day=date(2026, 3, 4), team_id=3, words="near the bottle bank")
    undo(store, who, act)

Each is one transaction with its line in desk.area_event. It hangs on topic and place, so it outlives the run that led to it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, text

from dashboard.acts.draft import Draft
from dashboard.acts.report import Receipt, report_within
from dashboard.city.gazetteer import gazetteer
from dashboard.errors import N_, Trouble
from dashboard.settings import CityFile
from dashboard.store import Store, Who

FURTHEST = timedelta(days=366)
LONGEST_WORDS = 500
#: What makes two open acts one (the unique index of desk.area_act).
_SAME = ("kind", "topic_id", "place_kind", "place", "user_id", "on_day", "team_id")


class BadAct(Trouble):
    """What was asked cannot be done; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A topic at a place, and what the place is called (as desk.area_finding)."""

    topic_id: int
    place_kind: str
    place: int
    name: str
    beside: str
    lon: float
    lat: float


def watch(store: Store, who: Who, spot: Spot) -> int:
    """It stands in this person's list until it is taken back; returns the act's id. Watching twice is watching."""
    with store.transaction(who) as connection:
        return _make(connection, who, spot, "watch")


def plan_round(store: Store, who: Who, spot: Spot, *, on_day: date, team_id: int | None, words: str = "") -> int:
    """A patrol goes there on that day; patrols see it on their form."""
    with store.transaction(who) as connection:
        return _make(connection, who, spot, "round", on_day=_ahead(on_day), team_id=team_id, words=_short(words))


def remind(store: Store, who: Who, spot: Spot, *, on_day: date, words: str = "") -> int:
    """Shown to this person from that day on, until it is done."""
    with store.transaction(who) as connection:
        return _make(connection, who, spot, "reminder", on_day=_ahead(on_day), words=_short(words))


def open_ticket(store: Store, who: Who, spot: Spot, draft: Draft, *, city: CityFile) -> Receipt:
    """A ticket about it, on to TOPdesk by the outbox; the same draft id is the same ticket. Raises BadDraft."""
    streets = gazetteer(store)
    with store.transaction(who) as connection:
        receipt = report_within(connection, streets, who, draft, city=city)
        known = connection.execute(text("select 1 from desk.area_act where ticket_id = :id"), {"id": receipt.ticket_id}).first()
        if known is None:
            _make(connection, who, spot, "ticket", ticket_id=receipt.ticket_id, words=_short(draft.words))
        return receipt


def finish(store: Store, who: Who, act: int) -> None:
    """A round was made, a reminder has done its work."""
    with store.transaction(who) as connection:
        _move(connection, who, act, "done", "open")


def undo(store: Store, who: Who, act: int) -> None:
    """Take back the last step of an act: it is not done after all, or it never was. A ticket only while it is still here."""
    with store.transaction(who) as connection:
        known = text("select kind, state, ticket_id from desk.area_act where id = :id for update")
        row = connection.execute(known, {"id": act}).one_or_none()
        if row is None or row.state == "undone":
            raise BadAct(N_("This was taken back already."))
        if row.kind == "ticket" and not connection.execute(text("select desk.take_back(:id)"), {"id": row.ticket_id}).scalar_one():
            raise BadAct(N_("This ticket is on its way to TOPdesk or there already: cancel it there. Nothing was changed here."))
        _move(connection, who, act, "open" if row.state == "done" else "undone", row.state)


def _ahead(day: date) -> date:
    today = datetime.now(UTC).date()  # the city's own may differ by one
    if not today - timedelta(days=1) <= day <= today + FURTHEST:
        raise BadAct(N_("Choose a day from today on, within a year. Nothing was stored."))
    return day


def _short(words: str) -> str:
    return words.replace("\x00", "").strip()[:LONGEST_WORDS]


def _make(connection: Connection, who: Who, spot: Spot, kind: Literal["watch", "round", "reminder", "ticket"], **more: Any) -> int:
    row = {"on_day": None, "team_id": None, "ticket_id": None, "words": "", "user_id": who.user_id, "kind": kind} | asdict(spot) | more
    names = ", ".join(row)
    made = connection.execute(
        text(f"insert into desk.area_act ({names}) values (:{', :'.join(row)}) on conflict do nothing returning id"), row
    ).scalar_one_or_none()
    if made is not None:
        _note(connection, who, int(made), "made")
        return int(made)
    same = " and ".join(f"{name} is not distinct from :{name}" for name in _SAME)
    return int(connection.execute(text(f"select id from desk.area_act where state = 'open' and {same}"), row).scalar_one())


def _move(connection: Connection, who: Who, act: int, to: str, state: str) -> None:
    moved = connection.execute(
        text("update desk.area_act set state = :to where id = :id and state = :state"), {"id": act, "to": to, "state": state}
    ).rowcount
    if not moved:
        raise BadAct(N_("Somebody else was faster: look again. Nothing was changed."))
    _note(connection, who, act, "done" if to == "done" else "undone")


def _note(connection: Connection, who: Who, act: int, what: str) -> None:
    connection.execute(
        text("insert into desk.area_event (act_id, user_id, what) values (:act, :user_id, :what)"),
        {"act": act, "user_id": who.user_id, "what": what},
    )
