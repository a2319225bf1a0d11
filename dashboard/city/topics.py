"""The city's topics: from guichet.toml into the store, and which topic a category means."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, text

from dashboard.city.mapping import TopicSettings


class Topics:
    """Category and subcategory -> key of the topic; a subcategory says more than its category."""

    def __init__(self, topics: Iterable[TopicSettings]) -> None:
        self._by_category: dict[str, str] = {}
        self._by_subcategory: dict[str, str] = {}
        for topic in topics:
            self._by_category |= {name.casefold(): topic.key for name in topic.categories}
            self._by_subcategory |= {name.casefold(): topic.key for name in topic.subcategories}

    def of(self, category: str | None, subcategory: str | None) -> str | None:
        """The topic's key, or None when the mapping names neither."""
        found = self._by_subcategory.get((subcategory or "").casefold())
        return found or self._by_category.get((category or "").casefold())


def keep_topics(connection: Connection, topics: list[TopicSettings], source: str = "topdesk", *, whole: bool = True) -> None:
    """Bring city.topic and city.topic_team to what the settings say; safe to repeat. Topics that tickets carry are never removed.

    Not `whole`: only add what is not known, so that the mapping of a file never opens a topic that the city restricts.
    """
    rows = [
        {
            **topic.model_dump(include={"key", "name_nl", "icon", "colour", "restricted", "placeless", "patrol", "radius_m"}),
            "name_fr": topic.name_fr or topic.name_nl,
            "name_en": topic.name_en or topic.name_nl,
            "position": position,
            "questions": [question.model_dump() for question in topic.questions],
        }
        for position, topic in enumerate(topics)
    ]
    update = f"""do update set ({_NAMES}) = ({_EXCLUDED})
        where ({", ".join(f"o.{name}" for name in _COLUMNS)}) is distinct from ({_EXCLUDED})"""
    connection.execute(
        text(f"""
            insert into city.topic as o (key, {_NAMES})
            select key, {_NAMES} from jsonb_to_recordset(cast(:rows as jsonb)) as r(key text, {_TYPED})
            on conflict (key) {update if whole else "do nothing"}"""),
        {"rows": json.dumps(rows)},
    )
    _keep_teams(connection, topics, source, whole)


def _keep_teams(connection: Connection, topics: list[TopicSettings], source: str, whole: bool) -> None:
    """Which teams see a restricted topic, as far as the teams are known."""
    pairs = [{"topic": topic.key, "team": name} for topic in topics for name in topic.teams]
    bound = {"pairs": json.dumps(pairs), "source": source, "keys": [topic.key for topic in topics]}
    wanted = """
        select o.id as topic_id, g.id as team_id
        from jsonb_to_recordset(cast(:pairs as jsonb)) as r(topic text, team text)
        join city.topic o on o.key = r.topic join desk.team g on g.source = :source and lower(g.name) = lower(r.team)"""
    if whole:
        connection.execute(
            text(f"""
                delete from city.topic_team x using city.topic o
                where o.id = x.topic_id and o.key = any(:keys) and (x.topic_id, x.team_id) not in ({wanted})"""),
            bound,
        )
    connection.execute(text(f"insert into city.topic_team (topic_id, team_id) {wanted} on conflict do nothing"), bound)


_COLUMNS = {
    "name_nl": "text", "name_fr": "text", "name_en": "text", "icon": "text", "colour": "smallint", "position": "smallint",
    "restricted": "boolean", "placeless": "boolean", "patrol": "boolean", "radius_m": "integer", "questions": "jsonb",
}  # fmt: skip
_NAMES = ", ".join(_COLUMNS)
_TYPED = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
_EXCLUDED = ", ".join(f"excluded.{name}" for name in _COLUMNS)
