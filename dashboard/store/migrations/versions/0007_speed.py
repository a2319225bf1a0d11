"""Indexes and small rollups that keep live screens fast at ten million tickets."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_file(op.get_bind(), "0012_speed")
