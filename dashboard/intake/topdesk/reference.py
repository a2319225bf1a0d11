"""What tickets refer to: groups, operators, the city's lists, and registered persons."""

from __future__ import annotations

from dashboard.city.gazetteer import gazetteer
from dashboard.city.topics import keep_topics
from dashboard.intake.people import Colleague, Team, empty_all_but, keep_colleagues, keep_persons, keep_teams
from dashboard.intake.topdesk import streams
from dashboard.intake.topdesk.reader import SOURCE, Json, Reader, text_at
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store
from dashboard.topdesk import Client, every

PAGE = 100  # the most that TOPdesk gives of persons, operators and groups at once


def read_lists(store: Store, settings: Settings, client: Client) -> None:
    """Groups, operators, topics and their teams; categories, statuses, branches and locations as TOPdesk lists them."""
    groups = [
        Team(str(row["id"]), text_at(row, "groupName") or text_at(row, "name") or "?", _archived(row))
        for row in every(lambda start: client.operator_groups(start, PAGE))
    ]
    operators = [
        Colleague(str(row["id"]), text_at(row, "dynamicName") or "?", text_at(row, "loginName"), _archived(row))
        for row in every(lambda start: client.operators(start, PAGE))
    ]
    lists = {
        "categories": client.categories,
        "subcategories": client.subcategories,
        "statuses": client.statuses,
        "branches": client.branches,
        "locations": client.locations,
    }
    stream = streams.load(store, "lists")
    for name, ask in lists.items():
        stream.cursor[name] = sorted({text_at(row, "name") or "" for row in ask()})
    stream.stored_n = len(groups) + len(operators)
    with store.transaction(SERVICE) as connection:
        keep_teams(connection, SOURCE, groups)
        keep_colleagues(connection, SOURCE, operators)
        keep_topics(connection, settings.toml.topics)
        streams.save(connection, stream, complete=True)


def read_persons(store: Store, settings: Settings, client: Client) -> int:
    """All registered persons, a page a transaction; who is no longer there is emptied here. How many there are."""
    reader, stream = Reader(settings.toml), streams.Stream("persons")
    seen: set[str] = set()
    places = gazetteer(store)
    start, more = 0, True
    while more:
        rows, more = client.persons(start, PAGE)
        # one row of overlap: an offset shifts when somebody before it goes
        start += max(1, len(rows) - 1)
        more = more and len(rows) > 1
        with store.transaction(SERVICE) as connection:
            keep_persons(connection, places, SOURCE, map(reader.person, rows))
            seen |= {str(row["id"]) for row in rows}
            stream.stored_n = len(seen)
            streams.save(connection, stream, complete=False)
    with store.transaction(SERVICE) as connection:
        if seen:  # none at all is a right taken away rather than a city without people
            empty_all_but(connection, SOURCE, seen)
        streams.save(connection, stream, complete=True)
    return len(seen)


def _archived(row: Json) -> bool:
    return str(row.get("status", "")).endswith("Archived") or row.get("archived") is True
