"""Rights hold in the database: table by table, role by role."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from dashboard.store import SERVICE, Store, Who
from dashboard.store.who import PEOPLE_ROLES, ROLES

STAFF = frozenset(PEOPLE_ROLES) - {"presenter"}
EVERYONE = frozenset(PEOPLE_ROLES)
SERVICE_TOO = frozenset({"service"})
EDITORS = frozenset({"manager", "coordinator", "admin"})  # of reports that come by themselves

# Who may read which table as a whole; what is not here, nobody but the owner reads.
READERS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("city.neighbourhood", "city.street", "city.backdrop", "city.topic", "city.topic_team"), EVERYONE | SERVICE_TOO),
    **dict.fromkeys(("city.publication", "city.mention"), EVERYONE | SERVICE_TOO),
    **dict.fromkeys(("desk.team", "desk.stream", "desk.change", "desk.change_horizon", "desk.setting"), EVERYONE | SERVICE_TOO),
    **dict.fromkeys(("desk.ticket", "desk.work", "desk.attachment", "desk.photo", "desk.caller", "desk.outbox"), STAFF | SERVICE_TOO),
    **dict.fromkeys(("desk.involved", "desk.involved_mark"), STAFF),
    "desk.ticket_event": EVERYONE | SERVICE_TOO,
    "desk.undone": EVERYONE | SERVICE_TOO,
    "desk.entry": frozenset({"team", "manager", "coordinator", "admin", "service"}),
    **dict.fromkeys(("desk.bad_row", "desk.twin"), frozenset({"admin", "service"})),
    "desk.story_wish": SERVICE_TOO,
    **dict.fromkeys(("desk.area_run", "desk.area_finding"), EVERYONE | SERVICE_TOO),
    **dict.fromkeys(("desk.area_ticket", "desk.area_act", "desk.area_event"), STAFF | SERVICE_TOO),
    "people.operator": STAFF | SERVICE_TOO,
    **dict.fromkeys(("people.person", "people.contact"), SERVICE_TOO),
    "guard.user": frozenset({"door"}),  # others see its columns but the password's hash
    "guard.user_team": frozenset({"admin"}),
    **dict.fromkeys(("guard.session", "guard.entry_ticket"), frozenset({"door"})),
    "guard.attempt": frozenset({"admin", "door"}),
    **dict.fromkeys(("guard.access_log", "guard.audit"), frozenset({"admin"})),
    **dict.fromkeys(("post.subscription", "post.subscriber", "post.letter", "people.reader"), EDITORS | SERVICE_TOO),
    "post.account": EDITORS,
    "post.edition": EDITORS | SERVICE_TOO | frozenset({"team", "presenter"}),
    **dict.fromkeys(
        ("report.ticket", "report.team", "report.street", "report.neighbourhood", "report.ticket_event"), EVERYONE
    ),
}
ROOMS = ("city", "desk", "people", "guard", "post", "report")


def may_read(store: Store, role: str, table: str) -> bool:
    """Whether a transaction in `role` can read the table as a whole."""
    try:
        with store.transaction(Who(role)) as connection:
            connection.execute(text(f"select * from {table} limit 1"))
    except ProgrammingError as error:
        assert error.orig is not None and error.orig.sqlstate == "42501", error
        return False
    return True


def tables(owner: psycopg.Connection) -> list[str]:
    rows = owner.execute(
        "select table_schema || '.' || table_name from information_schema.tables where table_schema = any(%s)", [list(ROOMS)]
    )
    return sorted(row[0] for row in rows)


def test_every_table_has_its_readers_and_no_others(store: Store, owner: psycopg.Connection) -> None:
    seen = {table: {role for role in ROLES if may_read(store, role, table)} for table in tables(owner)}
    assert seen == {table: set(READERS.get(table, ())) for table in seen}
    assert set(READERS) <= set(seen)


def test_only_the_door_sees_how_passwords_are_kept(store: Store) -> None:
    for role in ("admin", "service"):
        with store.transaction(Who(role)) as connection:
            connection.execute(text("select id, login, name, role, language, active from guard.user")).all()
        with pytest.raises(ProgrammingError, match="permission denied"), store.transaction(Who(role)) as connection:
            connection.execute(text("select password_hash from guard.user"))


def test_without_a_role_every_read_is_refused(store: Store, owner: psycopg.Connection) -> None:
    every = [*tables(owner), "jobs.procrastinate_jobs"]
    for table in every:
        with pytest.raises(ProgrammingError, match="permission denied"), store.engine.begin() as connection:
            connection.execute(text(f"select * from {table} limit 1"))


def test_the_app_login_owns_and_inherits_nothing(store: Store, owner: psycopg.Connection) -> None:
    app = f"{store.database}_app"
    row = owner.execute(
        "select rolinherit, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname = %s", [app]
    ).fetchone()
    assert row == (False, False, False, False, False)
    owned = owner.execute("select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = %s", [app])
    assert owned.fetchone() == (0,)


def test_a_pooled_connection_forgets_the_person(store: Store) -> None:
    with store.transaction(Who("coordinator", 7)) as connection:
        assert connection.execute(text("select guard.my_id()")).scalar_one() == 7
    with store.engine.begin() as connection:
        assert connection.execute(text("select current_setting('role'), current_setting('guichet.user_id', true)")).one() == (
            "none",
            "",
        )


def test_nobody_signed_in_can_change_what_is_copied(store: Store) -> None:
    for role in PEOPLE_ROLES:
        for statement in ("update desk.ticket set title = 'x'", "delete from desk.ticket", "truncate desk.entry"):
            with pytest.raises(ProgrammingError, match="permission denied"), store.transaction(Who(role)) as connection:
                connection.execute(text(statement))


@pytest.fixture
def welfare(filled: Store, owner: psycopg.Connection) -> dict[str, int]:
    """Two team leads, one of them in the team of the restricted topic."""
    owner.execute("truncate guard.user cascade")
    ids = {}
    for login in ("inside", "outside"):
        row = owner.execute(
            "insert into guard.user (login, name, role, password_hash) values (%s, %s, 'team', '') returning id", [login, login]
        ).fetchone()
        assert row
        ids[login] = row[0]
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", [ids["inside"]])
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Green'", [ids["outside"]])
    return ids


def count(store: Store, who: Who, what: str) -> int:
    with store.transaction(who) as connection:
        return int(connection.execute(text(f"select count(*) from {what}")).scalar_one())


RESTRICTED = {
    "tickets": "desk.ticket where restricted",
    "events": "desk.ticket_event e where exists (select 1 from city.topic o where o.key = 'welfare' and e.ticket_id in "
    "(select id from desk.ticket where topic_id = o.id))",
}


def test_a_restricted_topic_is_seen_by_its_teams_alone(filled: Store, welfare: dict[str, int]) -> None:
    assert count(filled, Who("team", welfare["inside"]), "report.ticket where topic = 'welfare'") == 0, "outside tools get none, whoever asks"
    for what in RESTRICTED.values():
        assert count(filled, Who("team", welfare["inside"]), what) > 0
        for role in PEOPLE_ROLES:
            assert count(filled, Who(role, welfare["outside"]), what) == 0, (role, what)


def test_what_hangs_on_a_restricted_ticket_follows_it(filled: Store, owner: psycopg.Connection, welfare: dict[str, int]) -> None:
    row = owner.execute("select id from desk.ticket where restricted limit 1").fetchone()
    assert row
    owner.execute(
        "insert into desk.entry (ticket_id, external_id, kind, at, author, text) values (%s, 'e', 'request', now(), 'citizen', 'x')"
        " on conflict do nothing",
        [row[0]],
    )
    owner.execute(
        "insert into desk.attachment (ticket_id, external_id, file_name, at) values (%s, 'a', 'a.jpg', now()) on conflict do nothing",
        [row[0]],
    )
    owner.execute(
        "insert into desk.outbox (ticket_id, kind, key, payload) values (%s, 'action', 'k', '{}') on conflict do nothing", [row[0]]
    )
    for table in ("desk.entry", "desk.attachment", "desk.outbox"):
        what = f"{table} where ticket_id = {row[0]}"
        assert count(filled, Who("team", welfare["inside"]), what) == 1
        for role in ("team", "coordinator", "manager", "admin"):
            assert count(filled, Who(role, welfare["outside"]), what) == 0, (role, table)


def test_a_topic_that_becomes_restricted_takes_its_tickets_along(filled: Store, owner: psycopg.Connection) -> None:
    manager = Who("manager", 1)
    what = "desk.ticket where topic_id = (select id from city.topic where key = 'noise')"
    before = count(filled, manager, what)
    assert before > 0
    with filled.transaction(SERVICE) as connection:
        connection.execute(text("update city.topic set restricted = true where key = 'noise'"))
    assert count(filled, manager, what) == 0
    owner.execute("update city.topic set restricted = false where key = 'noise'")
    assert count(filled, manager, what) == before


def person_of(store: Store, who: Who, ticket: int) -> list[str]:
    with store.transaction(who) as connection:
        return list(connection.execute(text("select name from people.of_ticket(:id)"), {"id": ticket}).scalars())


def test_a_name_is_seen_by_right_and_logged(filled: Store, owner: psycopg.Connection, welfare: dict[str, int]) -> None:
    mine = "select id, caller_id from desk.ticket t where caller_id is not null and not restricted and team_id = (select id from desk.team where name = %s) limit 1"
    green, roads = owner.execute(mine, ["Green"]).fetchone(), owner.execute(mine, ["Roads"]).fetchone()
    assert green and roads
    owner.execute("truncate guard.access_log")
    assert len(person_of(filled, Who("team", welfare["outside"]), green[0])) == 1
    assert len(person_of(filled, Who("coordinator", 99), roads[0])) == 1
    log = owner.execute("select user_id, what, caller_ids from guard.access_log order by id").fetchall()
    assert log == [
        (welfare["outside"], f"person of ticket {green[0]}", [green[1]]),
        (99, f"person of ticket {roads[0]}", [roads[1]]),
    ]
    with pytest.raises(ProgrammingError, match="no right"):
        person_of(filled, Who("team", welfare["outside"]), roads[0])
    for role in ("presenter", "patrol", "manager", "admin"):
        with pytest.raises(ProgrammingError):
            person_of(filled, Who(role, 5), green[0])


def test_a_ticket_of_no_team_shows_no_team_its_person(filled: Store, owner: psycopg.Connection, welfare: dict[str, int]) -> None:
    row = owner.execute(
        "update desk.ticket set team_id = null where id = (select min(id) from desk.ticket where caller_id is not null and not restricted)"
        " returning id"
    ).fetchone()
    assert row
    for lead in welfare.values():
        with pytest.raises(ProgrammingError, match="no right"):
            person_of(filled, Who("team", lead), row[0])


def test_names_of_the_involved_are_the_coordinators_alone(filled: Store, owner: psycopg.Connection) -> None:
    owner.execute("truncate guard.access_log")
    ask = text("select count(*) from people.of_callers(array(select id from desk.caller order by id limit 3), 'engagement')")
    with filled.transaction(Who("coordinator", 4)) as connection:
        assert connection.execute(ask).scalar_one() == 3
    assert owner.execute("select user_id, what, cardinality(caller_ids) from guard.access_log").fetchall() == [(4, "engagement", 3)]
    for role in set(PEOPLE_ROLES) - {"coordinator"}:
        with pytest.raises(ProgrammingError), filled.transaction(Who(role, 4)) as connection:
            connection.execute(ask)


def test_the_wall_gets_no_word_a_citizen_wrote(filled: Store) -> None:
    presenter = Who("presenter", 1)
    assert count(filled, presenter, "report.ticket") > 1000
    for column in ("title", "caller_id", "operator_id", "extra"):
        with pytest.raises(ProgrammingError, match="permission denied"), filled.transaction(presenter) as connection:
            connection.execute(text(f"select {column} from desk.ticket limit 1"))
