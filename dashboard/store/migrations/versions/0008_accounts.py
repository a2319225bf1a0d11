"""An administrator manages accounts without seeing how their passwords are kept."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_file(op.get_bind(), "0013_accounts")
