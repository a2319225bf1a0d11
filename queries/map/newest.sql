-- Whether anything is open at all, and when the newest ticket was opened; one row. A source without status has nothing open.
select exists (select 1 from desk.ticket where is_open) as any_open, (select max(opened_at) from desk.ticket) as newest_at
