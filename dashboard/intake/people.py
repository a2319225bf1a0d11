"""Teams, colleagues and registered persons of a source, upserted by (source, external_id); only what differs is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text

from dashboard.city.gazetteer import Gazetteer
from dashboard.intake.clean import as_json


@dataclass(frozen=True, slots=True)
class Team:
    external_id: str
    name: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    external_id: str
    name: str
    login: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A registered caller; `home` is a neighbourhood, village or street. Archived or without a name = to be emptied here too."""

    external_id: str
    name: str
    first_name: str = ""
    surname: str = ""
    gender: str = ""
    job_title: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    language: str = ""
    city: str = ""
    home: str = ""
    archived: bool = False


def keep_teams(connection: Connection, source: str, teams: Iterable[Team], *, whole: bool = True) -> int:
    """Rows changed. Not `whole`: only add those that are not known, for names met inside a ticket."""
    action = "do update set name = excluded.name, archived = excluded.archived where (t.name, t.archived) is distinct from"
    return _upsert(
        connection,
        f"""
        insert into desk.team as t (source, external_id, name, archived)
        select :source, external_id, name, archived
        from jsonb_to_recordset(cast(:rows as jsonb)) as r(external_id text, name text, archived boolean)
        on conflict (source, external_id) {f"{action} (excluded.name, excluded.archived)" if whole else "do nothing"}
        """,
        source,
        teams,
    )


def keep_colleagues(connection: Connection, source: str, colleagues: Iterable[Colleague], *, whole: bool = True) -> int:
    """Rows changed; `whole` as for teams."""
    action = """do update set name = excluded.name, login = excluded.login, archived = excluded.archived
        where (p.name, p.login, p.archived) is distinct from (excluded.name, excluded.login, excluded.archived)"""
    return _upsert(
        connection,
        f"""
        insert into people.operator as p (source, external_id, name, login, archived)
        select :source, external_id, name, login, archived
        from jsonb_to_recordset(cast(:rows as jsonb)) as r(external_id text, name text, login text, archived boolean)
        on conflict (source, external_id) {action if whole else "do nothing"}
        """,
        source,
        colleagues,
    )


def keep_persons(connection: Connection, gazetteer: Gazetteer, source: str, persons: Iterable[Person]) -> int:
    """Upsert persons with the neighbourhood of their home; who is archived or anonymised there is emptied here. Rows changed."""
    living: list[dict[str, Any]] = []
    emptied: list[str] = []
    homes: dict[str, int | None] = {}
    for person in {person.external_id: person for person in persons}.values():
        if person.archived or not person.name.strip():
            emptied.append(person.external_id)
            continue
        if person.home not in homes:
            homes[person.home] = gazetteer.neighbourhood(person.home) or gazetteer.place(street=person.home).neighbourhood_id
        living.append(asdict(person) | {"neighbourhood_id": homes[person.home]})
    changed = _upsert(connection, _CALLERS, source, living) + _upsert(connection, _PERSONS, source, living)
    return changed + empty_persons(connection, source, emptied)


def empty_persons(connection: Connection, source: str, external_ids: list[str]) -> int:
    """Take away all that is known of these persons; the pseudonym stays, so that counts stay. Rows changed."""
    if not external_ids:
        return 0
    bound = {"source": source, "ids": external_ids}
    connection.execute(
        text("""
            delete from people.person p using desk.caller c
            where c.id = p.caller_id and c.source = :source and c.external_id = any(:ids)"""),
        bound,
    )
    # one that was never met gets a row too, so that a name inside an old ticket does not bring the person back
    return connection.execute(
        text("""
            insert into desk.caller as c (source, external_id, archived)
            select :source, unnest(cast(:ids as text[])), true
            on conflict (source, external_id) do update set archived = true, neighbourhood_id = null where not c.archived"""),
        bound,
    ).rowcount


def empty_all_but(connection: Connection, source: str, seen: set[str]) -> int:
    """After a complete reading of the source's persons: empty those that it no longer has. Rows changed."""
    known = connection.execute(
        text("select c.external_id from desk.caller c join people.person p on p.caller_id = c.id where c.source = :source"),
        {"source": source},
    ).scalars()
    return empty_persons(connection, source, [id for id in known if id not in seen])


_CALLERS = """
    insert into desk.caller as c (source, external_id, neighbourhood_id)
    select :source, external_id, neighbourhood_id
    from jsonb_to_recordset(cast(:rows as jsonb)) as r(external_id text, neighbourhood_id integer)
    on conflict (source, external_id) do update set neighbourhood_id = excluded.neighbourhood_id, archived = false
    where (c.neighbourhood_id, c.archived) is distinct from (excluded.neighbourhood_id, false)
"""
_FIELDS = ("name", "first_name", "surname", "gender", "job_title", "email", "phone", "mobile", "language", "address", "city")
_PERSONS = f"""
    insert into people.person as p (caller_id, {", ".join(_FIELDS)})
    select c.id, r.name, r.first_name, r.surname, r.gender, r.job_title, r.email, r.phone, r.mobile, r.language, r.home, r.city
    from jsonb_to_recordset(cast(:rows as jsonb)) as r(external_id text, name text, first_name text, surname text, gender text,
        job_title text, email text, phone text, mobile text, language text, home text, city text)
    join desk.caller c on c.source = :source and c.external_id = r.external_id
    on conflict (caller_id) do update set {", ".join(f"{name} = excluded.{name}" for name in _FIELDS)}
    where ({", ".join(f"p.{name}" for name in _FIELDS)}) is distinct from ({", ".join(f"excluded.{name}" for name in _FIELDS)})
"""


def _upsert(connection: Connection, statement: str, source: str, rows: Iterable[Any]) -> int:
    listed = [row if isinstance(row, dict) else asdict(row) for row in rows]
    unique = list({row["external_id"]: row for row in listed}.values())
    if not unique:
        return 0
    return connection.execute(text(statement), {"source": source, "rows": as_json(unique)}).rowcount
