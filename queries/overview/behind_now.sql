-- Which tickets are behind a figure of this moment, at most :most. kind: open, overdue, today (due before :tomorrow), untaken, unassigned.
-- Filters, each null for "all": teams (an array of ids), topic, neighbourhood (ids), channel, priority; teamless = those without a team.
-- One row is a ticket (id; in_all = how many there are), overdue ones by their target date, else the oldest first.
select t.ticket_id as id, count(*) over () as in_all
from desk.work t
where t.is_open and {scope}
  and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
  and (not :teamless or t.team_id is null)
  and case :kind when 'overdue' then t.status <> 'waiting' and t.target_at < now()
      when 'today' then t.status <> 'waiting' and t.target_at >= now() and t.target_at < :tomorrow
      when 'untaken' then not t.is_taken when 'unassigned' then t.is_unassigned else true end
order by case when :kind = 'overdue' then t.target_at end, t.opened_at, t.ticket_id
limit :most
