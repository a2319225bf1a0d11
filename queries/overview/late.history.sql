-- How many tickets became overdue (at their target date) and ceased to be (ended) on each local day from :since (it begins at the moment :since_at) to
-- before :until. With what was overdue at the end, this is what was overdue at any earlier midnight. What waits now is left out, as in overview/stock.
-- Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel, priority.
-- One row is a day: day, became, ceased.
with ended as (
    select greatest(t.target_at, t.opened_at) as late_at, t.ended_on
    from ticket t
    where t.ended_on >= :since and t.ended_at > t.target_at and t.ended_at > t.opened_at and {scope}
      and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
), held as (
    select greatest(t.target_at, t.opened_at) as late_at
    from ticket t
    where t.is_open and t.status <> 'waiting' and t.target_at < now() and {scope}
      and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
), back as materialized (
    select greatest(t.target_at, t.opened_at) as late_at, u.ended_at, u.back_at
    from undone u
    join ticket t on t.id = u.ticket_id
    where u.back_at >= :since_at and u.back_at > t.target_at and {scope}
      and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
      and (t.ended_at > t.target_at and t.ended_at > t.opened_at or t.is_open and t.status <> 'waiting')
), quarter as (
    -- A local day is many times dearer to tell than a quarter of an hour, and begins with one in every zone.
    select epoch_us(late_at) // 900000000 as q, count(*) as n
    from (select late_at from ended union all select late_at from held)
    where late_at >= :since_at
    group by 1
), tally as (
    select local_day(make_timestamptz(q * 900000000)) as day, n as became, 0 as ceased from quarter
    union all select ended_on, 0, count(*) from ended group by 1
    union all select local_day(greatest(late_at, ended_at)), 0, 1 from back
    union all select local_day(back_at), 1, 0 from back
)
select day, sum(became)::bigint as became, sum(ceased)::bigint as ceased
from tally
where day >= :since and day < :until
group by day
order by day
