"""`guichet report-login`: lets Power BI, Metabase or psql read the schema report, and nothing else."""

from __future__ import annotations

from sqlalchemy import make_url

from dashboard.store.engine import in_words, make_engine
from dashboard.store.migrations.rooms import role_name, scrambled

#: A tool that forgets its connections, or asks for hours, must not take the counter down.
MOST_CONNECTIONS, LONGEST = 5, "5min"


def open_login(owner_url: str, password: str) -> str:
    """Give the login of outside tools this password, from now on; returns its address without the password. Raises DatabaseDown."""
    engine = make_engine(owner_url)
    try:
        with in_words(), engine.begin() as connection:
            run = connection.exec_driver_sql
            database = str(run("select current_database()").scalar_one())
            login = role_name(database, "report")
            secret = scrambled(connection, login, password)
            run(f"alter role {login} login noinherit connection limit {MOST_CONNECTIONS} password '{secret}'")
            for setting in ("default_transaction_read_only = on", f"statement_timeout = '{LONGEST}'", "search_path = report"):
                run(f"alter role {login} in database {database} set {setting}")
    finally:
        engine.dispose()
    return make_url(owner_url).set(drivername="postgresql", username=login, password=None).render_as_string()


def close_login(owner_url: str) -> None:
    """No more signing in for outside tools; connections that are open end."""
    engine = make_engine(owner_url)
    try:
        with in_words(), engine.begin() as connection:
            run = connection.exec_driver_sql
            login = role_name(str(run("select current_database()").scalar_one()), "report")
            run(f"alter role {login} nologin password null")
            run(f"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{login}'")
    finally:
        engine.dispose()
