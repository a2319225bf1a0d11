-- How old the copy of TOPdesk's tickets is; one row, none when no source was ever connected.
select extract(epoch from now() - ok_at)::float8 as age_seconds, trouble, stored_n, expected_n, ok_at is null as filling
from desk.stream
where source = 'topdesk' and stream = 'incidents'
