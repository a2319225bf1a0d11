-- Teams to choose from; one row is a team, mine where the reader belongs to it.
select id, name, id = any ((select guard.my_teams())::integer[]) as mine from desk.team where not archived order by name
