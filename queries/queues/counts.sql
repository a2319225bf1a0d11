-- How many tickets each bucket holds under the filters, and when the next are due; one row.
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams; tomorrow = the coming local midnight.
with work as (
    select * from desk.ticket where is_open
    union all
    select * from desk.ticket where reacted_at is not null and not is_open and not gone
        and reacted_at > ended_at
), seen as (
    select t.is_open, t.is_unassigned, t.status, t.target_at
    from work t
    left join city.street s on s.id = t.street_id
    where {filters}
), next as (
    select min(target_at) as at from seen where is_open and status <> 'waiting' and target_at >= now()
)
select count(*) filter (where not is_open) as reacted,
    count(*) filter (where is_open and is_unassigned) as unassigned,
    count(*) filter (where is_open and status <> 'waiting' and target_at < now()) as overdue,
    count(*) filter (where is_open and status <> 'waiting' and target_at >= now() and target_at < :tomorrow) as today,
    count(*) filter (where is_open and status = 'waiting') as waiting,
    count(*) filter (where is_open) as "all",
    (select at from next) as next_at,
    count(*) filter (where is_open and status <> 'waiting'
        and target_at between (select at from next) and (select at from next) + interval '1 day') as next_n
from seen
