-- How many tickets became overdue (at their target date) and ceased to be (ended) on each local day from :since to before :until. With what was overdue
-- at the end, this is what was overdue at any earlier midnight. What waits now is left out, as in overview/stock.
-- Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel, priority.
-- One row is a day: day, became, ceased.
with late as (
    select t.id, greatest(t.target_at, t.opened_at) as late_at, t.ended_at, t.ended_on
    from ticket t
    where (t.ended_on >= :since and t.ended_at > t.target_at and t.ended_at > t.opened_at or t.is_open and t.status <> 'waiting' and t.target_at < now())
      and {scope} and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
), back as (
    select l.late_at, u.ended_at, u.back_at from undone u join late l on l.id = u.ticket_id where u.back_at > l.late_at
), tally as (
    select local_day(late_at) as day, 1 as became, 0 as ceased from late
    union all select ended_on, 0, 1 from late where ended_on is not null
    union all select local_day(greatest(late_at, ended_at)), 0, 1 from back
    union all select local_day(back_at), 1, 0 from back
)
select day, sum(became)::bigint as became, sum(ceased)::bigint as ceased
from tally
where day >= :since and day < :until
group by day
order by day
