-- How long the first answer took, of tickets that were opened from the day :since to before :until, in spans: :of is for each day the number of its span (an
-- array of whole numbers, null = none). Working time in whole minutes from opening to the first answer; half of the tickets took at most the median, nine in
-- ten at most the 90th percentile. Not timed are those without an answer and those whose dates cannot be true.
-- Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel, priority.
-- One row is a span n in which anything was timed: timed (how many), p50_min, p90_min.
with counted as (
    select cast(:of as integer[])[t.opened_on - cast(:since as date) + 1] as n, t.answer_work_s // 60 as m, count(*) as k
    from ticket t
    where t.opened_on >= :since and t.opened_on < :until and t.answer_work_s is not null and {scope}
      and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
    group by 1, 2
), ranked as (
    select n, m, sum(k) over (partition by n order by m) as upto, sum(k) over (partition by n) as timed
    from counted
    where n is not null
)
select n, any_value(timed)::bigint as timed, min(m) filter (upto >= 0.5 * timed) as p50_min, min(m) filter (upto >= 0.9 * timed) as p90_min
from ranked
group by n
order by n
