-- Whether "open" says anything here: is anything open, did anything ever end, when were the oldest open and the newest ticket opened; one row.
select exists (select 1 from desk.ticket where ended_at is not null and not gone) as ends_known,
    (select min(opened_at) from desk.work where is_open) as oldest_open_at,
    (select max(opened_at) from desk.ticket where not gone) as newest_at
