"""Persons, colleagues and teams of a source, upserted; who goes there is emptied here."""

from __future__ import annotations

import psycopg

from dashboard.city.gazetteer import Gazetteer
from dashboard.intake.keep import keep
from dashboard.intake.people import Person, Team, empty_all_but, keep_persons, keep_teams
from dashboard.intake.record import Contact
from dashboard.store import SERVICE, Store
from tests.intake.conftest import record

JANE = Person("p-jane", "Peeters, Jane", gender="FEMALE", email="jane@example.org", home="Quarter 3")


def persons(owner: psycopg.Connection) -> list[tuple]:
    return owner.execute(
        """select c.external_id, p.name, n.name, c.archived from desk.caller c left join people.person p on p.caller_id = c.id
           left join city.neighbourhood n on n.id = c.neighbourhood_id where c.external_id like 'p-j%' order by 1"""
    ).fetchall()


def test_a_person_who_goes_there_is_emptied_here_and_stays_so(city: Store, places: Gazetteer, owner: psycopg.Connection) -> None:
    with city.transaction(SERVICE) as connection:
        assert keep_persons(connection, places, "topdesk", [JANE]) == 2
        assert keep_persons(connection, places, "topdesk", [JANE]) == 0
    assert persons(owner) == [("p-jane", "Peeters, Jane", "Quarter 3", False)]
    with city.transaction(SERVICE) as connection:
        keep_persons(connection, places, "topdesk", [Person("p-jane", "Peeters, Jane", archived=True)])
        keep(connection, places, [record("t", caller="p-jane", contact=Contact("Peeters, Jane"))])
    assert persons(owner) == [("p-jane", None, None, True)]


def test_who_is_missing_from_a_complete_reading_is_emptied(city: Store, places: Gazetteer, owner: psycopg.Connection) -> None:
    with city.transaction(SERVICE) as connection:
        keep_persons(connection, places, "topdesk", [Person("p-jan", "Jan"), Person("p-joe", "Joe"), Person("p-none", "")])
        empty_all_but(connection, "topdesk", {"p-jan"})
    assert [row[:2] for row in persons(owner) if row[0] != "p-jane"] == [("p-jan", "Jan"), ("p-joe", None)]


def test_a_team_met_in_a_ticket_does_not_undo_what_the_list_says(city: Store, owner: psycopg.Connection) -> None:
    with city.transaction(SERVICE) as connection:
        assert keep_teams(connection, "topdesk", [Team("t-1", "Roads", archived=True)]) == 1
        assert keep_teams(connection, "topdesk", [Team("t-1", "Old name"), Team("t-2", "New")], whole=False) == 1
    found = owner.execute("select name, archived from desk.team where external_id in ('t-1', 't-2') order by external_id").fetchall()
    assert found == [("Roads", True), ("New", False)]
