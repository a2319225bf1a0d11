"""`guichet status`: how fresh the copy is and what waits or failed, as the service sees it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import make_url

from dashboard.settings import Settings
from dashboard.store import SERVICE, Store


def read(store: Store, settings: Settings) -> dict[str, Any]:
    """{healthy, database, topdesk, streams: [{source, stream, lag_seconds, trouble, stored}], tickets, open, writes, outbox: {state: n}}.

    `writes` is "on", "off" (trial: what would be sent is held) or null before a worker ran.
    `healthy` is false when a stream is in trouble or stale, or a delivery failed.
    """
    streams = store.ask(SERVICE, "status/streams")
    counts = store.ask(SERVICE, "status/counts").iloc[0]
    outbox = store.ask(SERVICE, "status/outbox")
    mode = store.ask(SERVICE, "status/writes")
    states = {str(row.state): int(row.n) for row in outbox.itertuples()}
    rows = [
        {
            "source": row.source,
            "stream": row.stream,
            "lag_seconds": None if row.lag_seconds != row.lag_seconds else round(float(row.lag_seconds), 1),
            "trouble": row.trouble,
            "stored": int(row.stored_n),
        }
        for row in streams.itertuples()
    ]
    main = [row for row in rows if row["source"] == "topdesk" and row["stream"] == "incidents"]
    stale = any(row["lag_seconds"] is None or row["lag_seconds"] > settings.toml.screen.stale_seconds for row in main)
    return {
        "healthy": not (stale or any(row["trouble"] for row in rows) or states.get("failed")),
        "database": make_url(store.url).render_as_string(hide_password=True),
        "topdesk": settings.topdesk_url or None,
        "streams": rows,
        "tickets": int(counts.tickets),
        "open": int(counts.open),
        "writes": None if mode.empty else "on" if mode.writes.iloc[0] else "off",
        "outbox": {state: states.get(state, 0) for state in ("waiting", "sending", "held", "failed", "sent", "dropped")},
    }


def words(found: dict[str, Any]) -> str:
    """The same for a person."""
    lines = [f"Database  {found['database']}", f"TOPdesk   {found['topdesk'] or 'no address set'}"]
    lines.append(f"Tickets   {found['tickets']:,} of which {found['open']:,} open")
    for row in found["streams"]:
        lag = "never complete" if row["lag_seconds"] is None else f"{row['lag_seconds']:,.0f} s ago"
        lines.append(f"Copy      {row['source']} {row['stream']}: {row['trouble'] or lag}")
    lines.append(f"Writing   {found['writes'] or 'not known before the worker runs'}")
    lines.append("Sending   " + ", ".join(f"{n} {state}" for state, n in found["outbox"].items()))
    return "\n".join(lines)
