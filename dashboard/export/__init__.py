"""Tables as files, of any length in bounded memory.

    for step in make(folder, owner=7, name="tickets.xlsx", pieces=batches, heads=[...], language="nl", about=[...]):
        step                          # Rows(n) while it grows, at last Made(token)
    taken(folder, token, owner=7)     # the path of a file that is made, for whom it was made
"""

from __future__ import annotations

from dashboard.export.files import FORMATS
from dashboard.export.making import Made, Rows, make, sweep, taken

__all__ = ["FORMATS", "Made", "Rows", "make", "sweep", "taken"]
