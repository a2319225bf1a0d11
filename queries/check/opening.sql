-- Tickets of TOPdesk and of this house without an opening in their history; one row: how many.
select count(*) from desk.ticket t
where not exists (select 1 from desk.ticket_event e where e.ticket_id = t.id and e.kind = 'opened')
