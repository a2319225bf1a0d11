"""The history: a columnar copy of the tickets in this process, for figures over years.

    store.ask(who, "overview/flow", since=...)      # queries/overview/flow.history.sql, answered by the copy
    store.history.catch_up()                        # sees everything that was committed until now
    store.history.version                           # grows whenever the copy changed

A question whose file ends in `.history.sql` is DuckDB's SQL over the tables in shape.py, with the same `:named` parameters. The copy is
read in the eyes of a manager who belongs to no team: no restricted topic, no erased ticket, no personal data, no text. It can be thrown
away at any moment; the next start reads it anew.
"""

from __future__ import annotations

from dashboard.history.copy import Copy
from dashboard.history.history import History, Preparing

__all__ = ["Copy", "History", "Preparing"]
