"""The rooms: city, guard, desk, people, report, jobs, and who may enter them."""

from __future__ import annotations

from alembic import op

from dashboard.store.migrations.rooms import run_file, run_jobs

revision = "0001"
down_revision = None


def upgrade() -> None:
    for name in ("0001_city", "0002_guard", "0003_desk", "0004_people", "0005_report", "0006_rights"):
        run_file(op.get_bind(), name)
    run_jobs(op.get_bind())
