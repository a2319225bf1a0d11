"""Stock and flow agree whatever happened: what the flows say and what was open at each midnight are counted independently."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.figures import Selection, backlog, flow
from dashboard.history.shape import COLUMNS, DERIVED, TYPES
from dashboard.insight.period import Period, midnight
from dashboard.store.questions import copy_question

ZONE = ZoneInfo("Europe/Brussels")
START = datetime(2026, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

#: A ticket: its teams one after another, and hours between all that happens to it: opened, then forwards, endings and reopenings as they come.
histories = st.lists(
    st.tuples(st.integers(0, 1200), st.integers(1, 3), st.lists(st.tuples(st.sampled_from("fffed"), st.integers(1, 3), st.integers(1, 400)), max_size=6)),
    max_size=12,
)


@cache
def database() -> duckdb.DuckDBPyConnection:
    """The copy's tables, empty."""
    db = duckdb.connect()
    db.execute(f"set threads = 1; set timezone = 'UTC'; create macro local_day(moment) as timezone('{ZONE.key}', moment)::date")
    for table, columns in COLUMNS.items():
        typed = ", ".join(f'"{column.name}" {TYPES[column.kind]}' for column in columns)
        db.execute(f"create table {table} ({typed}, {DERIVED[table]})")
    return db


class Copy:
    """The copy's tables, filled by hand."""

    def __init__(self, written: list[Any]) -> None:
        self.db = database()
        for table in COLUMNS:
            self.db.execute(f"delete from {table}")
        for number, (hours, team, deeds) in enumerate(written):
            self.write(number, START + hours * HOUR, team, deeds)

    def write(self, number: int, opened: datetime, team: int, deeds: list[Any]) -> None:
        at, ended = opened, None
        for deed, other, hours in deeds:
            at += hours * HOUR
            if deed == "f" and other != team:
                self.db.execute("insert into forwarded values ($n, $at, $old, $new, local_day($at::timestamptz))", {"n": number, "at": at, "old": team, "new": other})
                team = other
            elif deed == "e" and ended is None:
                ended = at
            elif deed == "d" and ended is not None:
                moments = {"n": number, "ended": ended, "at": at}
                self.db.execute("insert into undone values ($n, $ended, $at, local_day($ended::timestamptz), local_day($at::timestamptz))", moments)
                ended = None
        self.db.execute(
            "insert into ticket (id, team_id, opened_at, ended_at, is_open, opened_on, ended_on, status)"
            " values ($n, $team, $opened, $ended, $ended::timestamptz is null, local_day($opened::timestamptz), local_day($ended::timestamptz),"
            " 'new')",
            {"n": number, "team": team, "opened": opened, "ended": ended},
        )

    def ask(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        statement, named = copy_question(name)
        frame = self.db.execute(statement, {key: parameters[key] for key in named}).df()
        return frame.assign(day=frame.day.dt.date) if "day" in frame else frame


@settings(deadline=None, max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # a shrunk example takes minutes
@given(histories, st.sampled_from([None, (1,), (2, 3)]), st.sampled_from(["7d", "28d", "12m"]))
def test_open_at_the_start_and_what_came_and_went_make_what_is_open_at_the_end(
    written: list[Any], teams: tuple[int, ...] | None, length: str
) -> None:
    copy, house = Copy(written), Selection(teams)
    period = Period.until(datetime(2026, 4, 1, 12, tzinfo=ZONE), ZONE, length=length)
    moves = flow(copy.ask, period, house, backlog(copy.ask, period.end_at, house).open)
    for n, (step, row) in enumerate(zip(period.steps, moves.steps.itertuples(), strict=True)):
        assert row.open_start + row.new + row.reopened + row.from_others - row.solved - row.to_others == row.open_end
        if n % 6 == 0:
            assert row.open_start == backlog(copy.ask, midnight(step.start, ZONE), house).open
        assert teams or row.from_others == row.to_others == 0
    assert moves.this.open_start == moves.before.open_end
    assert moves.this.new == moves.steps.new[[step.start >= period.this.start for step in period.steps]].sum()
