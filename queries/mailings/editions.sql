-- Editions, the newest first, at most :most. One row is an edition; team and neighbourhood are names.
select e.id, e.report, e.rhythm, e.language, e.due_at, e.first_day, e.last_day, e.state, e.made_at, e.title, e.summary, e.trouble,
    e.team_id, e.neighbourhood_id, g.name as team, n.name as neighbourhood, count(*) over () as in_all
from post.edition e
left join desk.team g on g.id = e.team_id
left join city.neighbourhood n on n.id = e.neighbourhood_id
order by e.last_day desc, array_position(array['council', 'team', 'place'], e.report), g.name, n.name nulls first, e.id desc
limit :most
