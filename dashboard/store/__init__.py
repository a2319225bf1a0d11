"""Everything that touches PostgreSQL.

    store = Store(app_url)
    with store.transaction(who) as connection: ...     # SET LOCAL ROLE, one transaction
    frame = store.ask(who, "queues/open", team=3)      # a file under queries/, as a data frame
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, text

from dashboard.store.engine import in_words, make_engine, plain_url
from dashboard.store.questions import question
from dashboard.store.who import DOOR, SERVICE, Who

__all__ = ["DOOR", "SERVICE", "Store", "Who", "store_of"]


class Store:
    """The database as the app's login sees it. Safe to share between threads; make one a process."""

    def __init__(self, app_url: str, *, pool_size: int = 5, statement_timeout_ms: int = 15_000) -> None:
        self.engine = make_engine(app_url, pool_size=pool_size, statement_timeout_ms=statement_timeout_ms)
        self.url = plain_url(app_url)
        self.database = self.engine.url.database or ""

    @contextmanager
    def transaction(self, who: Who) -> Iterator[Connection]:
        """One transaction in the role of `who`; commits at the end, rolls back on any error.

        Raises DatabaseDown when PostgreSQL is not there.
        """
        with in_words(), self.engine.begin() as connection:
            # Both are local to the transaction, so a pooled connection never remembers a person.
            connection.execute(
                text("select set_config('role', :role, true), set_config('guichet.user_id', :user_id, true)"),
                {"role": f"{self.database}_{who.role}", "user_id": "" if who.user_id is None else str(who.user_id)},
            )
            yield connection

    def ask(self, who: Who, name: str, **parameters: Any) -> pd.DataFrame:
        """The answer to queries/NAME.sql as `who` may see it; column names are the query's."""
        with self.transaction(who) as connection:
            result = connection.execute(question(name), parameters)
            return pd.DataFrame(result.fetchall(), columns=list(result.keys()))

    def close(self) -> None:
        self.engine.dispose()


@cache
def store_of(app_url: str) -> Store:
    """The one store of this address in a process that serves pages and doors: they share its connections."""
    return Store(app_url, pool_size=10)
