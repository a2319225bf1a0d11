-- What is to be sent to the outside, by state; one row a state.
select state, count(*) as n
from desk.outbox
group by state
