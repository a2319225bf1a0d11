-- How long each team took, of tickets that ended from the day :since to before :until, in spans: :of is for each day the number of its span (an array
-- of whole numbers, null = none). A ticket counts for the team that has it now; cancelled ones are left out.
-- Filters, each null for "all": teams (an array of ids), topic, neighbourhood (ids), channel, priority.
-- One row is a span n and a team (null = none): solved, and p50_min, the median of the working minutes from opening to solution.
select cast(:of as integer[])[t.ended_on - cast(:since as date) + 1] as n, t.team_id, count(*) as solved,
    quantile_disc(t.solve_work_s // 60, 0.5) as p50_min
from ticket t
where t.ended_on >= :since and t.ended_on < :until and t.status <> 'cancelled' and {scope}
  and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
group by 1, 2
order by 1, 2
