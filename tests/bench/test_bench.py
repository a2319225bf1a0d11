"""The benchmark end to end at a small size: every question of every page, in a city exactly as migrations make it. No times are asserted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from bench.bulk import definitions
from bench.city import BIG, city
from bench.parameters import FILTERS, asked, names_of
from bench.run import measured, misses, table
from dashboard.commands.check import broken_rules
from dashboard.store import Store
from dashboard.store.questions import all_questions

TICKETS = 2_000


def test_every_question_has_parameters_and_every_filter_is_asked_alone() -> None:
    now = datetime.now(UTC)
    for name in all_questions():
        ways = list(asked(name, now))
        assert [way.filters for way in ways].count("") == 1
        assert all(set(way.parameters) == set(names_of(name)) for way in ways)
    ways = {way.filters for way in asked("queues/list", now)}
    assert set(FILTERS) - {"teams", "channel"} <= ways
    assert {"team + topic", "bucket=overdue"} <= ways


def test_the_benchmark_measures_every_question_in_a_city_that_keeps_the_rules(database: str, tmp_path: Path) -> None:
    with city(TICKETS) as (owner_url, address):
        with psycopg.connect(owner_url) as made, psycopg.connect(database) as migrated:
            for table_name in BIG:
                assert definitions(made, table_name) == definitions(migrated, table_name)
            counts = made.execute("""
                select count(*), count(*) filter (where is_open), count(distinct topic_id), count(distinct channel), count(distinct team_id),
                       count(*) filter (where restricted), (select count(*) from desk.undone),
                       (select count(*) from desk.work except select count(*) from desk.work_now) from desk.ticket""").fetchone()
        assert counts is not None
        assert counts[:2] == (TICKETS, TICKETS // 100)
        assert counts[2] >= 20 and counts[3] == 5 and counts[4] >= 8
        assert counts[5] > 0 and counts[6] > 0 and counts[7] is None
        store = Store(address)
        try:
            rules = broken_rules(store)
            rows = measured(store, TICKETS, rounds=1)
        finally:
            store.close()
    assert not any(rules.values()), rules
    assert {row.query for row in rows} == set(all_questions())
    assert any(row.plain_ms for row in rows)
    shown = table(rows)
    assert all(f"| {name} |" in shown for name in all_questions())
    assert set(json.loads(json.dumps(rows[0].as_json()))) == {"query", "filters", "tickets", "p50_ms", "p95_ms", "plain_ms"}
    assert all(isinstance(sentence, str) for sentence in misses(rows))


def test_a_question_with_a_parameter_of_its_own_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.parameters.names_of", lambda name: ("unheard_of",))
    with pytest.raises(LookupError, match="unheard_of"):
        list(asked("queues/teams", datetime.now(UTC)))
