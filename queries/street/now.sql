-- What is open in a place at this moment, as the reader may see it: open, overdue (target date before now, not waiting), planned. One row.
-- street, neighbourhood: ids, null = all.
select count(*) as open, count(*) filter (where t.status <> 'waiting' and t.target_at < now()) as overdue,
    count(*) filter (where t.status = 'planned') as planned
from desk.work t
where t.is_open and {here}
