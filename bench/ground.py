"""The ground of the synthetic city: neighbourhoods, streets, topics, teams, colleagues and callers, by plain SQL.

Amounts grow with the number of tickets, as a bigger city has more streets; ids run from 1 without gaps, so that `tickets` may draw them.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import Connection

#: key, share of all tickets
TOPICS = (
    ("dumping", 14), ("litter", 9), ("lighting", 8), ("pavement", 7), ("road", 9), ("green", 8), ("bins", 7), ("graffiti", 3), ("noise", 4),
    ("parking", 6), ("traffic", 5), ("water", 3), ("sewer", 3), ("animals", 2), ("playground", 2), ("trees", 3), ("furniture", 2),
    ("events", 1), ("questions", 2), ("permits", 1), ("welfare", 1), ("police", 1),
)  # fmt: skip
RESTRICTED = ("welfare", "police")
PLACELESS = ("questions", "permits")
TEAMS = ("Green", "Roads", "Cleaning", "Warehouse", "Lighting", "Water", "Mobility", "Permits", "Welfare", "Police", "Fluvius", "De Lijn")
OUTSIDE = ("Fluvius", "De Lijn")
QUARTERS = 24
OPERATORS = 120
WEST, SOUTH, EAST, NORTH = 5.15, 50.77, 5.25, 50.83


@dataclass(frozen=True)
class Size:
    """How much of everything `tickets` tickets are."""

    tickets: int

    @property
    def streets(self) -> int:
        return min(3_000, max(500, self.tickets // 400))

    @property
    def callers(self) -> int:
        return min(40_000, max(200, self.tickets // 8))

    @property
    def open(self) -> int:
        return self.tickets // 100


def lay(connection: Connection, size: Size) -> None:
    """Insert the city into an empty, migrated database."""
    run = connection.execute
    run(
        """
        insert into city.neighbourhood (name, village, inhabitants, rings, lat, lon)
        select 'Quarter ' || n, 'Village ' || n %% 6, 900 + 250 * (n * 7 %% 24),
               jsonb_build_array(jsonb_build_array(jsonb_build_array(
                   jsonb_build_array(x, y), jsonb_build_array(x + dx, y), jsonb_build_array(x + dx, y + dy), jsonb_build_array(x, y + dy),
                   jsonb_build_array(x, y)))), y + dy / 2, x + dx / 2
        from generate_series(0, %(quarters)s - 1) n
        cross join lateral (select (%(east)s - %(west)s) / 6.0 as dx, (%(north)s - %(south)s) / 4.0 as dy) d
        cross join lateral (select %(west)s + n %% 6 * dx as x, %(south)s + n / 6 * dy as y) p""",
        {"quarters": QUARTERS, "west": WEST, "east": EAST, "south": SOUTH, "north": NORTH},
    )
    run(
        """
        insert into city.street (name, village, neighbourhood_id, key, lines, length_m, min_lon, min_lat, max_lon, max_lat)
        select s.name, 'Village ' || h.id %% 6, h.id, lower(s.name),
               jsonb_build_array((select jsonb_agg(jsonb_build_array(round(x + 0.0004 * k, 5), round(y + 0.0001 * k, 5))) from generate_series(0, 5) k)),
               150, x, y, x + 0.002, y + 0.0005
        from generate_series(0, %s - 1) n
        cross join lateral (select (array['Kerk', 'Dorp', 'Molen', 'Veld', 'Station', 'Linden', 'School', 'Nieuwe', 'Beek', 'Berg'])[1 + n %% 10]
                            || (array['straat', 'laan', 'weg', 'plein', 'dreef'])[1 + n / 10 %% 5] || ' ' || n / 50 + 1 as name) s
        join city.neighbourhood h on h.id = 1 + n * 7 %% 24
        cross join lateral (select round((h.lon - 0.008 + 0.0155 * (n * 31 %% 97) / 97.0)::numeric, 5) as x,
                                   round((h.lat - 0.0072 + 0.0144 * (n * 17 %% 89) / 89.0)::numeric, 5) as y) p
        order by n""",
        [size.streets],
    )
    for position, (key, _share) in enumerate(TOPICS):
        name = key.title()
        run(
            "insert into city.topic (key, name_nl, name_fr, name_en, colour, position, restricted, placeless, patrol)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [key, name, name, name, min(position + 1, 8), position, key in RESTRICTED, key in PLACELESS, position < 12],
        )
    for name in TEAMS:
        run(
            "insert into desk.team (source, external_id, name, outside) values ('topdesk', %s, %s, %s)",
            ["team-" + name, name, name in OUTSIDE],
        )
    run("insert into city.topic_team select o.id, g.id from city.topic o join desk.team g on lower(g.name) = o.key")
    run(
        "insert into people.operator (source, external_id, name) select 'topdesk', 'op-' || n, 'Colleague ' || n from generate_series(1, %s) n",
        [OPERATORS],
    )
    run(
        """insert into desk.caller (source, external_id, neighbourhood_id)
           select 'topdesk', 'p-' || n, case when n %% 11 > 0 then 1 + n * 13 %% 24 end from generate_series(1, %s) n""",
        [size.callers],
    )
    run("""insert into people.person (caller_id, name, email, phone, language)
           select id, 'Citizen ' || id, 'citizen' || id || '@example.org', '+32 11 00 00 00', 'nl' from desk.caller""")
    for number, role in enumerate(("presenter", "patrol", "team", "manager", "coordinator", "admin"), 1):
        run("insert into guard.user (login, name, role, password_hash) values (%s, %s, %s, '')", [role, f"Person {number}", role])
    run("insert into guard.user_team select u.id, g.id from guard.user u, desk.team g where u.role in ('team', 'coordinator') and g.name = 'Roads'")
