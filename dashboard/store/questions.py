"""Questions: one SQL file each under queries/, asked by name.

    store.ask(who, "queues/open", team=3)

A file starts with comment lines (what it answers, its parameters, what one row means) and holds one statement
with `:named` parameters. A filter that may be absent is written `(cast(:team as integer) is null or ...)`; `{filters}` stands for
those of the address, which queues and map share, `{scope}` for those of figures.

NAME.history.sql is a question to the columnar copy (dashboard/history): DuckDB's SQL, the same `:named` parameters. There an absent filter
costs nothing, and a set is `(cast(:teams as integer[]) is null or list_contains(cast(:teams as integer[]), team_id))`.
"""

from __future__ import annotations

import re
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
    return text(_whole(path))


@cache
def asks_copy(name: str) -> bool:
    """Whether the columnar copy answers this question."""
    return _copy_path(name).is_file()


@cache
def copy_question(name: str) -> tuple[str, tuple[str, ...]]:
    """The statement in queries/NAME.history.sql with DuckDB's `$named` parameters, and their names."""
    path = _copy_path(name).resolve()
    if not path.is_relative_to(QUERIES) or not path.is_file():
        raise LookupError(f"no question {name!r}")
    body = re.sub(r"--.*", "", _whole(path))
    named = re.compile(r"(?<![:\w]):(?=[a-z_])(\w+)(?!:)")
    return named.sub(r"$\1", body), tuple(dict.fromkeys(named.findall(body)))


def _copy_path(name: str) -> Path:
    return QUERIES / f"{name}.history.sql"


def _whole(path: Path) -> str:
    """The file with the conditions that several questions share put in: `{filters}` is queries/filters.part, but for its first line."""

    def shared(found: re.Match[str]) -> str:
        return (QUERIES / f"{found[1]}.part").read_text(encoding="utf-8").partition("\n")[2].strip()

    return re.sub(r"\{(\w+)\}", shared, path.read_text(encoding="utf-8"))


def all_questions() -> list[str]:
    """Names of every question there is, sorted."""
    return sorted(str(path.relative_to(QUERIES)).removesuffix(".sql").removesuffix(".history") for path in QUERIES.rglob("*.sql"))


def explain(name: str) -> str:
    """The header of a question: what it counts, in the words of its file."""
    path = _copy_path(name) if asks_copy(name) else QUERIES / f"{name}.sql"
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return "\n".join(lines)
