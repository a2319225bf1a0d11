-- How many tickets each bucket holds under the filters, and when the next are due; one row.
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams; tomorrow = the coming local midnight.
with seen as not materialized (
    select t.lane, t.status, t.target_at from desk.work t where {filters}
), counted as (
    select count(*) filter (where lane = 1) as reacted,
        count(*) filter (where lane = 2) as unassigned,
        count(*) filter (where lane in (2, 3) and status <> 'waiting' and target_at < now()) as overdue,
        count(*) filter (where lane in (2, 3) and status <> 'waiting' and target_at >= now() and target_at < :tomorrow) as today,
        count(*) filter (where lane in (2, 8) and status = 'waiting') as waiting,
        count(*) filter (where lane > 1) as "all",
        min(target_at) filter (where lane in (2, 3) and status <> 'waiting' and target_at >= now()) as next_at
    from seen
)
select c.*, (select count(*) from seen s where s.lane in (2, 3) and s.status <> 'waiting'
    and s.target_at >= c.next_at and s.target_at <= c.next_at + interval '1 day') as next_n
from counted c
