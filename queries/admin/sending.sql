-- What still is to reach TOPdesk, by state, and since when the oldest of it waits; one row a state.
select state, count(*) as n, min(created_at) as oldest_at
from desk.outbox
where state in ('waiting', 'sending', 'held', 'failed')
group by state
