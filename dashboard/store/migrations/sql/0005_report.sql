-- For outside tools: read-only views, the reader's own rights apply (security_invoker).
create schema report;

create view report.ticket with (security_invoker = true) as
select t.source, t.external_id, t.number, t.status, t.is_open, o.key as topic, t.category, t.subcategory,
       g.name as team, t.channel, s.name as street, n.name as neighbourhood, t.lat, t.lon, t.placed_by,
       t.opened_at, t.first_answer_at, t.target_at, t.solved_at, t.closed_at, t.modified_at
from desk.ticket t
left join city.topic o on o.id = t.topic_id
left join desk.team g on g.id = t.team_id
left join city.street s on s.id = t.street_id
left join city.neighbourhood n on n.id = t.neighbourhood_id
where not t.gone;

create view report.team with (security_invoker = true) as
select name, outside, archived from desk.team;

create view report.street with (security_invoker = true) as
select s.name, s.village, n.name as neighbourhood, s.length_m
from city.street s left join city.neighbourhood n on n.id = s.neighbourhood_id;

create view report.neighbourhood with (security_invoker = true) as
select name, village, inhabitants from city.neighbourhood;

create view report.ticket_event with (security_invoker = true) as
select t.source, t.external_id, t.number, e.at, e.kind, e.old, e.new
from desk.ticket_event e join desk.ticket t on t.id = e.ticket_id
where not t.gone;
