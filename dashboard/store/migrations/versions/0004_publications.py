"""Publications: feeds, items, and which streets and neighbourhoods they name."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_file(op.get_bind(), "0009_publications")
