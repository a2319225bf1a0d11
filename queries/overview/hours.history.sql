-- When reports come in: how many were opened from the day :since to before :until on each day of the week at each hour of the city's clock.
-- Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel, priority.
-- One row is a weekday (1 = Monday) and an hour (0 to 23) in which any came.
select t.weekday::integer as weekday, t.hour::integer as hour, count(*) as n
from ticket t
where t.opened_on >= :since and t.opened_on < :until and {scope}
  and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
group by 1, 2
order by 1, 2
