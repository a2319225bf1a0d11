-- Reports that TOPdesk had twice: the second call, the ticket that stays, and whether the second one is archived. Newest first,
-- at most :most; one row is one second call.
select w.external_number as twin, t.number, t.external_number as kept, w.found_at, w.archived_at, w.trouble
from desk.twin w
join desk.ticket t on t.id = w.ticket_id
order by w.found_at desc
limit cast(:most as integer)
