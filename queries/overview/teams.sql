-- What each team has open: all, overdue, not taken by a person, and the median age in days; the last row (id null) is what has no team.
-- Filter: teams (an array of ids, null = all); until = as in overview/now. One row is a team with open tickets.
select g.id, g.name, g.outside, count(*) as open,
    count(*) filter (where t.status <> 'waiting' and t.target_at < now()) as overdue,
    count(*) filter (where not t.is_taken) as not_taken,
    percentile_cont(0.5) within group (order by extract(epoch from least(now(), :until) - t.opened_at) / 86400.0) as median_days
from desk.ticket t
left join desk.team g on g.id = t.team_id
where t.is_open
  and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
group by g.id
order by g.id is null, overdue desc, open desc, g.name
