-- How old the open tickets were, and how many were overdue, at each of the moments :at (an array, growing), found again from the dates of
-- opening, ending and target. Those that wait now are left out of the overdue ones, since when they began to wait is not known.
-- Filter: teams (an array of ids, null = all): the team that has the ticket now. One row is one moment.
with moment as (
    select unnest(cast(:at as timestamptz[])) as at
), known as (
    select opened_at, ended_at, target_at, status
    from desk.ticket
    where (is_open or ended_at >= (select min(at) from moment)) and not gone
      and (cast(:teams as integer[]) is null or team_id = any (cast(:teams as integer[])))
)
select m.at, percentile_cont(0.5) within group (order by extract(epoch from m.at - k.opened_at) / 86400.0) as median_days,
    count(k.opened_at) filter (where k.target_at < m.at and k.status <> 'waiting') as overdue
from moment m
left join known k on k.opened_at < m.at and (k.ended_at is null or k.ended_at >= m.at)
group by m.at
order by m.at
