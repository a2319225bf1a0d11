-- Accounts of colleagues; one row an account.
select u.login, u.name, u.role, u.language, u.active,
       coalesce(string_agg(t.name, ', ' order by t.name), '') as teams, u.created_at
from guard.user u
left join guard.user_team m on m.user_id = u.id
left join desk.team t on t.id = m.team_id
group by u.id
order by u.active desc, u.login
