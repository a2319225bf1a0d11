-- What became of the reports and additions with these keys (:keys, an array of text); one row is one of them.
-- state is that of its delivery to TOPdesk: waiting, held, sending, sent, failed, dropped.
select b.key, t.id as ticket_id, t.number, t.external_number, b.state
from desk.outbox b
join desk.ticket t on t.id = b.ticket_id
where b.key = any (cast(:keys as text[]))
order by b.id
