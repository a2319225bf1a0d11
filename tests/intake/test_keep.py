"""What keeping records guarantees, over a real database."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.city.gazetteer import Gazetteer
from dashboard.intake.keep import Kept, keep
from dashboard.intake.record import Contact, Record
from dashboard.store import SERVICE, Store
from tests.intake.conftest import NOON, record


@pytest.fixture
def tickets(city: Store, places: Gazetteer, owner: psycopg.Connection):
    """Keep records in a store without any, and read rows back."""
    owner.execute("truncate desk.ticket, desk.change cascade")

    class Tickets:
        def keep(self, *records: Record) -> Kept:
            with city.transaction(SERVICE) as connection:
                return keep(connection, places, records)

        def all(self, columns: str) -> list[tuple]:
            return owner.execute(f"select {columns} from desk.ticket order by id").fetchall()

        def events(self, columns: str = "kind, old, new") -> list[tuple]:
            return owner.execute(f"select {columns} from desk.ticket_event order by at, id").fetchall()

        def changes(self) -> int:
            return owner.execute("select count(*) from desk.change").fetchone()[0]

    return Tickets()


def test_a_page_read_twice_changes_nothing(tickets) -> None:
    page = [record(str(n), title=f"T{n}", team="team-1", topic="litter") for n in range(50)]
    kept = tickets.keep(*page)
    assert (kept.new, kept.changed, kept.same) == (50, 0, 0)
    before = tickets.all("*"), tickets.events("*"), tickets.changes()
    kept = tickets.keep(*page)
    assert (kept.new, kept.changed, kept.same) == (0, 0, 50)
    assert (tickets.all("*"), tickets.events("*"), tickets.changes()) == before


def test_a_life_becomes_a_history(tickets) -> None:
    minute = timedelta(minutes=1)
    life = [
        {"team": "team-1"},
        {"team": "team-2", "status": "assigned", "minutes": 1},
        {"team": "team-2", "status": "in_progress", "minutes": 2, "first_answer_at": NOON + 2 * minute},
        {"team": "team-2", "status": "solved", "minutes": 3, "solved_at": NOON + 3 * minute},
        {"team": "team-2", "status": "in_progress", "minutes": 4},
        {"team": "team-2", "status": "closed", "minutes": 6, "solved_at": NOON + 5 * minute, "closed_at": NOON + 6 * minute},
    ]
    for step in life:
        tickets.keep(record(**step))
    assert tickets.events() == [
        ("opened", None, "new"),
        ("forwarded", "Green", "Roads"),
        ("status", "new", "assigned"),
        ("answered", None, "staff"),
        ("status", "assigned", "in_progress"),
        ("solved", "in_progress", "solved"),
        ("reopened", "solved", "in_progress"),
        ("solved", "in_progress", "solved"),
        ("closed", "in_progress", "closed"),
    ]
    assert tickets.all("is_open, first_answer_at") == [(False, NOON + 2 * minute)]


def test_a_first_reading_reconstructs_what_can_be_known(tickets) -> None:
    hour = timedelta(hours=1)
    tickets.keep(
        record("a", opened_at=NOON - 9 * hour, first_answer_at=NOON - 8 * hour, solved_at=NOON - 2 * hour, closed_at=NOON - hour, status="closed"),
        record("b", status="cancelled"),
    )
    assert tickets.events("ticket_id = (select min(id) from desk.ticket), kind, new, extract(hour from at)::int") == [
        (True, "opened", "new", 3),
        (True, "answered", "staff", 4),
        (True, "solved", "solved", 10),
        (True, "closed", "closed", 11),
        (False, "opened", "new", 12),
        (False, "closed", "cancelled", 12),
    ]


def report(owner: psycopg.Connection, key: str) -> int:
    """A ticket made here that the far side does not have yet."""
    row = owner.execute(
        """insert into desk.ticket (source, channel, key, title, status, topic_id, opened_at, modified_at, lat, lon, placed_by, extra)
           values ('topdesk', 'Guichet', %s, 'Ours', 'new', (select id from city.topic where key = 'litter'), %s, %s, 50.7905, 5.1505, 'coordinates',
                   '{"bags": 3}') returning id""",
        [key, NOON, NOON + timedelta(minutes=5)],
    ).fetchone()
    assert row
    owner.execute("insert into desk.ticket_event (ticket_id, at, kind, new) values (%s, %s, 'opened', 'new')", [row[0], NOON])
    return row[0]


def test_what_we_made_and_the_far_side_shows_is_one_ticket(tickets, owner: psycopg.Connection) -> None:
    id = report(owner, "K-1")
    kept = tickets.keep(record("far", key="K-1", external_number="I 1", opened_at=NOON + timedelta(seconds=9), title="Ours", line="first"))
    assert (kept.new, kept.changed) == (0, 1)
    assert tickets.all("id, external_id, external_number, opened_at, lat, placed_by, extra, topic_id is not null, channel") == [
        (id, "far", "I 1", NOON, 50.7905, "coordinates", {"bags": 3}, True, "Guichet")
    ]
    assert tickets.events() == [("opened", None, "new")]


def test_a_second_incident_with_our_key_is_no_second_ticket(tickets, owner: psycopg.Connection) -> None:
    id = report(owner, "K-2")
    late = record("late", key="K-2", opened_at=NOON + timedelta(minutes=2), external_number="I 9")
    kept = tickets.keep(late, record("first", key="K-2", opened_at=NOON + timedelta(minutes=1)))
    assert kept.twins == [id]
    assert tickets.all(f"id = {id}, external_id, gone") == [(True, "first", False), (False, "late", True)]
    late.title = "Changed there"
    assert tickets.keep(late).twins == []
    assert tickets.all("gone") == [(False,), (True,)]


def test_a_key_that_is_nobody_of_ours_means_nothing(tickets) -> None:
    tickets.keep(record("a", key="X-1"), record("b", key="X-1"))
    assert tickets.all("key, gone") == [(None, False), (None, False)]


def test_a_place_set_by_hand_stays(tickets, owner: psycopg.Connection) -> None:
    tickets.keep(record(lat=50.7905, lon=5.151))
    owner.execute("update desk.ticket set placed_by = 'hand', lat = 50.8, lon = 5.2")
    tickets.keep(record(lat=50.7905, lon=5.151, title="Moved on", minutes=1))
    assert tickets.all("placed_by, lat, title") == [("hand", 50.8, "Moved on")]


def test_places_come_by_coordinates_then_street_then_text(tickets) -> None:
    tickets.keep(
        record("a", lat=50.7901, lon=5.1505, texts=("Street 7 is broken",)),
        record("b", street="Street 3", house_number="12"),
        record("c", texts=("Lamp out", "since Monday, Street 5 nr 4")),
        record("d", texts=("somewhere",)),
        record("e", lat=0.0, lon=0.0),
        record("f", lat=40.0, lon=5.0),
    )
    assert [row[0] for row in tickets.all("placed_by")] == ["coordinates", "street", "text", "nothing", "nothing", "outside"]
    assert tickets.all("house_number")[1] == ("12",)
    assert tickets.all("neighbourhood_id is not null")[0] == (True,)


def test_a_placeless_topic_expects_no_place_and_a_restricted_one_is_marked(tickets, owner: psycopg.Connection) -> None:
    owner.execute("update city.topic set placeless = (key = 'parking')")
    tickets.keep(record("a", topic="parking", texts=("Street 5",)), record("b", topic="welfare"))
    assert tickets.all("placed_by, restricted") == [("placeless", False), ("nothing", True)]


def test_people_go_to_the_room_of_people_alone(tickets, owner: psycopg.Connection) -> None:
    jane = Contact("Peeters, Jana", "jana@example.org", "011 00 00 00")
    tickets.keep(record("a", contact=jane), record("b", caller="p-new", contact=jane), record("c", caller="p-1"))
    assert owner.execute("select name, email from people.contact").fetchall() == [("Peeters, Jana", "jana@example.org")]
    name = "select p.name from people.person p join desk.caller c on c.id = p.caller_id where c.external_id = 'p-new'"
    assert owner.execute(name).fetchall() == [("Peeters, Jana",)]
    assert [row[0] for row in tickets.all("caller_id is not null")] == [False, True, True]
    tickets.keep(record("a", minutes=1))
    assert owner.execute("select count(*) from people.contact").fetchone() == (0,)
    assert owner.execute("select count(*) from desk.ticket t where t::text like '%Peeters%'").fetchone() == (0,)


words = st.text(max_size=40)
moments = st.datetimes(NOON.replace(tzinfo=None) - timedelta(days=900), NOON.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=NOON.tzinfo))
records = st.builds(
    Record,
    source=st.just("topdesk"),
    external_id=st.sampled_from(["a", "b", "c", "d"]),
    opened_at=moments,
    modified_at=moments,
    status=st.sampled_from(["new", "assigned", "planned", "in_progress", "waiting", "solved", "closed", "cancelled"]),
    key=st.sampled_from([None, "K-1", "K-2"]),
    title=words,
    topic=st.sampled_from([None, "litter", "welfare", "unknown"]),
    category=st.none() | words,
    team=st.sampled_from([None, "team-1", "team-2", "nobody"]),
    caller=st.sampled_from([None, "p-1", "p-9999"]),
    contact=st.none() | st.builds(Contact, words, words, words, words),
    street=st.none() | words | st.just("Street 3"),
    house_number=st.none() | words,
    lat=st.none() | st.floats(),
    lon=st.none() | st.floats(),
    texts=st.tuples(words, words),
    solved_at=st.none() | moments,
    closed_at=st.none() | moments,
    extra=st.dictionaries(words, words | st.integers(), max_size=2),
)


# no shrinking: each example costs a database's time
@settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@given(pages=st.lists(st.lists(records, max_size=5), max_size=5))
def test_any_pages_leave_one_row_an_identity_and_reading_again_is_silent(
    tickets, owner: psycopg.Connection, pages: list[list[Record]]
) -> None:
    owner.execute("truncate desk.ticket, desk.change cascade")
    report(owner, "K-1")
    last: dict[str, Record] = {}
    for page in pages:
        tickets.keep(*page)
        last |= {one.external_id: one for one in page}
    rows = owner.execute("select external_id, status, restricted, gone, is_open from desk.ticket where external_id is not null").fetchall()
    assert sorted(row[0] for row in rows) == sorted(last)
    for id, status, restricted, gone, is_open in rows:
        assert status == last[id].status
        assert restricted == (last[id].topic == "welfare") or last[id].topic not in ("welfare", "litter")
        ended = status in ("solved", "closed", "cancelled") or last[id].solved_at or last[id].closed_at
        assert is_open == (not ended and not gone)
    unlike = "select count(*) from desk.ticket t left join city.topic o on o.id = t.topic_id where t.restricted <> coalesce(o.restricted, false)"
    assert owner.execute(unlike).fetchone() == (0,)
    assert owner.execute("select count(*) from desk.ticket where key is not null").fetchone() == (1,)
    opened = "select count(*) from desk.ticket t where 1 <> (select count(*) from desk.ticket_event e where e.ticket_id = t.id and kind = 'opened')"
    assert owner.execute(opened).fetchone() == (0,)
    before = tickets.all("*"), tickets.events("*"), tickets.changes()
    tickets.keep(*last.values())
    assert (tickets.all("*"), tickets.events("*"), tickets.changes()) == before
