-- When the newest ticket was opened; one row, null without tickets.
select max(opened_at) as newest from desk.ticket where not gone
