"""`guichet bench`: the measurement in bench/, which stands beside the package as queries/ does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dashboard.store.questions import QUERIES


def report(
    sizes: Sequence[int], *, keep: Path | None, json_file: Path | None, say: Callable[[str], None], show: Callable[[str], None]
) -> bool:
    """Measure, show the table, say what misses the goal; whether nothing does. Progress goes to `say`."""
    sys.path.insert(0, str(QUERIES.parent))
    from bench import run

    rows = run.run(sizes, keep=keep, say=say)
    if json_file is not None:
        json_file.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n", encoding="utf-8")
    show(run.table(rows))
    missed = run.misses(rows)
    show("\n".join(["", f"{len(missed)} ways to ask miss the goal:", *missed] if missed else ["", "Every question reaches the goal."]))
    return not missed
