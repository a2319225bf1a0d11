"""Topics from the settings in the store, and the settings' example that documents every field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import psycopg
import pytest
from pydantic import BaseModel

from dashboard.city.mapping import TopicSettings
from dashboard.city.topics import Topics, keep_topics
from dashboard.intake.people import Team, keep_teams
from dashboard.settings import CityFile
from dashboard.store import SERVICE, Store

ROOT = Path(__file__).parents[2]
SOCIAL = TopicSettings(key="social", name_nl="Sociaal", categories=["Sociaal huis"], restricted=True, teams=["sociale dienst", "Unknown"])
ROADS = TopicSettings(key="roads", name_nl="Wegen", name_en="Roads", subcategories=["Put"], colour=7)


def test_a_subcategory_says_more_than_its_category() -> None:
    topics = Topics([SOCIAL, ROADS])
    assert topics.of("sociaal huis", None) == "social"
    assert topics.of("Sociaal huis", "PUT") == "roads"
    assert topics.of("Other", "Other") is None
    assert topics.of(None, None) is None


def test_topics_and_their_teams_follow_the_settings(store: Store, owner: psycopg.Connection) -> None:
    team = "select o.key, g.name from city.topic_team x join city.topic o on o.id = x.topic_id join desk.team g on g.id = x.team_id"
    with store.transaction(SERVICE) as connection:
        keep_topics(connection, [SOCIAL, ROADS])
    assert owner.execute(team).fetchall() == []
    with store.transaction(SERVICE) as connection:
        keep_teams(connection, "topdesk", [Team("t1", "Sociale dienst"), Team("t2", "Wegen")])
        keep_topics(connection, [ROADS, SOCIAL])
    assert owner.execute(team).fetchall() == [("social", "Sociale dienst")]
    rows = owner.execute("select key, name_fr, name_en, position, restricted from city.topic order by position").fetchall()
    assert rows == [("roads", "Wegen", "Roads", 0, False), ("social", "Sociaal", "Sociaal", 1, True)]
    with store.transaction(SERVICE) as connection:
        keep_topics(connection, [SOCIAL.model_copy(update={"teams": ["Wegen"]})])
    assert owner.execute(team).fetchall() == [("social", "Wegen")]
    with store.transaction(SERVICE) as connection:  # the mapping of a file that means the same topic
        keep_topics(connection, [SOCIAL.model_copy(update={"restricted": False, "teams": []})], "old-files", whole=False)
    assert owner.execute(team).fetchall() == [("social", "Wegen")]
    assert owner.execute("select restricted from city.topic where key = 'social'").fetchone() == (True,)


def models(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, str]]:
    """Every (section, field) of the settings file."""
    for name, field in model.model_fields.items():
        inner = next((kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        if inner:
            yield from models(inner, f"{path}.{name}" if path else name)
        else:
            yield path, name


@pytest.mark.parametrize("file", ["docs/guichet.example.toml", "dashboard/sandbox/guichet.toml"])
def test_the_files_load(file: str) -> None:
    CityFile.model_validate(tomllib.loads((ROOT / file).read_text(encoding="utf-8")))


def test_the_example_names_every_field() -> None:
    example = tomllib.loads((ROOT / "docs/guichet.example.toml").read_text(encoding="utf-8"))
    missing = []
    for path, name in models(CityFile):
        section: Any = example
        for part in filter(None, path.split(".")):
            section = section.get(part, {})
            section = section[0] if isinstance(section, list) else section
        if name not in section:
            missing.append(f"{path}.{name}")
    assert missing == []


def test_the_examples_defaults_are_the_programs() -> None:
    example = CityFile.model_validate(tomllib.loads((ROOT / "docs/guichet.example.toml").read_text(encoding="utf-8")))
    for section in ("city", "topdesk", "fields", "map", "screen"):
        assert getattr(example, section) == getattr(CityFile(), section), section
