-- What each team has open at this moment: all, overdue, not taken by a person; the last row (id null) is what has no team.
-- Filters, each null for "all": teams (an array of ids), topic, neighbourhood (ids), channel, priority. One row is a team with open tickets.
select f.team_id as id, g.name, f.open, f.overdue, f.not_taken
from (
    select t.team_id, count(*) as open, count(*) filter (where t.status <> 'waiting' and t.target_at < now()) as overdue,
        count(*) filter (where not t.is_taken) as not_taken
    from desk.work t
    where t.is_open and {scope}
      and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
    group by 1
) f
left join desk.team g on g.id = f.team_id
order by f.team_id is null, f.overdue desc, f.open desc, g.name
