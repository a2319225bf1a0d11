"""Keeping publications, and what they are about: found in their words by the gazetteer, corrected by people, whose word stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from dashboard.city.gazetteer import Gazetteer
from dashboard.city.mentioned import add_mentions, rests_on
from dashboard.city.mentions import mentions, speaks_of_works
from dashboard.intake.clean import as_json
from dashboard.intake.feeds.items import Item
from dashboard.store import SERVICE, Store

SOURCE = "feed"
#: What has left the screens this long ago is forgotten.
FORGET_DAYS = 365

_UPSERT = text("""
    with said as (select * from jsonb_to_recordset(cast(:items as jsonb))
        as i(guid text, title text, text text, link text, published_at timestamptz, expires_on date))
    insert into city.publication as p (feed, guid, title, text, link, published_at, expires_on)
    select :feed, guid, title, text, link, coalesce(published_at, now()),
        coalesce(expires_on, coalesce(published_at, now())::date + cast(:keep_days as integer))
    from said
    on conflict (feed, guid) do update set title = excluded.title, text = excluded.text, link = excluded.link, matched = '',
        expires_on = excluded.expires_on
    where (p.title, p.text, p.link) is distinct from (excluded.title, excluded.text, excluded.link)
    """)

def keep(connection: Connection, feed: str, items: Sequence[Item], keep_days: int) -> int:
    """Add what is new, change what changed; how many. Items that are no longer in the feed stay until their day."""
    rows = [{name: getattr(item, name) for name in Item.__slots__} for item in items]
    rows = [row | {"expires_on": row["expires_on"].isoformat() if row["expires_on"] else None} for row in rows]
    done = connection.execute(_UPSERT, {"feed": feed, "items": as_json(rows), "keep_days": keep_days}).rowcount
    connection.execute(
        text("delete from city.publication where feed = :feed and expires_on < current_date - cast(:days as integer)"),
        {"feed": feed, "days": FORGET_DAYS},
    )
    return done


def match_all(store: Store, streets: Gazetteer, city: str) -> int:
    """Find anew what publications are about where words or streets changed; how many were looked at."""
    now = rests_on(streets)
    with store.transaction(SERVICE) as connection:
        stale = connection.execute(text("select id, title, text from city.publication where matched <> :on for update"), {"on": now})
        rows = stale.all()
        for row in rows:
            _match(connection, streets, city, row)
    return len(rows)


def _match(connection: Connection, streets: Gazetteer, city: str, row: Any) -> None:
    """A person's word, also a "not this one", is left as it is."""
    words = f"{row.title}\n{row.text}"
    connection.execute(text("delete from city.mention where publication_id = :id and user_id is null"), {"id": row.id})
    add_mentions(connection, row.id, mentions(streets, words, city))
    connection.execute(
        text("update city.publication set matched = :on, works = :works where id = :id"),
        {"id": row.id, "on": rests_on(streets), "works": speaks_of_works(words)},
    )


def said_before(store: Store, feed: str) -> dict[str, str]:
    """The etag and date that the feed's server gave us last time."""
    with store.transaction(SERVICE) as connection:
        row = connection.execute(
            text("select cursor from desk.stream where source = :source and stream = :feed"), {"source": SOURCE, "feed": feed}
        ).one_or_none()
    return dict(row.cursor) if row else {}


def note_well(connection: Connection, feed: str, said: dict[str, str]) -> None:
    connection.execute(
        text("""
            insert into desk.stream (source, stream, cursor, tried_at, ok_at, stored_n)
            values (:source, :feed, cast(:said as jsonb), now(), now(), (select count(*) from city.publication where feed = :feed))
            on conflict (source, stream) do update set cursor = excluded.cursor, tried_at = now(), ok_at = now(), trouble = null,
                stored_n = excluded.stored_n"""),
        {"source": SOURCE, "feed": feed, "said": as_json([said])[1:-1]},
    )


def note_trouble(store: Store, feed: str, sentence: str) -> None:
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text("""
                insert into desk.stream (source, stream, tried_at, trouble) values (:source, :feed, now(), :trouble)
                on conflict (source, stream) do update set tried_at = now(), trouble = excluded.trouble"""),
            {"source": SOURCE, "feed": feed, "trouble": sentence},
        )


def forget_others(store: Store, feeds: Sequence[str]) -> None:
    """A feed that left guichet.toml is no longer in trouble; its items stay until their day."""
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text("delete from desk.stream where source = :source and stream <> all (:feeds)"), {"source": SOURCE, "feeds": list(feeds)}
        )
