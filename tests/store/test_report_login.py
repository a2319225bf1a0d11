"""What outside tools read: the schema report, through a real connection of their own login, and nothing else."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url

from dashboard.commands.report_login import close_login, open_login
from dashboard.errors import DatabaseDown
from dashboard.store import Store
from dashboard.store.engine import plain_url

VIEWS = {"ticket", "ticket_event", "team", "street", "neighbourhood"}
PASSWORD = "50%-of-o'clock"


@pytest.fixture
def tool(filled: Store, database: str) -> str:
    """The address with which a BI tool signs in."""
    return plain_url(make_url(open_login(database, PASSWORD)).set(password=PASSWORD))


def test_the_login_reads_the_schema_report_and_no_other_table(tool: str, owner: psycopg.Connection) -> None:
    tables = owner.execute(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'v', 'm', 'p') and n.nspname !~ '^(pg_|information_schema)'"
    ).fetchall()
    assert len(tables) > 30 and {name for room, name in tables if room == "report"} == VIEWS
    with psycopg.connect(tool, autocommit=True) as connection:
        for room, name in tables:
            statement = psycopg.sql.SQL("select * from {}.{} limit 1").format(psycopg.sql.Identifier(room), psycopg.sql.Identifier(name))
            if room == "report":
                connection.execute(statement)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
        for act in ("set role {}_team", "set role {}_views", "set session authorization {}_app"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(act.format(make_url(tool).database))
        for function in ("people.of_ticket(1)", "guard.my_teams()", "desk.team_named(1, 'Green')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select {function}")


def test_it_changes_nothing_even_where_it_turns_its_own_brake_off(tool: str) -> None:
    with psycopg.connect(tool, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("create temp table x (a int)")
        connection.execute("set default_transaction_read_only = off")
        for statement in ("delete from report.team", "update report.ticket set status = 'new'", "create table report.x (a int)"):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)):
                connection.execute(statement)


def test_row_security_holds_through_the_views_whoever_the_login_says_it_is(tool: str, owner: psycopg.Connection) -> None:
    inside = owner.execute("insert into guard.user (login, name, role, password_hash) values ('r', 'R', 'team', '') returning id").fetchone()
    assert inside
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", inside)
    row = owner.execute("select count(*), count(*) filter (where restricted) from desk.ticket where not gone").fetchone()
    events = owner.execute("select count(*) from desk.ticket_event e join desk.ticket t on t.id = e.ticket_id where not t.restricted").fetchone()
    assert row and events and 0 < row[1] < row[0]
    with psycopg.connect(tool, autocommit=True) as connection:
        connection.execute(f"set guichet.user_id = '{inside[0]}'")
        assert connection.execute("select count(*), count(*) filter (where topic = 'welfare') from ticket").fetchone() == (row[0] - row[1], 0)
        assert connection.execute("select count(*) from ticket_event").fetchone() == events
        # a function that tells what it is given sees no restricted row either
        connection.execute("set default_transaction_read_only = off")
        connection.execute("create function pg_temp.tell(text) returns boolean language plpgsql cost 0.0001 as"
                           " $$ begin if $1 = 'welfare' then raise 'seen'; end if; return true; end $$")  # fmt: skip
        connection.execute("select count(*) from ticket where pg_temp.tell(topic)")


def test_a_topic_that_becomes_restricted_leaves_the_views(tool: str, owner: psycopg.Connection) -> None:
    with psycopg.connect(tool, autocommit=True) as connection:
        count = "select count(*) from ticket where topic = 'noise'"
        before = connection.execute(count).fetchone()
        owner.execute("update city.topic set restricted = true where key = 'noise'")
        assert before and before[0] > 0 and connection.execute(count).fetchone() == (0,)
        owner.execute("update city.topic set restricted = false where key = 'noise'")
        assert connection.execute(count).fetchone() == before


def test_the_login_can_be_taken_away(tool: str, database: str) -> None:
    with psycopg.connect(tool, autocommit=True) as connection:
        close_login(database)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(tool)
    with pytest.raises(DatabaseDown):
        open_login(plain_url(make_url(database).set(port=1)), PASSWORD)
