"""Who is involved, counted by the database: by the definition done by hand, with and without the worker, whatever changes meanwhile."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import text

from dashboard.figures.involved import as_of, keep
from dashboard.insight.engagement import BROAD_TOPICS, CAP_PER_DAY, HALF_LIFE_DAYS, SAME_MATTER_DAYS, YEAR_DAYS
from dashboard.store import SERVICE, Store, Who

ZONE = ZoneInfo("Europe/Brussels")
NOW = as_of(datetime.now(UTC), ZONE, None)
MANAGER = Who("manager")
Person = tuple[float, int, int, list[int], int]


def counted(store: Store, who: Who = MANAGER, topic: int | None = None) -> dict[int, Person]:
    """Caller -> score, matters, last_at, topics, home."""
    found = store.ask(who, "engagement/people", topic=topic, now=NOW, zone=str(ZONE)).iloc[0].to_dict()
    rows = zip(*(found[name] for name in ("caller_id", "score", "matters", "last_at", "topics", "home")), strict=True)
    return {caller: (round(score, 6), n, last, sorted(map(int, topics.split())), home) for caller, score, n, last, topics, home in rows}


def by_hand(owner: psycopg.Connection, sees: str = "not restricted", topic: int | None = None) -> dict[int, Person]:
    """The same definition, one report at a time."""
    reports = owner.execute(
        f"""select t.caller_id, topic_id, coalesce(street_id, -t.neighbourhood_id, 0), opened_at, coalesce(c.neighbourhood_id, 0)
            from desk.ticket t join desk.caller c on c.id = t.caller_id
            where topic_id is not null and not gone and ({sees}) and opened_at >= %s and opened_at < %s order by opened_at, t.id""",
        [NOW - timedelta(days=730), NOW],
    ).fetchall()
    last: dict[Any, datetime] = {}
    on_day = Counter[Any]()
    mine: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    home = {}
    for caller, about, place, opened, quarter in reports:
        home[caller] = quarter
        again = (caller, about, place) in last and opened - last[caller, about, place] <= timedelta(days=SAME_MATTER_DAYS)
        last[caller, about, place] = opened
        if not again:
            on_day[caller, opened.astimezone(ZONE).date()] += 1
            if on_day[caller, opened.astimezone(ZONE).date()] <= CAP_PER_DAY:
                mine[caller].append((opened, about))
    found = {}
    for caller, every in mine.items():
        matters = [matter for matter in every if topic in (None, matter[1])]
        recent = [opened for opened, _ in matters if opened > NOW - timedelta(days=YEAR_DAYS)]
        score = sum(0.5 ** ((NOW - opened).total_seconds() / 86_400 / HALF_LIFE_DAYS) for opened, _ in matters)
        topics = sorted({about for opened, about in every if opened > NOW - timedelta(days=YEAR_DAYS)})
        if recent:
            found[caller] = (round(score, 6), len(recent), round(max(recent).timestamp()), topics, home[caller])
    return found


@pytest.fixture
def angry(filled: Store, owner: psycopg.Connection) -> Store:
    """The city, with people who report often, near each other and near midnight."""
    owner.execute("delete from desk.ticket where source = 'angry'")
    chance = random.Random(4)
    topics = [row[0] for row in owner.execute("select id from city.topic where not restricted order by id limit 4")]
    streets = [row[0] for row in owner.execute("select id from city.street order by id limit 3")]
    rows = [
        (str(n), chance.choice(topics), chance.choice([*streets, None]), chance.randint(1, 8),
         NOW - timedelta(days=chance.choice((3, 4, 17, 18, 364, 365, 366, 500, 729, 731)), minutes=chance.randint(-90, 90)))
        for n in range(400)
    ]  # fmt: skip
    with owner.cursor() as cursor:
        cursor.executemany(
            """insert into desk.ticket (source, external_id, topic_id, street_id, caller_id, status, opened_at, modified_at)
               select 'angry', %s, %s, %s, c.id, 'new', %s, now() from desk.caller c order by c.id offset %s limit 1""",
            [(name, topic, street, at, caller) for name, topic, street, caller, at in rows],
        )
    return filled


def test_people_are_those_of_the_definition_before_and_after_the_worker(angry: Store, owner: psycopg.Connection) -> None:
    owner.execute("truncate desk.involved")
    topic = owner.execute("select min(id) from city.topic").fetchone()[0]  # type: ignore[index]
    expected, of_topic = by_hand(owner), by_hand(owner, topic=topic)
    assert any(len(person[3]) >= BROAD_TOPICS for person in expected.values())
    assert counted(angry) == expected and counted(angry, topic=topic) == of_topic
    keep(angry, ZONE)
    assert owner.execute("select count(*) from desk.involved_mark").fetchone() == (0,)
    assert counted(angry) == expected and counted(angry, topic=topic) == of_topic


def test_changes_count_at_once_and_none_is_lost_to_a_writer_that_commits_late(
    angry: Store, owner: psycopg.Connection, database: str
) -> None:
    keep(angry, ZONE)
    with psycopg.connect(database) as late:
        late.execute("update desk.ticket set topic_id = (select max(id) - 1 from city.topic) where source = 'angry' and external_id < '2'")
        owner.execute("delete from desk.ticket where source = 'angry' and external_id like '3%'")
        owner.execute("update desk.ticket set gone = true where source = 'angry' and external_id like '27%'")
        owner.execute("update desk.ticket set caller_id = (select max(id) from desk.caller) where source = 'angry' and external_id like '29%'")
        assert counted(angry) == by_hand(owner)
        keep(angry, ZONE)
        late.commit()
    assert counted(angry) == by_hand(owner)
    keep(angry, ZONE)
    assert counted(angry) == by_hand(owner)


def test_a_restricted_topic_counts_for_its_own_teams_alone(angry: Store, owner: psycopg.Connection) -> None:
    keep(angry, ZONE)
    found = owner.execute(
        "insert into guard.user (login, name, role, password_hash) values ('inside', 'I', 'team', '') returning id"
    ).fetchone()
    assert found
    owner.execute("insert into guard.user_team select %s, id from desk.team where name = 'Welfare'", found)
    inside = Who("team", found[0])
    assert counted(angry, inside) == by_hand(owner, "true") != counted(angry)
    with angry.transaction(SERVICE) as connection:
        connection.execute(text("update city.topic set restricted = true where key = 'noise'"))
    assert counted(angry) == by_hand(owner)
