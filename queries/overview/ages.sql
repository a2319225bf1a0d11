-- Open tickets by age: how many are at least :steps[n] days old but younger than the next step; overdue among them.
-- Filter: teams (an array of ids, null = all); until = as in overview/now. One row is an age that occurs, n = 1, 2, ...
select width_bucket(extract(epoch from least(now(), :until) - opened_at)::float8 / 86400, cast(:steps as float8[])) as n, count(*) as open,
    count(*) filter (where status <> 'waiting' and target_at < now()) as overdue
from desk.ticket
where is_open
  and (cast(:teams as integer[]) is null or team_id = any (cast(:teams as integer[])))
group by 1
order by 1
