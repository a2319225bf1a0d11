"""The spike that chose the mechanism for figures over history: the same five questions, the same tickets, one run, three ways.

    python -m bench.history_spike --tickets 100000 1000000 [--keep FOLDER] [--rounds 9]

plain: what a BI tool sends to desk.ticket. rollup: tables in PostgreSQL, added up by day and kept by a trigger. copy: DuckDB in this process,
as dashboard/history keeps it. Prints the table of bench/RESULTS.md: milliseconds (median / 95th percentile, warm), and what each costs to build,
to hold and to keep.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.city import city
from dashboard.history import History
from dashboard.settings import CityFile
from dashboard.store import Store

DAY = "(t.{0} at time zone 'Europe/Brussels')::date"
SEEN = "not t.gone and not t.restricted"
ENDED, OPENED = DAY.format("ended_at"), DAY.format("opened_at")

ROLLUPS = f"""
    create schema spike;
    create table spike.day as
        select day, topic_id, team_id, neighbourhood_id, sum(came)::integer as came, sum(ended)::integer as ended
        from (select {OPENED} as day, t.topic_id, t.team_id, t.neighbourhood_id, 1 as came, 0 as ended from desk.ticket t where {SEEN}
              union all select {ENDED}, t.topic_id, t.team_id, t.neighbourhood_id, 0, 1 from desk.ticket t where {SEEN} and t.ended_at is not null) x
        group by 1, 2, 3, 4;
    create table spike.pace as
        select {ENDED} as day, t.topic_id, (extract(epoch from t.ended_at - t.opened_at) / 60)::bigint as minutes, count(*)::integer as n
        from desk.ticket t where {SEEN} and t.ended_at is not null group by 1, 2, 3;
    create unique index on spike.day (day, topic_id, team_id, neighbourhood_id) nulls not distinct;
    create unique index on spike.pace (day, topic_id, minutes) nulls not distinct;
    create function spike.keep() returns trigger language plpgsql as $$
    begin
        insert into spike.day select day, topic_id, team_id, neighbourhood_id, sum(came), sum(ended) from (
            select {OPENED} as day, t.topic_id, t.team_id, t.neighbourhood_id, -1 as came, 0 as ended from before t where {SEEN}
            union all select {ENDED}, t.topic_id, t.team_id, t.neighbourhood_id, 0, -1 from before t where {SEEN} and t.ended_at is not null
            union all select {OPENED}, t.topic_id, t.team_id, t.neighbourhood_id, 1, 0 from after t where {SEEN}
            union all select {ENDED}, t.topic_id, t.team_id, t.neighbourhood_id, 0, 1 from after t where {SEEN} and t.ended_at is not null) x
        group by 1, 2, 3, 4
        on conflict (day, topic_id, team_id, neighbourhood_id) do update set came = day.came + excluded.came, ended = day.ended + excluded.ended;
        insert into spike.pace select day, topic_id, minutes, sum(n) from (
            select {ENDED} as day, t.topic_id, (extract(epoch from t.ended_at - t.opened_at) / 60)::bigint as minutes, -1 as n
                from before t where {SEEN} and t.ended_at is not null
            union all select {ENDED}, t.topic_id, (extract(epoch from t.ended_at - t.opened_at) / 60)::bigint, 1
                from after t where {SEEN} and t.ended_at is not null) x
        group by 1, 2, 3 on conflict (day, topic_id, minutes) do update set n = pace.n + excluded.n;
        return null;
    end $$;
    analyze spike.day; analyze spike.pace;"""
KEPT = """create trigger spike after update on desk.ticket referencing old table as before new table as after
    for each statement execute function spike.keep()"""


@dataclass(frozen=True)
class Question:
    name: str
    plain: str
    rollup: str
    copy: str


_PACE = "percentile_disc(array[0.5, 0.9]) within group (order by extract(epoch from t.ended_at - t.opened_at)::bigint / 60)"
QUESTIONS = (
    Question(
        "new by topic and month, all years",
        f"select t.topic_id, date_trunc('month', {OPENED}), count(*) from desk.ticket t where {SEEN} group by 1, 2",
        "select topic_id, date_trunc('month', day), sum(came) from spike.day group by 1, 2",
        "select topic_id, date_trunc('month', opened_on), count(*) from ticket group by 1, 2",
    ),
    Question(
        "new by topic and neighbourhood, all years",
        f"select t.topic_id, t.neighbourhood_id, count(*) from desk.ticket t where {SEEN} group by 1, 2",
        "select topic_id, neighbourhood_id, sum(came) from spike.day group by 1, 2",
        "select topic_id, neighbourhood_id, count(*) from ticket group by 1, 2",
    ),
    Question(
        "open a year ago, by team",
        f"select t.team_id, count(*) from desk.ticket t where {SEEN} and {OPENED} <= current_date - 365"
        f" and (t.ended_at is null or {ENDED} > current_date - 365) group by 1",
        "select team_id, sum(came - ended) from spike.day where day <= current_date - 365 group by 1 having sum(came - ended) <> 0",
        "select team_id, count(*) from ticket where opened_on <= current_date - 365 and (is_open or ended_on > current_date - 365) group by 1",
    ),
    Question(
        "new and ended by day, a quarter, one team",
        f"select day, sum(came), sum(ended) from (select {OPENED} as day, 1 as came, 0 as ended from desk.ticket t where {SEEN} and t.team_id = 2"
        f" and t.opened_at >= current_date - 92 union all select {ENDED}, 0, 1 from desk.ticket t where {SEEN} and t.team_id = 2"
        " and t.ended_at >= current_date - 92) x where day > current_date - 90 group by 1",
        "select day, sum(came), sum(ended) from spike.day where team_id = 2 and day > current_date - 90 group by 1",
        "select day, sum(came), sum(ended) from (select opened_on as day, 1 as came, 0 as ended from ticket where team_id = 2"
        " and opened_on > current_date - 90 union all select ended_on, 0, 1 from ticket where team_id = 2 and ended_on > current_date - 90)"
        " group by 1",
    ),
    Question(
        "median and 90th percentile by topic, a year",
        f"select t.topic_id, {_PACE} from desk.ticket t where {SEEN} and t.ended_at >= current_date - 366 and {ENDED} > current_date - 365 group by 1",
        """select topic_id, array_agg(minutes order by minutes) from (
               select topic_id, minutes, upto, lag(upto, 1, 0) over (partition by topic_id order by minutes) as before, n from (
                   select topic_id, minutes, sum(sum(n)) over (partition by topic_id order by minutes) as upto,
                          sum(sum(n)) over (partition by topic_id) as n
                   from spike.pace where day > current_date - 365 group by 1, 2) a) b
           where (before < 0.5 * n and upto >= 0.5 * n) or (before < 0.9 * n and upto >= 0.9 * n) group by 1""",
        """select topic_id, quantile_disc((epoch_us(ended_at) - epoch_us(opened_at)) // 60000000, [0.5, 0.9])
           from ticket where ended_on > current_date - 365 group by 1""",
    ),
)

CHANGE = "update desk.ticket set modified_at = now(), team_id = 1 + (team_id + 1) %% 4 where id = any (%s) and not restricted"


def timed(ask: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, the first two rounds not counted."""
    took = []
    for _ in range(rounds + 2):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took[2:]), sorted(took[2:])[int(0.95 * (rounds - 1))]


