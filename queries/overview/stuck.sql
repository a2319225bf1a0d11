-- Where it is stuck: the team with the most overdue tickets, how many, since when the oldest is overdue, and the topic and neighbourhood
-- in which most of them are. Filters, each null for "all": teams (an array of ids), topic, neighbourhood (ids), channel, priority.
-- One row; none when nothing is overdue.
with late as materialized (
    select t.team_id, t.topic_id, t.neighbourhood_id, count(*) as n, min(t.target_at) as since
    from desk.work t
    where t.is_open and t.status <> 'waiting' and t.target_at < now() and t.team_id is not null and {scope}
      and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
    group by 1, 2, 3
), worst as (
    select team_id, sum(n)::bigint as n, min(since) as since from late group by team_id order by 2 desc, 3 limit 1
), knot as (
    select l.topic_id, l.neighbourhood_id, l.n
    from late l join worst using (team_id)
    where l.topic_id is not null and l.neighbourhood_id is not null
    order by l.n desc, l.since limit 1
)
select w.team_id, g.name as team, w.n, w.since, k.n as knot_n, k.topic_id, o.name_nl, o.name_fr, o.name_en, k.neighbourhood_id,
    h.name as neighbourhood
from worst w
join desk.team g on g.id = w.team_id
left join knot k on true
left join city.topic o on o.id = k.topic_id
left join city.neighbourhood h on h.id = k.neighbourhood_id
