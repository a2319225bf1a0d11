-- What overview/days does not know, day by day from :since (it begins at the moment :since_at) to before :until: endings that were undone
-- (solved) and the reopenings; and where teams are chosen, who had a ticket then, as far as forwards are known: new and solved are set right
-- (below zero: other teams had them), and what came from and went to other teams while it was open is counted.
-- Filters, each null for "all": teams (an array of ids), topic, neighbourhood (ids), channel, priority.
-- One row is a day: day, new, reopened, from_others, solved, to_others, to be added to those of overview/days.
with forward as materialized (
    select *, if(list_contains(:teams, new_team), 1, -1) as sign
    from (
        select ticket_id, "at" as moved_at, moved_on, coalesce(old_team_id, -1) as old_team, coalesce(new_team_id, -1) as new_team from forwarded
        where cast(:teams as integer[]) is not null and "at" >= :since_at
    )
    where list_contains(:teams, new_team) <> list_contains(:teams, old_team)
), moved as materialized (
    select f.ticket_id, f.moved_at, f.moved_on, f.sign, t.opened_at, t.opened_on, t.ended_at, t.ended_on
    from forward f
    join ticket t on t.id = f.ticket_id
    where {scope}
), back as materialized (
    select u.ticket_id, u.ended_at, u.back_at, u.ended_on, u.back_on,
        (cast(:teams as integer[]) is null or coalesce(list_contains(:teams, t.team_id), false))::integer as n
    from undone u
    join ticket t on t.id = u.ticket_id
    where u.back_at >= :since_at and {scope}
), tally (day, new, reopened, from_others, solved, to_others) as (
    select ended_on, 0, 0, 0, n, 0 from back
    union all select back_on, 0, n, 0, 0, 0 from back
    -- The team of now, taken back by every later forward.
    union all select opened_on, -sign, 0, 0, 0, 0 from moved where moved_at >= opened_at
    union all select ended_on, 0, 0, 0, -sign, 0 from moved where moved_at > ended_at
    union all select b.ended_on, 0, 0, 0, -m.sign, 0 from moved m join back b using (ticket_id) where m.moved_at > b.ended_at
    union all select b.back_on, 0, -m.sign, 0, 0, 0 from moved m join back b using (ticket_id) where m.moved_at >= b.back_at
    union all
    select m.moved_on, 0, 0, (m.sign > 0)::integer, 0, (m.sign < 0)::integer from moved m
    where m.moved_at >= m.opened_at and (m.ended_at is null or m.moved_at <= m.ended_at)
      and not exists (select 1 from back b where b.ticket_id = m.ticket_id and b.ended_at < m.moved_at and b.back_at > m.moved_at)
)
select day, sum(new)::bigint as new, sum(reopened)::bigint as reopened, sum(from_others)::bigint as from_others, sum(solved)::bigint as solved,
    sum(to_others)::bigint as to_others
from tally
where day >= :since and day < :until
group by day
order by day
