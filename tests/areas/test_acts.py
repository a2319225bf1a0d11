"""What people do about a problem area: each act once, with its line in the history, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from dashboard.acts import area as acts
from dashboard.acts.draft import BadDraft, Draft
from dashboard.guard import users
from dashboard.settings import CityFile
from dashboard.store import SERVICE, Store, Who

TODAY = datetime.now(UTC).date()
People = dict[str, Who]


@pytest.fixture(scope="module")
def people(filled: Store) -> People:
    roles = ("patrol", "team", "manager", "coordinator", "admin", "presenter")
    return {role: Who(role, users.add(filled, users.ADMIN, role, role, role, "a long enough one"), role, role) for role in roles}


@pytest.fixture
def spot(filled: Store, owner: psycopg.Connection) -> acts.Spot:
    """A place of its own for each test."""
    row = owner.execute("select id from city.topic where key = 'dumping'").fetchone()
    assert row
    return acts.Spot(row[0], "hexagon", uuid4().int % 10**9, "Kerkstraat", "", 5.151, 50.791)


def seen(store: Store, who: Who, spot: acts.Spot) -> list[tuple[Any, ...]]:
    """(kind, state, mine) of what this person sees of a place."""
    found = store.ask(who, "areas/acts")
    found = found[found.place == spot.place]
    return list(zip(found.kind, found.state, found.mine, strict=True))


def history(owner: psycopg.Connection, act: int) -> list[tuple[Any, ...]]:
    return owner.execute("select user_id, what from desk.area_event where act_id = %s order by id", [act]).fetchall()


def test_watching_is_each_persons_own_and_twice_is_once(filled: Store, owner: psycopg.Connection, people: People, spot: acts.Spot) -> None:
    me, other = people["manager"], people["coordinator"]
    act = acts.watch(filled, me, spot)
    assert acts.watch(filled, me, spot) == act
    assert seen(filled, me, spot) == [("watch", "open", True)] and seen(filled, other, spot) == []
    acts.undo(filled, me, act)
    assert seen(filled, me, spot) == [] and history(owner, act) == [(me.user_id, "made"), (me.user_id, "undone")]
    with pytest.raises(acts.BadAct, match="already"):
        acts.undo(filled, me, act)
    assert acts.watch(filled, me, spot) != act, "and it can be watched again"


def test_a_round_is_seen_and_made_by_the_patrol(filled: Store, owner: psycopg.Connection, people: People, spot: acts.Spot) -> None:
    team = owner.execute("select id from desk.team where name = 'Cleaning'").fetchone()
    assert team
    day = TODAY + timedelta(days=2)
    act = acts.plan_round(filled, people["manager"], spot, on_day=day, team_id=team[0], words=" glasbol\x00 ")
    assert acts.plan_round(filled, people["manager"], spot, on_day=day, team_id=team[0]) == act, "a second click is no second round"
    rounds = filled.ask(people["patrol"], "areas/rounds")
    mine = rounds[rounds.place == spot.place]
    assert mine[["on_day", "team", "words"]].values.tolist() == [[day, "Cleaning", "glasbol"]]
    acts.finish(filled, people["patrol"], act)
    assert seen(filled, people["patrol"], spot) == [("round", "done", False)]
    assert (filled.ask(people["patrol"], "areas/rounds").place == spot.place).sum() == 0
    with pytest.raises(acts.BadAct, match="faster"):
        acts.finish(filled, people["team"], act)
    acts.undo(filled, people["patrol"], act)
    assert seen(filled, people["manager"], spot) == [("round", "open", True)], "not made after all"
    acts.undo(filled, people["manager"], act)
    assert [what for _, what in history(owner, act)] == ["made", "done", "undone", "undone"]


@pytest.mark.parametrize("day", [TODAY - timedelta(days=3), TODAY + timedelta(days=800)])
def test_a_day_that_cannot_be_meant_is_refused_and_nothing_is_stored(filled: Store, people: People, spot: acts.Spot, day: Any) -> None:
    with pytest.raises(acts.BadAct, match="Nothing was stored"):
        acts.plan_round(filled, people["manager"], spot, on_day=day, team_id=None)
    with pytest.raises(acts.BadAct):
        acts.remind(filled, people["manager"], spot, on_day=day)
    assert seen(filled, people["manager"], spot) == []


def test_a_reminder_is_nobody_elses(filled: Store, people: People, spot: acts.Spot) -> None:
    act = acts.remind(filled, people["team"], spot, on_day=TODAY + timedelta(days=14), words="kijk opnieuw")
    assert seen(filled, people["team"], spot) == [("reminder", "open", True)] and seen(filled, people["manager"], spot) == []
    for act_of_another in (acts.finish, acts.undo):
        with pytest.raises(acts.BadAct):
            act_of_another(filled, people["coordinator"], act)


def draft(**typed: Any) -> Draft:
    return Draft.model_validate({"id": uuid4(), "topic": "dumping", "how": "hand", "lat": 50.7901, "lon": 5.1501, "words": "Opruimen"} | typed)


def state_of(owner: psycopg.Connection, ticket: int) -> tuple[Any, ...]:
    row = owner.execute("select t.gone, b.state from desk.ticket t join desk.outbox b on b.ticket_id = t.id where t.id = %s", [ticket]).fetchone()
    assert row
    return row


def test_a_ticket_goes_to_the_outbox_once_and_is_taken_back(filled: Store, owner: psycopg.Connection, people: People, spot: acts.Spot) -> None:
    me, wanted = people["coordinator"], draft()
    receipt = acts.open_ticket(filled, me, spot, wanted, city=CityFile())
    assert acts.open_ticket(filled, me, spot, wanted, city=CityFile()) == receipt
    assert seen(filled, people["manager"], spot) == [("ticket", "open", False)]
    assert state_of(owner, receipt.ticket_id) == (False, "waiting")
    row = owner.execute("select id from desk.area_act where ticket_id = %s", [receipt.ticket_id]).fetchone()
    assert row
    with pytest.raises(acts.BadAct):
        acts.undo(filled, people["team"], row[0])
    acts.undo(filled, me, row[0])
    assert state_of(owner, receipt.ticket_id) == (True, "dropped") and seen(filled, me, spot) == []


@pytest.mark.parametrize("state", ["sending", "sent", "failed"])
def test_a_ticket_that_left_the_house_is_not_taken_back(
    filled: Store, owner: psycopg.Connection, people: People, spot: acts.Spot, state: str
) -> None:
    receipt = acts.open_ticket(filled, people["team"], spot, draft(), city=CityFile())
    owner.execute("update desk.outbox set state = %s where ticket_id = %s", [state, receipt.ticket_id])
    act = owner.execute("select id from desk.area_act where ticket_id = %s", [receipt.ticket_id]).fetchone()
    assert act
    with pytest.raises(acts.BadAct, match="cancel it there"):
        acts.undo(filled, people["team"], act[0])
    assert state_of(owner, receipt.ticket_id) == (False, state) and seen(filled, people["team"], spot) == [("ticket", "open", True)]


def test_a_refused_ticket_leaves_no_act(filled: Store, people: People, spot: acts.Spot) -> None:
    with pytest.raises(BadDraft):
        acts.open_ticket(filled, people["team"], spot, draft(topic="unheard-of"), city=CityFile())
    assert seen(filled, people["team"], spot) == []


def test_who_may_do_what(filled: Store, people: People, spot: acts.Spot) -> None:
    for role in ("patrol", "presenter"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            acts.watch(filled, people[role], spot)
    with pytest.raises(ProgrammingError, match="permission denied"):
        acts.open_ticket(filled, people["manager"], spot, draft(), city=CityFile())
    with pytest.raises(ProgrammingError, match="row-level security"), filled.transaction(people["manager"]) as connection:
        connection.execute(
            text("""insert into desk.area_act (kind, topic_id, place_kind, place, name, beside, lon, lat, user_id)
                    values ('watch', :topic, 'hexagon', 1, '', '', 5, 50, :other)"""),
            {"topic": spot.topic_id, "other": people["admin"].user_id},
        )
    with pytest.raises(ProgrammingError, match="permission denied"), filled.transaction(people["admin"]) as connection:
        connection.execute(text("delete from desk.area_event"))


def test_a_round_about_a_restricted_topic_is_for_its_teams(filled: Store, owner: psycopg.Connection, people: People, spot: acts.Spot) -> None:
    acts.plan_round(filled, people["manager"], spot, on_day=TODAY, team_id=None)
    owner.execute("update city.topic set restricted = true where id = %s", [spot.topic_id])
    try:
        for who in people.values():
            if who.role != "presenter":
                assert seen(filled, who, spot) == []
        with pytest.raises(ProgrammingError, match="row-level security"):
            acts.watch(filled, people["manager"], spot)
    finally:
        owner.execute("update city.topic set restricted = false where id = %s", [spot.topic_id])
    assert filled.ask(SERVICE, "areas/last_run", until=None).empty
