"""Rows that could not be read: set aside with number and reason, while the rest is kept."""

from __future__ import annotations

from sqlalchemy import Connection, text

from dashboard.intake.clean import as_json, storable
from dashboard.intake.record import Bad


def set_aside(connection: Connection, source: str, batch: str, bad: list[Bad]) -> None:
    """Write them to desk.bad_row; the same row of the same batch stands there once."""
    if not bad:
        return
    rows = [{"row": one.row, "id": one.external_id, "reason": storable(one.reason)} for one in bad]
    typed = "jsonb_to_recordset(cast(:rows as jsonb)) as r(row bigint, id text, reason text)"
    bound = {"source": source, "batch": batch, "rows": as_json(rows)}
    connection.execute(
        text(f"""
            delete from desk.bad_row b using {typed} where b.source = :source and b.batch = :batch
              and b.row_number is not distinct from r.row and b.external_id is not distinct from r.id"""),
        bound,
    )
    connection.execute(
        text(f"""
            insert into desk.bad_row (source, batch, row_number, external_id, reason)
            select :source, :batch, r.row, r.id, r.reason from {typed}"""),
        bound,
    )
