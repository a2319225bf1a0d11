"""Figures over history: the city's working time, and what the columnar copy follows."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_file(op.get_bind(), "0007_history")
