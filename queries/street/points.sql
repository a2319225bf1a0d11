-- Where in a place something is open at this moment, as the reader may see it, at most :most points. street, neighbourhood: ids, null = all.
-- One row is a ticket: lat, lon, colour of its topic.
select t.lat, t.lon, o.colour
from desk.work t
left join city.topic o on o.id = t.topic_id
where t.is_open and t.lat is not null and {here}
order by t.ticket_id desc
limit :most
