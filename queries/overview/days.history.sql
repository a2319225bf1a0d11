-- How many tickets were opened (new) and ended (solved, else closed; without such a date when they last changed) on each local day from :since
-- to before :until. Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel,
-- priority. Endings that were undone, and what the teams' forwards change, are in overview/turns. One row is a day: day, new, solved.
select day, sum(new)::bigint as new, sum(solved)::bigint as solved
from (
    select t.opened_on as day, count(*) as new, 0 as solved
    from ticket t
    where t.opened_on >= :since and t.opened_on < :until and {scope}
      and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
    group by 1
    union all
    select t.ended_on, 0, count(*)
    from ticket t
    where t.ended_on >= :since and t.ended_on < :until and {scope}
      and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
    group by 1
)
group by day
order by day
