-- How many tickets there are, and how many of them are open; one row.
select count(*) as tickets, count(*) filter (where is_open) as open
from desk.ticket
where not gone
