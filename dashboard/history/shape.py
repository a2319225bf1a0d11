"""What the copy holds: its tables as DuckDB knows them, and from which columns of PostgreSQL each is read.

Days (`opened_on`, `ended_on`, `moved_on`, `back_on`), `weekday` (1 = Monday) and `hour` are by the city's clock; moments are UTC, so a cast
of a moment to a day is not the city's. `answer_work_s` and `solve_work_s` are working seconds from opening to the first answer and to the
solution, null where unknown or set apart; `oddity` says why a ticket is set apart: "backwards" (answered, solved or closed before it was
opened), "absurd" (took longer than any matter takes, or older than any counter).
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.city.working_time import FIRST_YEAR

#: Longer than this between opening and answer or ending is a mistake in the data, not a long matter.
ABSURD_DAYS = 3653

#: Nothing is opened before it: the calendar of working time begins there.
FIRST_DAY = f"{FIRST_YEAR}-01-01"


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: "int", "bigint", "moment", "real", "bool" or "text"; `of`: its expression in PostgreSQL."""

    name: str
    kind: str
    of: str = ""

    @property
    def expression(self) -> str:
        return self.of or f"t.{self.name}"


TICKET = (
    Column("id", "bigint"),
    Column("source", "text"),
    Column("topic_id", "int"),
    Column("category", "text"),
    Column("subcategory", "text"),
    Column("team_id", "int"),
    Column("channel", "text"),
    Column("status", "text"),
    Column("priority", "text"),
    Column("street_id", "int"),
    Column("neighbourhood_id", "int"),
    Column("lat", "real"),
    Column("lon", "real"),
    Column("placed_by", "text"),
    Column("is_open", "bool"),
    Column("known", "bool", "t.caller_id is not null"),
    Column("opened_at", "moment"),
    Column("first_answer_at", "moment"),
    Column("target_at", "moment"),
    Column("solved_at", "moment"),
    Column("closed_at", "moment"),
    Column("ended_at", "moment"),
    Column("modified_at", "moment"),
)

FORWARDED = (
    Column("ticket_id", "bigint"),
    Column("at", "moment"),
    Column("old_team_id", "int"),
    Column("new_team_id", "int"),
)

UNDONE = (
    Column("ticket_id", "bigint"),
    Column("ended_at", "moment"),
    Column("back_at", "moment"),
)

#: Where each of them is read; the ids of tickets are put in for `{ids}` ("true" for all).
SOURCES = {
    "ticket": "desk.ticket t where not t.gone and {ids}",
    "forwarded": """(select e.ticket_id, e.at, e.old_team_id, e.new_team_id
        from desk.ticket_event e join desk.ticket k on k.id = e.ticket_id where e.kind = 'forwarded' and not k.gone) t where {ids}""",
    "undone": "desk.undone t where {ids}",
}
COLUMNS = {"ticket": TICKET, "forwarded": FORWARDED, "undone": UNDONE}

#: Small tables, read whole: name -> (columns in DuckDB, question to PostgreSQL).
SMALL = {
    "topic": (
        "id integer, key varchar, name_nl varchar, name_fr varchar, name_en varchar, icon varchar, colour integer, position integer,"
        " placeless boolean",
        "select id, key, name_nl, name_fr, name_en, icon, colour, position, placeless from city.topic where not restricted",
    ),
    "team": (
        "id integer, source varchar, name varchar, outside boolean, archived boolean",
        "select id, source, name, outside, archived from desk.team",
    ),
    "street": (
        "id integer, name varchar, village varchar, neighbourhood_id integer, length_m double",
        "select id, name, village, neighbourhood_id, length_m from city.street",
    ),
    "neighbourhood": (
        "id integer, name varchar, village varchar, inhabitants integer, lat double, lon double",
        "select id, name, village, inhabitants, lat, lon from city.neighbourhood",
    ),
}

TYPES = {"int": "integer", "bigint": "bigint", "moment": "timestamptz", "real": "double", "bool": "boolean", "text": "varchar"}

#: What the copy works out itself.
DERIVED = {
    "ticket": "opened_on date, ended_on date, weekday utinyint, hour utinyint, answer_work_s integer, solve_work_s integer, oddity varchar",
    "forwarded": "moved_on date",
    "undone": "ended_on date, back_on date",
}
