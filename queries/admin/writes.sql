-- Whether Guichet writes to TOPdesk, which rule says so (environment, switch, look-alike, trial), and how much is held; one row.
-- Both are null until a worker has found out.
select (s.value ->> 'on')::boolean as writing, s.value ->> 'why' as why,
       (select count(*) from desk.outbox where state = 'held') as held
from (select 1) one
left join desk.setting s on s.name = 'writes_in_force'
