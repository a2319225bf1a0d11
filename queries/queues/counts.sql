-- How many tickets each bucket holds under the filters, and when the next are due; one row.
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams; tomorrow = the coming local midnight.
with seen as not materialized (
    select t.is_open, t.is_unassigned, t.status, t.target_at from desk.work t where {filters}
), counted as (
    select count(*) filter (where not is_open) as reacted,
        count(*) filter (where is_open and is_unassigned) as unassigned,
        count(*) filter (where is_open and status <> 'waiting' and target_at < now()) as overdue,
        count(*) filter (where is_open and status <> 'waiting' and target_at >= now() and target_at < :tomorrow) as today,
        count(*) filter (where is_open and status = 'waiting') as waiting,
        count(*) filter (where is_open) as "all",
        min(target_at) filter (where is_open and status <> 'waiting' and target_at >= now()) as next_at
    from seen
)
select c.*, (select count(*) from seen s where s.is_open and s.status <> 'waiting'
    and s.target_at >= c.next_at and s.target_at <= c.next_at + interval '1 day') as next_n
from counted c
