"""A synthetic city of any size, straight into the store: for measurements and for tests of screens.

Not the demo city (that one comes through TOPdesk's look-alike); here only amounts and shapes matter. Runs as
the owner; deterministic for one `tickets`; about 1 in 28 tickets is open, or exactly `open_n`.
"""

from __future__ import annotations

from psycopg import Connection

TOPICS = ("dumping", "litter", "light", "road", "pavement", "traffic", "parking", "green", "noise", "welfare")


def fill(connection: Connection, tickets: int = 2_000, open_n: int | None = None, streets: int = 400) -> None:
    """Insert neighbourhoods, streets, topics, teams, callers and `tickets` tickets spread over two years."""
    open_n = tickets // 28 if open_n is None else open_n
    run = connection.execute
    with connection.transaction():
        run("""
            insert into city.neighbourhood (name, village, inhabitants, rings, lat, lon)
            select 'Quarter ' || n, 'Village ' || n % 7, 900 + 200 * n,
                   jsonb_build_array(jsonb_build_array(jsonb_build_array(
                       jsonb_build_array(x, y), jsonb_build_array(x + 0.01, y),
                       jsonb_build_array(x + 0.01, y + 0.01), jsonb_build_array(x, y + 0.01), jsonb_build_array(x, y)))),
                   y + 0.005, x + 0.005
            from generate_series(0, 19) n, lateral (select 5.15 + (n % 5) * 0.01 x, 50.79 + (n / 5) * 0.01 y) p""")
        run(
            """
            insert into city.street (name, village, neighbourhood_id, key, lines, length_m, min_lon, min_lat, max_lon, max_lat)
            select 'Street ' || n, 'Village ' || n %% 7, h.id, 'street ' || n,
                   jsonb_build_array(jsonb_build_array(jsonb_build_array(x, y), jsonb_build_array(x + 0.002, y + 0.0006))),
                   150, x, y, x + 0.002, y + 0.0006
            from generate_series(0, %s - 1) n
            cross join lateral (select 5.15 + (n %% 20) * 0.0025 x, 50.79 + (n / 20) * 0.002 y) p
            join city.neighbourhood h on h.name = 'Quarter ' || ((n %% 20) / 4 + 5 * least(n / 100, 3))""",
            [streets],
        )
        for position, key in enumerate(TOPICS):
            run(
                "insert into city.topic (key, name_nl, name_fr, name_en, colour, position, restricted)"
                " values (%s, %s, %s, %s, %s, %s, %s)",
                [key, key.title(), key.title(), key.title(), min(position + 1, 8), position, key == "welfare"],
            )
        run("""
            insert into desk.team (source, external_id, name, outside)
            select 'topdesk', 'team-' || n, name, name = 'Fluvius' from
            unnest(array['Green', 'Roads', 'Cleaning', 'Warehouse', 'Welfare', 'Fluvius']) with ordinality t (name, n)""")
        run("""insert into city.topic_team select o.id, g.id from city.topic o, desk.team g
               where o.key = 'welfare' and g.name = 'Welfare'""")
        run("""insert into people.operator (source, external_id, name)
               select 'topdesk', 'op-' || n, 'Colleague ' || n from generate_series(1, 30) n""")
        run("""insert into desk.caller (source, external_id, neighbourhood_id)
               select 'topdesk', 'p-' || n, (select id from city.neighbourhood order by id offset n % 20 limit 1)
               from generate_series(1, 1500) n""")
        run("""insert into people.person (caller_id, name, email, phone, language)
               select id, 'Citizen ' || external_id, external_id || '@example.org', '+32 11 00 00 00', 'nl' from desk.caller""")
        run(
            """
            with base as (select min(id) st from city.street), o as (select array_agg(id order by id) a from city.topic),
                 g as (select array_agg(id order by id) a from desk.team), p as (select array_agg(id order by id) a from people.operator),
                 c as (select array_agg(id order by id) a from desk.caller)
            insert into desk.ticket (source, external_id, external_number, title, topic_id, restricted, category, subcategory, team_id,
                operator_id, caller_id, priority, channel, status, street_id, street_m, house_number, neighbourhood_id, lat, lon, placed_by,
                opened_at, first_answer_at, target_at, solved_at, closed_at, modified_at)
            select 'topdesk', 'x-' || n, 'I ' || to_char(opened, 'YYMM') || ' ' || n, 'Zwerfvuil naast glasbol ' || n, o.a[1 + topic],
                   topic = 9, 'Openbaar domein', 'Melding ' || topic,
                   case when open and n %% 47 = 0 then null else g.a[1 + (n / 3) %% 6] end,
                   case when n %% 3 = 0 then null else p.a[1 + n %% 30] end,
                   case when n %% 7 = 0 then null else c.a[1 + ((n::bigint * n) %% 1500)::integer] end,
                   'P' || 1 + n %% 4, (array['Phone', 'E-mail', 'App', 'Counter'])[1 + n %% 4],
                   case when open then (array['new', 'assigned', 'planned', 'in_progress', 'waiting'])[1 + n %% 5] else 'closed' end,
                   s.id, 4, 1 + n %% 80, s.neighbourhood_id, s.min_lat + (n %% 100) * 0.000006, s.min_lon + (n %% 100) * 0.00002, 'coordinates',
                   opened, opened + interval '1 day', case when n %% 20 = 0 then null else opened + make_interval(days => 5 + n %% 25) end,
                   case when open then null else opened + make_interval(hours => 3 + (n * 37) %% 400) end,
                   case when open then null else opened + make_interval(hours => 5 + (n * 37) %% 400) end,
                   opened + interval '1 day'
            from generate_series(1, %s) n
            cross join lateral (select n > %s - %s as open, (n * 7) %% 10 as topic) k
            cross join lateral (select now() - case when open then make_interval(mins => (n * 101) %% 86400)
                                else make_interval(mins => (30 + ((n::bigint * 9973) %% 1021000)::integer)) end as opened) w
            cross join o cross join g cross join p cross join c cross join base
            join city.street s on s.id = base.st + (n * 13) %% %s""",
            [tickets, tickets, open_n, streets],
        )
        run("""
            insert into desk.ticket_event (ticket_id, at, kind, new)
            select id, opened_at, 'opened', status from desk.ticket
            union all select id, solved_at, 'solved', 'solved' from desk.ticket where solved_at is not null""")
        run("insert into desk.stream (source, stream, ok_at, tried_at, watermark) values ('topdesk', 'incidents', now(), now(), now())")
    connection.execute("analyze")
