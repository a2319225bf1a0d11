-- What administrators did, newest first, at most :most; one row is one act. Who is null for the server's terminal.
select a.at, u.name as who, a.what, a.detail ->> 'login' as account, a.detail ->> 'n' as n
from guard.audit a
left join guard.user u on u.id = a.user_id
order by a.at desc, a.id desc
limit cast(:most as integer)
