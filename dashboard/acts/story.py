"""Whoever looks at a ticket whose story is not whole wishes it read: the copy then reads it before all others."""

from __future__ import annotations

from sqlalchemy import Connection, text


def wish_story(connection: Connection, ticket_id: int) -> bool:
    """Ask for the story of a ticket that this person sees; whether there was anything to ask for. Cheap to repeat."""
    asked = connection.execute(
        text("""
            insert into desk.story_wish (ticket_id)
            select id from desk.ticket
            where id = :id and source = 'topdesk' and external_id is not null and (story_at is null or story_at < modified_at)
            on conflict do nothing"""),
        {"id": ticket_id},
    ).rowcount
    if asked:
        connection.execute(text("select pg_notify('guichet_story', '')"))
    return bool(asked)
