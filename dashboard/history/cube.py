"""Tickets added up beforehand, for tables over all years: how many there are by any three of their properties, or by a street and one more.

`cube` has one row a set of properties (`mask`) and their values. A change since it was made adds rows with mask = -1 that hold all
properties of one ticket: less one as it was, and one more as it is. So `where mask in (-1, cube_mask(...))` and `sum(n)` are right at any
moment. Small cities have none, their tickets are counted as fast: a question asks `in_cube(...)`.
"""

from __future__ import annotations

from itertools import combinations

#: From here on tickets are added up beforehand.
FROM_TICKETS = 500_000

#: Property -> what it is of a ticket t. A property's bit in `mask`: the first is the highest.
PROPERTIES = {
    "topic_id": "t.topic_id",
    "quarter": "coalesce(t.neighbourhood_id, {nowhere})",
    "way": "coalesce(t.street_id, {nowhere})",
    "team_id": "t.team_id",
    "weekday": "t.weekday::integer",
    "hour": "t.hour::integer",
    "month": "year(t.opened_on) * 100 + month(t.opened_on)",
    "channel": "t.channel",
    "status": "t.status",
    "priority": "t.priority",
}
_NOWHERE = "case t.placed_by when 'outside' then -1 when 'placeless' then -2 when 'nothing' then -3 else -4 end"
_VALUES = ", ".join(f"{of.format(nowhere=_NOWHERE)} as {name}" for name, of in PROPERTIES.items())
SETS_AT_ONCE = 12

TABLE = """create table cube (mask integer, topic_id integer, quarter integer, way integer, team_id integer, weekday integer,
    hour integer, month integer, channel varchar, status varchar, priority varchar,
    n integer, open integer, solve integer, answer integer, odd integer)"""

#: What a table's rows and columns, and a filter that is set, are called in the questions of "explore"; in the order of PROPERTIES.
_ASKED = {
    "topic": "topic", "neighbourhood": "neighbourhood", "street": "street", "team": "teams", "weekday": "", "hour": "", "month": "",
    "channel": "channel", "status": "status", "priority": "priority",
}  # fmt: skip
_BITS = " + ".join(
    f"{2 ** (len(_ASKED) - 1 - n)} * ('{name}' in (coalesce(rows_, ''), coalesce(columns_, ''))"
    + (" or 'year' in (coalesce(rows_, ''), coalesce(columns_, ''))" if name == "month" else "")
    + (f" or {filter}_ is not null" if filter else "")
    + ")::integer"
    for n, (name, filter) in enumerate(_ASKED.items())
)
MACROS = (
    f"create macro cube_mask(rows_, columns_, {', '.join(f'{filter}_' for filter in _ASKED.values() if filter)}) as {_BITS}",
    """create macro in_cube(basis, since, until, mask) as coalesce(getvariable('cubed'), false) and basis = 'opened'
        and since is null and until is null and bit_count(mask) <= if(mask & 128 = 0, 3, 2)""",
)


def made() -> list[str]:
    """Statements that fill the table from `ticket`; each reads all tickets once."""
    few = [name for name in PROPERTIES if name != "way"]
    sets = [chosen for size in range(4) for chosen in combinations(few, size)]
    sets += [("way",), *(("way", name) for name in few)]
    return [_added_up(sets[n : n + SETS_AT_ONCE]) for n in range(0, len(sets), SETS_AT_ONCE)]


def _added_up(sets: list[tuple[str, ...]]) -> str:
    there = {name for chosen in sets for name in chosen}
    names = ", ".join(name if name in there else "null" for name in PROPERTIES)
    bits = " + ".join(f"{2 ** (len(PROPERTIES) - 1 - n)} * (1 - grouping({name}))" for n, name in enumerate(PROPERTIES) if name in there)
    return f"""insert into cube
        select {bits or 0} as mask, {names}, count(*), count(*) filter (is_open), count(solve_work_s), count(answer_work_s), count(oddity)
        from (select {_VALUES}, t.is_open, t.solve_work_s, t.answer_work_s, t.oddity from ticket t)
        group by grouping sets ({", ".join(f"({', '.join(chosen)})" for chosen in sets)}) order by mask"""


def changed(sign: int, tickets: str) -> str:
    """The statement that adds (1) or takes away (-1) the tickets of a table or condition `tickets`, such as "ticket t where ..."."""
    return f"""insert into cube select -1, {_VALUES}, {sign}, {sign} * t.is_open::integer, if(t.solve_work_s is null, 0, {sign}),
        if(t.answer_work_s is null, 0, {sign}), if(t.oddity is null, 0, {sign}) from {tickets}"""
