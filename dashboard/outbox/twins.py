"""Twins: a request that was given up as lost and arrived all the same. The oldest stays, the others are put away with a note."""

from __future__ import annotations

from sqlalchemy import text

from dashboard.errors import FarSideTrouble
from dashboard.outbox import wording
from dashboard.outbox.create import with_key
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Client
from dashboard.topdesk.client import Json


def put_away(store: Store, settings: Settings, client: Client, ticket_id: int) -> None:
    """Look for the ticket's key at the far side and archive all but the one that we know. Safe to repeat."""
    with store.transaction(SERVICE) as connection:
        ticket = connection.execute(text("select key, external_id from desk.ticket where id = :id"), {"id": ticket_id}).one_or_none()
    if ticket is None or ticket.external_id is None:
        return  # its delivery is not done and looks for twins itself when it is
    found = with_key(client, settings.toml, ticket.key)
    kept = next((one for one in found if one["id"] == ticket.external_id), None)
    if kept is None:
        return
    for twin in found:
        if twin is not kept and _noted(store, ticket_id, twin):
            _archive(store, settings, client, twin, str(kept["number"]))


def _noted(store: Store, ticket_id: int, twin: Json) -> bool:
    """Show the twin to the administrator, take it out of our queues; whether it still is to be archived."""
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text(
                "insert into desk.twin (external_id, ticket_id, external_number) values (:id, :ticket_id, :number)"
                " on conflict (external_id) do nothing"
            ),
            {"id": twin["id"], "ticket_id": ticket_id, "number": twin["number"]},
        )
        connection.execute(
            text("update desk.ticket set gone = true where source = 'topdesk' and external_id = :id and not gone"), {"id": twin["id"]}
        )
        waits = connection.execute(text("select archived_at is null from desk.twin where external_id = :id"), {"id": twin["id"]})
        return bool(waits.scalar_one())


def _archive(store: Store, settings: Settings, client: Client, twin: Json, number: str) -> None:
    note = wording.word(settings.toml.city, "double", number=number)
    try:
        if not str(twin.get("status")).endswith("Archived"):
            if not any(note in str(one.get("plainText")) for one in client.actions(twin["id"])):
                client.update(twin["id"], {"action": wording.memo([note]), "actionInvisibleForCaller": True})
            client.archive(twin["id"])
    except FarSideTrouble as error:
        _outcome(store, twin["id"], str(error))
        raise
    _outcome(store, twin["id"], None)


def _outcome(store: Store, external_id: str, trouble: str | None) -> None:
    with store.transaction(SERVICE) as connection:
        connection.execute(
            text(
                "update desk.twin set trouble = :trouble, archived_at = case when cast(:done as boolean) then now() end"
                " where external_id = :id"
            ),
            {"id": external_id, "trouble": trouble, "done": trouble is None},
        )
