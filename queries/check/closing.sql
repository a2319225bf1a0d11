-- Open tickets that carry a date of solving or closing; one row: how many.
select count(*) from desk.ticket where is_open and (solved_at is not null or closed_at is not null)
