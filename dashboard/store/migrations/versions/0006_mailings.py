"""Reports that come by themselves, and the mail that carries them."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_file(op.get_bind(), "0011_mailings")
