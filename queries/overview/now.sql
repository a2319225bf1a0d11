-- What is open at this moment, as the queues count it; one row: how many, overdue, unassigned, due today, median age in days.
-- Filter: teams (an array of ids, null = all); tomorrow = the coming local midnight;
-- until = ages are taken to this moment where it lies in the past (data that has ended).
select count(*) as open,
    count(*) filter (where status <> 'waiting' and target_at < now()) as overdue,
    count(*) filter (where is_unassigned) as unassigned,
    count(*) filter (where status <> 'waiting' and target_at >= now() and target_at < :tomorrow) as today,
    percentile_cont(0.5) within group (order by extract(epoch from least(now(), :until) - opened_at) / 86400.0) as median_days
from desk.ticket
where is_open
  and (cast(:teams as integer[]) is null or team_id = any (cast(:teams as integer[])))
