-- The reports that a finding counted, as the reader may see them, the newest first. finding = its id.
-- One row is one ticket, with what the list of a queue shows of it (grp, in_group) and its point.
select t.id, t.number, t.external_number, t.title, t.status, t.priority, t.target_at, t.opened_at, t.reacted_at,
    'place' as grp, count(*) over () as in_group, s.name as street, t.house_number, n.name as neighbourhood, g.name as team,
    o.colour, o.name_nl, o.name_fr, o.name_en, t.lat, t.lon
from desk.area_ticket a
join desk.ticket t on t.id = a.ticket_id and not t.gone
left join city.street s on s.id = t.street_id
left join city.neighbourhood n on n.id = t.neighbourhood_id
left join city.topic o on o.id = t.topic_id
left join desk.team g on g.id = t.team_id
where a.finding_id = :finding
order by t.opened_at desc, t.id
