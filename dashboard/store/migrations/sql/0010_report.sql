-- What outside tools may read: ticket_event, team, street, neighbourhood beside ticket.
select 1;
