-- Who saw whose data, newest first, at most :most. One row is one reading: who, of which ticket (its number) or else for what
-- purpose, of how many persons; in_all is how many readings there are.
select a.at, coalesce(u.name, u.login) as who, u.role, 'G-' || substring(a.what from '^person of ticket ([0-9]+)$') as number,
       a.what as purpose, cardinality(a.caller_ids) as persons, (select count(*) from guard.access_log) as in_all
from (select * from guard.access_log order by at desc, id desc limit cast(:most as integer)) a
left join guard.user u on u.id = a.user_id
order by a.at desc, a.id desc
