-- Which promises were kept, on each local day from :since to before :until, of tickets that ended then (cancelled ones are left out): how many (solved), how
-- many had a target date (dated), how many of these ended before it (on_time), and how many ended without any answer (unanswered).
-- Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel, priority.
-- One row is a day.
select t.ended_on as day, count(*) as solved, count(t.target_at) as dated, count(*) filter (t.ended_at <= t.target_at) as on_time,
    count(*) filter (t.first_answer_at is null) as unanswered
from ticket t
where t.ended_on >= :since and t.ended_on < :until and t.status <> 'cancelled' and {scope}
  and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
group by 1
order by 1
