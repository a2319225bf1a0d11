-- What of one ticket (:ticket) still has to reach TOPdesk or failed to, oldest first; one row is one delivery.
select kind, state, attempts, trouble, created_at
from desk.outbox
where ticket_id = :ticket and state <> 'sent'
order by id
