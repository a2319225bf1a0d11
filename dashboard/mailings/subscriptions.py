"""What people decide: which report comes when, and to whom.

    subscription = save(store, who, Wish("team", "weekly", 1, 7, "nl", team_id=3), addresses, accounts)
    remove(store, who, subscription)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from dashboard.errors import N_, Trouble
from dashboard.mail import BadAddress, checked
from dashboard.mailings.contents import Report
from dashboard.mailings.rhythm import Name
from dashboard.store import SERVICE, Store, Who

MOST = 200
EDITORS = ("manager", "coordinator", "admin")


class NoSubscription(Trouble):
    """It cannot be kept so; says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`day`: 1 = Monday to 7 of a weekly report, 1 to 28 of a monthly one; `hour` by the city's clock."""

    report: Report
    rhythm: Name
    day: int
    hour: int
    language: str
    team_id: int | None = None
    neighbourhood_id: int | None = None


def addresses_in(words: str) -> list[str]:
    """Addresses as people type them: one a line, or commas or semicolons between; each once. Raises BadAddress."""
    parts = [part.strip() for part in words.replace(",", "\n").replace(";", "\n").splitlines()]
    found = {address.lower(): address for address in (checked(part) for part in parts if part)}
    if len(found) > MOST:
        raise BadAddress(words)
    return list(found.values())


def save(
    store: Store, who: Who, wish: Wish, addresses: Sequence[str], accounts: Sequence[int] = (), subscription_id: int | None = None
) -> int:
    """Make a subscription or change one; `accounts` are people.reader ids of colleagues. Raises NoSubscription."""
    try:
        with store.transaction(who) as connection:
            values = asdict(wish) | {"id": subscription_id, "by": who.user_id}
            kept = connection.execute(_INSERT if subscription_id is None else _UPDATE, values).scalar()
            if kept is None:
                raise NoSubscription(N_("This report was taken away meanwhile. Nothing was kept."))
            _subscribe(connection, int(kept), addresses, accounts)
            return int(kept)
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", "") == "23505":
            words = N_("This report exists already, at that hour and in that language. Choose it in the list to change who gets it.")
            raise NoSubscription(words) from error
        raise


def remove(store: Store, who: Who, subscription_id: int) -> None:
    """No more editions; those that were made stay. Addresses that nothing needs any more are forgotten."""
    with store.transaction(who) as connection:
        connection.execute(text("delete from post.subscription where id = :id"), {"id": subscription_id})
        connection.execute(_FORGET)


def address_of(store: Store, who: Who, user_id: int, address: str) -> None:
    """Where a colleague with an account gets reports; empty forgets it. Raises BadAddress."""
    values = {"user": user_id, "address": checked(address) if address.strip() else ""}
    with store.transaction(who) as connection:
        if values["address"]:
            connection.execute(_ADDRESS, values)
        else:
            connection.execute(text("delete from people.reader where user_id = :user"), values)


def found_demo(store: Store) -> None:
    """The demo's own, once: the week of the council, of some teams, and of every place; nobody is mailed."""
    with store.transaction(SERVICE) as connection:
        connection.execute(_DEMO)


def _subscribe(connection: Connection, subscription_id: int, addresses: Sequence[str], accounts: Sequence[int]) -> None:
    values = {"id": subscription_id, "addresses": list(addresses), "accounts": list(accounts)}
    connection.execute(text("delete from post.subscriber where subscription_id = :id"), values)
    connection.execute(_READERS, values)
    connection.execute(_SUBSCRIBE, values)
    connection.execute(_FORGET)


_INSERT = text("""
    insert into post.subscription (report, team_id, neighbourhood_id, rhythm, day, hour, language, created_by)
    values (:report, :team_id, :neighbourhood_id, :rhythm, :day, :hour, :language, :by) returning id""")
_UPDATE = text("""
    update post.subscription set report = :report, team_id = :team_id, neighbourhood_id = :neighbourhood_id, rhythm = :rhythm, day = :day,
        hour = :hour, language = :language
    where id = :id returning id""")
_READERS = text("""
    insert into people.reader (address)
    select a from unnest(cast(:addresses as text[])) a
    where not exists (select 1 from people.reader r where lower(r.address) = lower(a) and r.user_id is null)""")
_SUBSCRIBE = text("""
    insert into post.subscriber (subscription_id, reader_id)
    select :id, r.id from people.reader r
    where r.user_id is null and lower(r.address) in (select lower(a) from unnest(cast(:addresses as text[])) a)
       or r.user_id is not null and r.id = any (cast(:accounts as bigint[]))""")
_FORGET = text("""
    delete from people.reader r
    where r.user_id is null and not exists (select 1 from post.subscriber b where b.reader_id = r.id)""")
_ADDRESS = text("""
    insert into people.reader (address, user_id) values (:address, :user)
    on conflict (user_id) do update set address = excluded.address""")
_DEMO = text("""
    insert into post.subscription (report, team_id, rhythm, day, hour, language)
    select w.report, w.team_id, w.rhythm, 1, 7, 'nl'
    from (
        select 'council' as report, null::integer as team_id, 'weekly' as rhythm
        union all select 'team', id, 'weekly' from desk.team where name in ('Groen', 'Wegen', 'Reiniging')
        union all select 'place', null, 'weekly'
    ) w
    where not exists (select 1 from post.subscription)""")
