"""`guichet check`: rules that the store must keep, each a question that counts the rows that break it; and is the columnar copy right."""

from __future__ import annotations

from dashboard.store import SERVICE, Store

RULES = {
    "a ticket is restricted exactly when its topic is": "check/restriction",
    "a ticket has an event for its opening": "check/opening",
    "a solved or closed ticket is not open": "check/closing",
    "a placed ticket lies in a neighbourhood or is marked as outside": "check/place",
    "what waits to be sent belongs to a ticket that is there": "check/outbox",
    "no key stands on two tickets that both remain": "check/twins",
}


def broken_rules(store: Store) -> dict[str, int]:
    """Rule in words -> number of rows that break it; of the copy for figures: of days and columns, the first of them named."""
    broken = {rule: int(store.ask(SERVICE, name).iloc[0, 0]) for rule, name in RULES.items()}
    differences = store.history.differences()
    first = f" (first difference: {differences[0]})" if differences else ""
    return broken | {f"the copy for figures equals the tickets{first}": len(differences)}
