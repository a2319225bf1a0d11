"""An incident as a record: every field may be missing, null or strange."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboard.intake.clean import plain
from dashboard.intake.record import Bad, Contact, Record
from dashboard.intake.topdesk.reader import Reader, moment, number_at, requests_in
from dashboard.settings import CitySection
from tests.intake.topdesk.conftest import TOML

BASE = {"id": "a", "callDate": "2026-03-01T08:00:00.303+0000", "modificationDate": "2026-03-02T08:00:00.000+0000"}


def read(toml=TOML, **fields) -> Record:
    found = Reader(toml).record(BASE | fields)
    assert isinstance(found, Record)
    return found


def test_the_least_that_makes_a_ticket() -> None:
    found = read()
    assert (found.status, found.line, found.key, found.contact, found.extra) == ("new", "first", None, None, {})
    assert found.opened_at == datetime(2026, 3, 1, 8, 0, 0, 303000, tzinfo=UTC)
    assert isinstance(Reader(TOML).record({"id": "a"}), Bad)
    assert isinstance(Reader(TOML).record({}), Bad)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"processingStatus": {"name": "IN BEHANDELING"}}, "in_progress"),
        ({"processingStatus": {"name": "In behandeling"}, "onHold": True}, "waiting"),
        ({"processingStatus": {"name": "Ours alone"}, "operator": {"id": "o", "status": "operator"}}, "assigned"),
        ({"completed": True, "completedDate": "2026-03-02T08:00:00.000+0000"}, "solved"),
        ({"completed": True, "closed": True}, "closed"),
        ({"closed": True, "processingStatus": {"name": "Geannuleerd"}}, "cancelled"),
    ],
)
def test_flags_say_whether_it_ended_and_the_status_the_rest(fields, status) -> None:
    found = read(**fields)
    assert found.status == status
    assert bool(found.solved_at) == (status in ("solved", "closed", "cancelled"))


def test_a_city_that_solves_by_closing() -> None:
    toml = TOML.model_copy(update={"city": CitySection(solved_by="closed")})
    completed = read(toml, completed=True, processingStatus={"name": "In behandeling"})
    assert (completed.status, completed.solved_at) == ("in_progress", None)
    closed = read(toml, completed=True, closed=True, closedDate="2026-03-02T08:00:00.000+0000")
    assert closed.solved_at == closed.closed_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert read(toml, status="partial", completed=True).status == "solved"


def test_a_group_in_the_operators_place_is_a_team() -> None:
    found = read(operator={"id": "g", "status": "operatorGroup", "name": "Green"})
    assert (found.team, found.operator) == ("g", None)


def test_a_partial_does_not_carry_the_key_of_its_whole() -> None:
    assert read(externalNumber="guichet-1").key == "guichet-1"
    assert read(externalNumber="guichet-1", status="partialArchived").key is None
    assert read(status="secondLineArchived").archived


def test_people_places_and_answers() -> None:
    found = read(
        caller={"id": None, "dynamicName": " Jana ", "email": "j@example.org", "phoneNumber": None},
        optionalFields1={"text1": "Dorpsstraat", "text2": 12, "number1": 50.8, "number2": "5,01", "searchlist1": {"id": "x", "name": "Beek"}},
        subcategory={"name": "put in de WEG"},
        category={"name": "Afval"},
    )
    assert found.contact == Contact("Jana", "j@example.org")
    assert (found.street, found.house_number, found.lat, found.lon, found.neighbourhood) == ("Dorpsstraat", "12", 50.8, 5.01, "Beek")
    assert found.topic == "holes"
    assert read(optionalFields1={"number1": 50.8, "number2": 0.0}).lat is None


def test_requests_come_oldest_first_and_without_names() -> None:
    memo = "26-01-2023 09:00 [GMT +1:00] Kerkstraat, J.: \nStill there.\n\n25-01-2023 11:14 [GMT +0:00] Doe, J.: \nA bag\nin the road\n\n"
    assert requests_in(memo) == ["A bag\nin the road", "Still there."]
    assert requests_in("no stamp") == ["no stamp"]


def test_both_forms_of_dates_and_nonsense() -> None:
    at = datetime(2020, 10, 1, 14, 10, tzinfo=UTC)
    assert moment("2020-10-01T14:10:00.000+0000") == moment("2020-10-01T14:10:00Z") == moment("2020-10-01T16:10:00+02:00") == at
    assert [moment(value) for value in (None, "", 5, "yesterday", "0001-01-01T00:00:00+14:00")] == [None] * 5
    assert [number_at({"a": value}, "a") for value in ("x", None, "nan", True, "1,5")] == [None, None, None, 1.0, 1.5]


def test_a_memo_becomes_plain_text() -> None:
    assert plain('One<br/>two<p>three</p><script>evil()</script><img src=x onerror=y> a &lt; b &amp; c\0') == "One\ntwothree\n a < b & c"
