-- All facts of one ticket (:ticket) but the person; one row, none where the reader may not see it.
select t.id, t.number, t.source, t.external_id, t.external_number, t.title, t.status, t.external_status, t.priority, t.channel, t.category,
    t.subcategory, t.street_id, t.neighbourhood_id, t.house_number, t.lat, t.lon, t.placed_by, t.opened_at, t.first_answer_at, t.target_at, t.solved_at, t.closed_at,
    t.modified_at, t.reacted_at, t.is_open, t.is_unassigned, t.story_at is not null and t.story_at >= t.modified_at as story_whole,
    t.team_id = any ((select guard.my_teams())::integer[]) as mine, s.name as street, n.name as neighbourhood, g.name as team,
    p.name as operator, o.colour, o.name_nl, o.name_fr, o.name_en
from desk.ticket t
left join city.street s on s.id = t.street_id
left join city.neighbourhood n on n.id = t.neighbourhood_id
left join desk.team g on g.id = t.team_id
left join people.operator p on p.id = t.operator_id
left join city.topic o on o.id = t.topic_id
where t.id = :ticket and not t.gone
