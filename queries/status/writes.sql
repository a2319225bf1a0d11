-- Whether Guichet writes to TOPdesk, and by which rule, as the worker last found out; one row, none before a worker ran.
select (value ->> 'on')::boolean as writes, value ->> 'why' as why from desk.setting where name = 'writes_in_force'
