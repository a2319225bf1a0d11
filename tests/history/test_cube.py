"""What is added up beforehand says what counting says."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import psycopg
import pytest

from dashboard.history import History
from dashboard.settings import CityFile
from dashboard.store import Store


def test_what_is_added_up_beforehand_is_what_is_counted(
    filled: Store, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after tickets changed, came and went."""
    plain = History(filled, CityFile())
    plain.catch_up()
    monkeypatch.setattr("dashboard.history.cube.FROM_TICKETS", 1)
    cubed = History(filled, CityFile())
    cubed.catch_up()
    assert (plain.copy().cubed, cubed.copy().cubed) == (False, True)
    owner.execute("update desk.ticket set channel = 'Letter', street_id = null, placed_by = 'outside', topic_id = 3 where id % 7 = 0")
    owner.execute("update desk.ticket set status = 'new', solved_at = null, closed_at = null where id % 91 = 0")
    owner.execute("delete from desk.ticket where id % 11 = 0")
    owner.execute("update desk.ticket set priority = null where id % 5 = 0")
    nothing = dict.fromkeys(("rows", "columns", "since", "until", "teams", "topic", "neighbourhood", "street", "channel", "priority", "status"))
    asked = nothing | {"basis": "opened", "zone": "Europe/Brussels"}
    for history in (plain, cubed):
        history.catch_up()
    properties = ("topic", "neighbourhood", "street", "team", "channel", "status", "weekday", "hour", "month", "year")
    filters = {"teams": [1, 3], "topic": 3, "street": -1, "neighbourhood": 4, "channel": "Letter", "priority": "P2", "status": "closed"}
    ways = [{}, {"rows": "topic"}, filters, {"rows": "month", "until": datetime(2026, 1, 1, tzinfo=UTC).date()}, {"rows": "hour", "basis": "ended"}]
    ways += [{"rows": row, "columns": column} for row, column in zip(properties, properties[1:] + properties[:1], strict=True)]
    ways += [{"rows": properties[n], "columns": properties[n - 3], name: filter} for n, (name, filter) in enumerate(filters.items())]
    for way in ways:
        one, other = (history.ask("explore/counts", asked | way).sort_values(["row", "column"]).reset_index(drop=True) for history in (plain, cubed))
        pd.testing.assert_frame_equal(one, other)
        assert len(one), way
