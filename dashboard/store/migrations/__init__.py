"""Bring a database to today's shape: `migrate(owner_url, app_password)`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from dashboard.store.engine import in_words, make_engine
from dashboard.store.migrations.rooms import ensure_roles


def migrate(owner_url: str, app_password: str) -> None:
    """Create roles and bring every room up to date; safe to repeat and to run from two places at once.

    Raises BadSettings for a database name that cannot prefix roles, DatabaseDown when nothing answers.
    """
    engine = make_engine(owner_url)
    try:
        with in_words(), engine.begin() as connection:
            # One at a time: a second process waits here and then finds nothing to do.
            connection.execute(text("select pg_advisory_xact_lock(hashtext('guichet migrate'))"))
            database = connection.execute(text("select current_database()")).scalar_one()
            ensure_roles(connection, database, app_password)
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
