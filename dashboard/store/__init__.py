"""Everything that touches PostgreSQL.

    store = Store(app_url)
    with store.transaction(who) as connection: ...     # SET LOCAL ROLE, one transaction
    frame = store.ask(who, "queues/open", team=3)      # a file under queries/, as a data frame
    store.history                                      # the columnar copy that answers queries/**/*.history.sql
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, text

from dashboard.store.engine import in_words, make_engine, plain_url
from dashboard.store.questions import asks_copy, question
from dashboard.store.who import DOOR, SERVICE, Who

if TYPE_CHECKING:
    from dashboard.history import History

__all__ = ["DOOR", "SERVICE", "Store", "Who", "store_of"]


class Store:
    """The database as the app's login sees it. Safe to share between threads; make one a process."""

    def __init__(
        self, app_url: str, *, pool_size: int = 5, statement_timeout_ms: int = 15_000, patience_seconds: float = 3600
    ) -> None:
        """`patience_seconds`: how long a question waits for the columnar copy while that is read for the first time."""
        self.engine = make_engine(app_url, pool_size=pool_size, statement_timeout_ms=statement_timeout_ms)
        self.url = plain_url(app_url)
        self.database = self.engine.url.database or ""
        self._patience_seconds = patience_seconds

    @cached_property
    def history(self) -> History:
        """This process's columnar copy; it is read from the first question on, or from `history.start()`."""
        from dashboard.history import History

        return History(self, patience_seconds=self._patience_seconds)

    @contextmanager
    def transaction(self, who: Who, *, snapshot: bool = False) -> Iterator[Connection]:
        """One transaction in the role of `who`; commits at the end, rolls back on any error.

        `snapshot`: all its statements see the same instant, and may take their time. Raises DatabaseDown when PostgreSQL is not there.
        """
        engine = self.engine.execution_options(isolation_level="REPEATABLE READ") if snapshot else self.engine
        with in_words(), engine.begin() as connection:
            # Both are local to the transaction, so a pooled connection never remembers a person.
            connection.execute(
                text("select set_config('role', :role, true), set_config('guichet.user_id', :user_id, true)"),
                {"role": f"{self.database}_{who.role}", "user_id": "" if who.user_id is None else str(who.user_id)},
            )
            if snapshot:
                connection.execute(text("set local statement_timeout = 0"))
            yield connection

    def ask(self, who: Who, name: str, **parameters: Any) -> pd.DataFrame:
        """The answer to queries/NAME.sql as `who` may see it, or of the columnar copy to NAME.history.sql; column names are the query's."""
        if asks_copy(name):
            return self.history.ask(name, parameters)
        with self.transaction(who) as connection:
            result = connection.execute(question(name), parameters)
            # Of rows as SQLAlchemy has them pandas makes a frame ten times slower than of tuples.
            return pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))

    def close(self) -> None:
        if "history" in self.__dict__:
            self.history.stop()
        self.engine.dispose()


@cache
def store_of(app_url: str) -> Store:
    """The one store of this address in a process that serves pages and doors: they share its connections."""
    return Store(app_url, pool_size=10, patience_seconds=2)
