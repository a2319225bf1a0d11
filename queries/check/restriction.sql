-- Tickets whose restriction differs from their topic's; one row: how many.
select count(*) from desk.ticket t join city.topic o on o.id = t.topic_id where t.restricted <> o.restricted
