"""Questions: one SQL file each under queries/, asked by name.

    store.ask(who, "queues/open", team=3)

A file starts with comment lines (what it answers, its parameters, what one row means) and holds one statement
with `:named` parameters. A filter that may be absent is written `(cast(:team as integer) is null or ...)`; `{filters}` stands for
those of the address, which queues and map share.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text

#: queries/ stands beside the package: Guichet runs from a checkout.
QUERIES = Path(__file__).resolve().parents[2] / "queries"


@cache
def question(name: str) -> TextClause:
    """The statement in queries/NAME.sql; LookupError when there is none of that name."""
    path = (QUERIES / f"{name}.sql").resolve()
    if not path.is_relative_to(QUERIES) or not path.is_file():
        raise LookupError(f"no question {name!r}")
    return text(path.read_text(encoding="utf-8").replace("{filters}", _filters()))


@cache
def _filters() -> str:
    """The condition that several questions share (queries/filters.part)."""
    return (QUERIES / "filters.part").read_text(encoding="utf-8").partition("\n")[2].strip()


def all_questions() -> list[str]:
    """Names of every question there is, sorted."""
    return sorted(str(path.relative_to(QUERIES).with_suffix("")) for path in QUERIES.rglob("*.sql"))


def explain(name: str) -> str:
    """The header of a question: what it counts, in the words of its file."""
    path = QUERIES / f"{name}.sql"
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return "\n".join(lines)
