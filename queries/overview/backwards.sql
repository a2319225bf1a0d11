-- Tickets that were solved or closed before they were opened, so that their duration says nothing; one row: how many of those that ended
-- since :since. Filter: teams (an array of ids, null = all).
select count(*) as n
from desk.ticket
where ended_at >= :since and least(solved_at, closed_at) < opened_at and not gone
  and (cast(:teams as integer[]) is null or team_id = any (cast(:teams as integer[])))
