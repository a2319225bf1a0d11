-- Refused attempts to sign in of the last seven days by name and address, most recent first, at most :most.
-- One row is one name from one address; known = there is such an account.
select a.login, a.address, count(*) as n, max(a.at) as last_at, exists (select 1 from guard.user u where u.login = a.login) as known,
       sum(count(*)) over () as in_all
from guard.attempt a
where not a.ok and a.at > now() - interval '7 days'
group by a.login, a.address
order by max(a.at) desc
limit cast(:most as integer)
