"""What outside tools may read is documented."""

from __future__ import annotations

from pathlib import Path

import psycopg


def test_every_column_for_outside_tools_is_in_the_data_dictionary(owner: psycopg.Connection) -> None:
    page = (Path(__file__).parents[2] / "docs/data.md").read_text(encoding="utf-8")
    columns = owner.execute("select table_name, column_name from information_schema.columns where table_schema = 'report'").fetchall()
    assert len(columns) > 25
    missing = [f"report.{view}.{column}" for view, column in columns if f"`{column}`" not in page or view not in page]
    assert missing == []
