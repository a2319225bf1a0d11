"""Problem areas: where more is reported than is usual there, with chance kept in hand. No I/O.

    found = find(reports, places, date(2026, 3, 2))
    for finding in found.findings:                  # the surest first
        finding.observed, finding.expected          # 14 dumpings in 8 weeks where 4 are usual
    found.apart                                     # what was not counted, and why

`reports`, one row a report, order of no meaning:

    day         datetime64 or date, the local day of opening; rows on or after the day of the run are not read
    topic       whole number
    reporter    the same value is the same person; missing = unknown
    x, y        metres in any flat grid; missing = no point
    neighbourhood, hexagon, segment    the place of each kind, whole numbers; missing = in none; a column may be absent

Weeks are the seven days that end with the day before the run, and so on backwards: a run is right on any day, and
half a week is never compared with a whole one. A run of a day costs the same as one of a week: there is no state but
`earlier`, the findings of the last run, which tells what fades. docs/method-areas.md has every formula and its source.
"""

from dashboard.insight.areas.find import find
from dashboard.insight.areas.model import Apart, Finding, Found, Kind, Place, PlaceKind, Repeats, Rules, Week

__all__ = ["Apart", "Finding", "Found", "Kind", "Place", "PlaceKind", "Repeats", "Rules", "Week", "find"]
