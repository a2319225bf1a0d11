"""The wall counts right, and its role gets nothing but counts."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from dashboard.store import Store, Who

PRESENTER = Who("presenter")
OPEN = "is_open and not restricted"


def rows(database: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database) as owner:
        return owner.execute(statement).fetchall()


def test_the_wall_counts_what_is_open(filled: Store, database: str) -> None:
    streets = filled.ask(PRESENTER, "wall/streets", since=None)
    expected = rows(database, f"select street_id, count(*) from desk.ticket where {OPEN} and street_id is not null group by 1")
    assert dict(zip(streets.street_id, streets.n, strict=True)) == dict(expected)
    assert list(streets.n) == sorted(streets.n, reverse=True)
    topics = filled.ask(PRESENTER, "wall/topics", since=None)
    counted = "select o.name_nl, count(*) from desk.ticket t join city.topic o on o.id = topic_id where is_open and not t.restricted group by 1"
    expected = rows(database, counted)
    assert dict(zip(topics.name_nl, topics.n, strict=True)) == dict(expected)
    quarters = filled.ask(PRESENTER, "wall/neighbourhoods", since=None)
    most = rows(database, f"select count(*) as n from desk.ticket where {OPEN} group by neighbourhood_id order by n desc limit 3")
    assert [(n,) for n in quarters.n] == most
    spots = filled.ask(PRESENTER, "wall/spots", since=None)
    assert [(int(spots.n.sum()),)] == rows(database, f"select count(*) from desk.ticket where {OPEN} and lat is not null")


@pytest.mark.parametrize(
    "statement", ["select title from desk.ticket", "select caller_id from desk.ticket", "select name from people.person",
                  "select text from desk.entry", "select operator_id from desk.ticket", "select file_name from desk.attachment"],
)  # fmt: skip
def test_its_role_reads_no_word_of_a_person(filled: Store, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), filled.transaction(PRESENTER) as connection:
        connection.execute(text(statement))
