-- Deliveries that wait although their ticket is gone; one row: how many.
select count(*) from desk.outbox b join desk.ticket t on t.id = b.ticket_id where t.gone and b.state in ('waiting', 'sending')
