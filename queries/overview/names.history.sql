-- The teams' names, those of former teams too; one row is a team: id, name.
select id, name from team order by id
