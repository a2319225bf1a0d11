-- What is open at this moment, as the queues count it; one row: how many, overdue, unassigned, due today. tomorrow = the coming local midnight.
-- Filters, each null for "all": teams (an array of ids), topic, neighbourhood (ids), channel, priority.
select count(*) as open,
    count(*) filter (where t.status <> 'waiting' and t.target_at < now()) as overdue,
    count(*) filter (where t.is_unassigned) as unassigned,
    count(*) filter (where t.status <> 'waiting' and t.target_at >= now() and t.target_at < :tomorrow) as today
from desk.work t
where t.is_open and {scope}
  and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
