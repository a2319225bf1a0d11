-- From when to when the tickets reach: first and last opening, and whether any of them ever ended; one row, nulls when there are none.
select (select opened_at from desk.ticket where not gone order by opened_at limit 1) as first_at,
    (select opened_at from desk.ticket where not gone order by opened_at desc limit 1) as last_at,
    exists (select 1 from desk.ticket where ended_at is not null and not gone) as ends_known,
    (select seen_at from desk.ticket_event order by id limit 1) as copied_at
