-- Rows of imports and of the copy that were set aside, newest first, at most :most; one row is one of them (in_all: how many there are).
select at, source, batch, row_number, external_id, reason, count(*) over () as in_all
from desk.bad_row
order by at desc, id desc
limit cast(:most as integer)
