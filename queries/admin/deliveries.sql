-- What has not reached TOPdesk: failed ones first, then held, then waiting; the oldest first; at most :most.
-- One row is one delivery, with how many there are (in_all).
select b.id, b.kind, b.state, b.trouble, b.attempts, b.created_at, t.id as ticket, t.number, t.external_number,
       u.name as made_by, count(*) over () as in_all
from desk.outbox b
join desk.ticket t on t.id = b.ticket_id
left join guard.user u on u.id = b.created_by
where b.state in ('waiting', 'sending', 'held', 'failed')
order by array_position(array['failed', 'held', 'sending', 'waiting'], b.state), b.created_at, b.id
limit cast(:most as integer)
