-- How fresh the copy is: one row a stream of a source, what is in trouble first.
select source, stream, ok_at, tried_at, trouble, stored_n, expected_n, extract(epoch from now() - ok_at)::float8 as age_seconds
from desk.stream
order by trouble is null, source, stream
