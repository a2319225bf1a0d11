-- The reader's own last reports, newest first, at most 20; one row is a report, state that of its delivery to TOPdesk.
select t.id, t.number, t.external_number, t.title, t.opened_at, concat_ws(' ', s.name, t.house_number) as place, b.state
from desk.outbox b
join desk.ticket t on t.id = b.ticket_id
left join city.street s on s.id = t.street_id
where b.kind = 'create' and b.created_by = guard.my_id() and not t.gone
order by b.id desc
limit 20
