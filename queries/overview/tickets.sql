-- Tickets for the list behind a figure (:tickets, an array of ids); those that the reader may not see are left out.
-- One row is one ticket, without a word of what a citizen wrote.
select t.id, t.number, t.external_number, t.status, t.priority, t.opened_at, t.target_at, t.ended_at, t.house_number, t.is_open, s.name as street,
    n.name as neighbourhood, g.name as team, o.colour, o.name_nl, o.name_fr, o.name_en
from desk.ticket t
left join city.street s on s.id = t.street_id
left join city.neighbourhood n on n.id = t.neighbourhood_id
left join city.topic o on o.id = t.topic_id
left join desk.team g on g.id = t.team_id
where not t.gone and t.id = any (cast(:tickets as bigint[]))
