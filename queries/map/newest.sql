-- Whether "open" says anything here: is anything open, did anything ever end, when were the oldest open and the newest ticket opened; one row.
select exists (select 1 from desk.ticket where ended_at is not null and not gone) as ends_known,
    -- offset 0: by the index of what is open, not along all openings until an open one is met
    (select min(opened_at) from (select opened_at from desk.ticket where is_open offset 0) o) as oldest_open_at,
    (select max(opened_at) from desk.ticket where not gone) as newest_at
