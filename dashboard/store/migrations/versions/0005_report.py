"""What outside tools may read: ticket_event, team, street, neighbourhood beside ticket."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run_file(op.get_bind(), "0010_report")