def spike(owner_url: str, app_url: str, tickets: int, rounds: int) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("drop schema if exists spike cascade")
        began = time.perf_counter()
        owner.execute(ROLLUPS)
        rolled_s = time.perf_counter() - began
        store = Store(app_url)
        history = History(store, CityFile())
        began = time.perf_counter()
        history.catch_up()
        copied_s = time.perf_counter() - began
        print(f"\n### {tickets:,} tickets\n\n| question | plain | rollup | copy |\n|---|---|---|---|")
        with history.copy().cursor() as cursor:
            for question in QUESTIONS:
                three = [timed(lambda sql=sql: owner.execute(sql).fetchall(), rounds) for sql in (question.plain, question.rollup)]
                three.append(timed(lambda sql=question.copy: cursor.execute(sql).fetchall(), rounds))
                print(f"| {question.name} | " + " | ".join(f"{p50:,.1f} / {p95:,.1f}" for p50, p95 in three) + " |")
            held = cursor.execute("select sum(memory_usage_bytes) from duckdb_memory()").fetchone()[0]
        rolled = owner.execute("select sum(pg_total_relation_size(c.oid)) from pg_class c where relnamespace = 'spike'::regnamespace").fetchone()[0]
        print(f"| seconds to build | | {rolled_s:,.1f} | {copied_s:,.1f} |")
        print(f"| megabytes | | {float(rolled) / 1e6:,.0f} on disk | {float(held) / 1e6:,.0f} in memory, each process |")
        plain_ms, kept_ms = _changes(owner, tickets)
        began = time.perf_counter()
        history.catch_up()
        print(f"| 400 scattered changes: the writer's ms | {plain_ms:,.0f} | {kept_ms:,.0f} | {plain_ms:,.0f} |")
        print(f"| the same: until figures know, ms | 0 | 0 | {(time.perf_counter() - began) * 1000:,.0f} (and up to 1,000 until it looks) |")
        store.close()
        owner.execute("drop trigger spike on desk.ticket; drop schema spike cascade")


def _changes(owner: psycopg.Connection, tickets: int) -> tuple[float, float]:
    """What 400 scattered changes cost their writer, without and with the trigger that keeps the rollups."""
    ids = list(range(1, tickets, max(1, tickets // 400)))[:400]
    plain = timed(lambda: owner.execute(CHANGE, [ids]), 3)[0]
    owner.execute(KEPT)
    return plain, timed(lambda: owner.execute(CHANGE, [ids]), 3)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where cities are kept for the next run")
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    for tickets in given.tickets:
        with city(tickets, keep=given.keep, say=lambda words: print(words, file=sys.stderr)) as (owner_url, app_url):
            spike(owner_url, app_url, tickets, given.rounds)


if __name__ == "__main__":
    main()
