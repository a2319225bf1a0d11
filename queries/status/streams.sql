-- How far the copy of each stream is; one row a stream of a source.
select source, stream, extract(epoch from now() - ok_at)::float8 as lag_seconds, trouble, stored_n
from desk.stream
order by source, stream
