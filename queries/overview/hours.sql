-- When reports come in: how many were opened from :since until :until on each day of the week at each hour of :zone's clock.
-- Filter: teams (an array of ids, null = all). One row is a weekday (1 = Monday) and an hour (0 to 23) in which any came.
select extract(isodow from local.at)::integer as weekday, extract(hour from local.at)::integer as hour, count(*) as n
from desk.ticket t
cross join lateral (select t.opened_at at time zone :zone as at) local
where t.opened_at >= :since and t.opened_at < :until and not t.gone
  and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
group by 1, 2
order by 1, 2
