-- What came in, ended and was opened again in each period between the :bounds (an array of moments, growing), and after the last of them.
-- A ticket ends when it is solved, else closed; without such a date when it last changed. A reopening counts where an ending before it is
-- known. Filter: teams (an array of ids, null = all): the team that has the ticket now.
-- One row is one period: n = 1, 2, ... (the last one is open-ended).
with bound as (
    select cast(:bounds as timestamptz[]) as at
), came as (
    select width_bucket(opened_at, (select at from bound)) as n, count(*) as new
    from desk.ticket
    where opened_at >= (select at[1] from bound) and not gone
      and (cast(:teams as integer[]) is null or team_id = any (cast(:teams as integer[])))
    group by 1
), undone as (
    select u.ended_at, u.back_at
    from desk.undone u
    join desk.ticket t on t.id = u.ticket_id
    where u.back_at >= (select at[1] from bound)
      and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
), went as (
    select width_bucket(ended_at, (select at from bound)) as n, count(*) as solved
    from (
        select ended_at from desk.ticket
        where ended_at >= (select at[1] from bound) and not gone
          and (cast(:teams as integer[]) is null or team_id = any (cast(:teams as integer[])))
        union all
        select ended_at from undone where ended_at >= (select at[1] from bound)
    ) endings
    group by 1
), back as (
    select width_bucket(back_at, (select at from bound)) as n, count(*) as reopened
    from undone
    group by 1
)
select p.n, p.start, coalesce(came.new, 0) as new, coalesce(back.reopened, 0) as reopened, coalesce(went.solved, 0) as solved
from unnest((select at from bound)) with ordinality p (start, n)
left join came using (n)
left join went using (n)
left join back using (n)
order by p.n
