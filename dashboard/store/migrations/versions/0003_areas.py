"""Problem areas: what a run found, what people watch, rounds and follow-ups."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_file(op.get_bind(), "0008_areas")
