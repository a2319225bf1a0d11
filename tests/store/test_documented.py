"""What outside tools and downloads hold is documented, column by column."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg

from dashboard.figures.explore import Asked
from dashboard.screen.explore_files import HEADS
from dashboard.store import Store
from dashboard.store.questions import copy_question

PAGE = Path(__file__).parents[2] / "docs" / "data.md"
DUCK = {"VARCHAR": "text", "DOUBLE": "double precision", "TIMESTAMP": "timestamp", "INTEGER": "integer"}


def dictionary(heading: str) -> list[tuple[str, str]]:
    """Column and type of each line of a section's table; none without a meaning."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| `(\w+)` \| ([a-z ]+) \|([^|]*)\| ([^|]+) \|$", section, re.MULTILINE)
    assert all(meaning.strip() for *_rest, meaning in lines)
    assert all(unit.strip() for _column, kind, unit, _meaning in lines if kind in ("double precision", "integer")), "a number without its unit"
    return [(column, kind) for column, kind, _unit, _meaning in lines]


def test_every_column_for_outside_tools_is_in_the_data_dictionary_and_no_other(owner: psycopg.Connection) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for view, column, kind in owner.execute(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'report' order by ordinal_position"
    ):
        found.setdefault(view, []).append((column, kind))
    assert set(found) == {"ticket", "ticket_event", "team", "street", "neighbourhood"}
    assert {view: dictionary(f"report.{view}") for view in found} == found


def test_every_column_of_a_download_is_in_the_data_dictionary_and_has_a_heading(filled: Store) -> None:
    statement, named = copy_question("explore/tickets")
    everything = Asked("topic").parameters(kind="n", language="nl", in_row=False, in_column=False, r=None, r_word=None, c=None, c_word=None)
    with filled.history.copy().cursor() as cursor:
        columns = cursor.execute(statement, {name: everything[name] for name in named}).description or []
    kinds = [(str(name), DUCK[str(kind).split()[0]]) for name, kind, *_rest in columns]
    assert kinds == dictionary("Downloads of Explore")
    assert list(HEADS) == [name for name, _kind in kinds]
