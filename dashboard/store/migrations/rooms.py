"""How a migration runs its SQL: role names carry the database's name, since roles belong to the cluster."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection

from dashboard.errors import BadSettings
from dashboard.store.who import OUTSIDE_ROLES, PEOPLE_ROLES, ROLES

SQL = Path(__file__).parent / "sql"


def role_name(database: str, role: str) -> str:
    """`guichet`, `team` -> `guichet_team`."""
    return f"{database}_{role}"


def ensure_roles(connection: Connection, database: str, app_password: str) -> None:
    """Make the database's roles and the login that may take each of them but inherits none."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,40}", database):
        raise BadSettings(
            f"The database is called {database!r}: use lower case letters, digits and _ only, at most 41 of them."
        )
    run = connection.exec_driver_sql
    there = {row[0] for row in run("select rolname from pg_roles")}
    app = role_name(database, "app")
    for role in (*ROLES, *OUTSIDE_ROLES):
        if role_name(database, role) not in there:
            run(f"create role {role_name(database, role)} nologin")
    if app not in there:
        run(f"create role {app} login noinherit")
    run(f"alter role {app} password '{scrambled(connection, app, app_password)}'")
    run(f"alter role {app} in database {database} set search_path = jobs, public")
    for role in ROLES:
        run(f"grant {role_name(database, role)} to {app}")


def scrambled(connection: Connection, login: str, password: str) -> str:
    """The password as PostgreSQL keeps it: neither its log nor a message of ours can tell it then."""
    raw: Any = connection.connection.driver_connection
    return str(raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode())


def run_file(connection: Connection, name: str) -> None:
    """Execute sql/NAME.sql with {db}, {people_roles} and {staff_roles} filled in."""
    database = connection.exec_driver_sql("select current_database()").scalar_one()
    people = [role_name(database, role) for role in PEOPLE_ROLES]
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    text = text.replace("{people_roles}", ", ".join(people)).replace("{staff_roles}", ", ".join(people[1:]))
    _script(connection, text.replace("{db}", database))


def run_jobs(connection: Connection) -> None:
    """procrastinate's own tables in a schema of their own.

    Its functions get a fixed search path; those that enqueue run with the owner's rights, so that a person's
    role can add a job in its transaction and touch nothing else in there.
    """
    database = connection.exec_driver_sql("select current_database()").scalar_one()
    people = ", ".join(role_name(database, role) for role in ("patrol", "team", "coordinator", "admin"))
    service = role_name(database, "service")
    _script(connection, "create schema jobs; set local search_path = jobs")
    _script(connection, SchemaManager.get_schema())
    _script(
        connection,
        f"""
        set local search_path = pg_catalog;
        do $$ declare f record; begin
            for f in select p.oid::regprocedure as name, p.proname like '%defer%' as defers
                     from pg_proc p where p.pronamespace = 'jobs'::regnamespace and p.prokind = 'f' loop
                execute format('alter function %s set search_path = jobs, pg_temp', f.name);
                if f.defers then
                    execute format('alter function %s security definer', f.name);
                    execute format('revoke execute on function %s from public', f.name);
                    execute format('grant execute on function %s to {people}, {service}', f.name);
                end if;
            end loop;
        end $$;
        grant usage on schema jobs to {people}, {service};
        grant all on all tables in schema jobs to {service};
        grant all on all sequences in schema jobs to {service};
        reset search_path;
        """,
    )


def _script(connection: Connection, text: str) -> None:
    """Several statements at once, no parameters, so `%` means itself."""
    cursor = connection.connection.cursor()
    cursor.execute(text)
    cursor.close()
