-- Who waits for a team: of its tickets (:team) that were overdue at the moment :moment, those that another team forwarded to it last, and since when the
-- first of them is there. Filters, each null for "all": topic, neighbourhood (ids), channel, priority.
-- One row is the team that waits for most: team_id, n, since; none where nobody waits.
with late as (
    select t.id
    from ticket t
    where t.is_open and t.team_id = :team and t.status <> 'waiting' and t.target_at < least(:moment, now()) and t.opened_at < :moment and {scope}
), handed as (
    select ticket_id, arg_max(old_team_id, "at") as team_id, max("at") as since
    from forwarded
    where ticket_id in (select id from late)
    group by 1
)
select team_id, count(*) as n, min(since) as since
from handed
where team_id is not null and team_id <> :team
group by 1
order by n desc, since
limit 1
