-- What was open at the moment :moment (where it lies ahead: what is open now): how many, overdue (target date before; what waits now is left out, since
-- when it waits is not known), without a target date (undated), since when the oldest overdue one is, the median age in days.
-- by = '': one row, if anything was open; 'team': one row a team (key = its id, null = none); 'age': one row an age (key = 0, 1, ..., by the steps
-- :ages, four growing numbers of days). A ticket counts for the team that had it then, as far as forwards are known.
-- Filters, each null for "all": teams (an array of ids), topic, neighbourhood (ids), channel, priority.
with held as materialized (
    select t.id, t.team_id, t.target_at, epoch(least(:moment, now())) - epoch(t.opened_at) as age_s,
        t.target_at < least(:moment, now()) and not (t.is_open and t.status = 'waiting') as late
    from (
        select * from ticket where is_open and opened_at < :moment
        union all
        select * from ticket where ended_at >= :moment and opened_at < :moment and :moment <= now()
    ) t
    where {scope}
      and t.id not in (select ticket_id from undone where ended_at < :moment and back_at >= :moment)
), later as (
    select ticket_id, arg_min(coalesce(old_team_id, -1), "at") as team_id
    from forwarded
    where "at" >= :moment and (:by = 'team' or cast(:teams as integer[]) is not null) and ticket_id in (select id from held)
    group by 1
), then_had as (
    select h.*, if(l.ticket_id is null, h.team_id, nullif(l.team_id, -1)) as had_by
    from held h
    left join later l on l.ticket_id = h.id
)
select case :by when 'team' then had_by
        when 'age' then (age_s >= 86400 * :ages[2])::integer + (age_s >= 86400 * :ages[3])::integer + (age_s >= 86400 * :ages[4])::integer end as key,
    count(*) as open, count(*) filter (late) as overdue, count(*) filter (target_at is null) as undated,
    min(target_at) filter (late) as late_since, quantile_cont(age_s, 0.5) / 86400 as median_days
from then_had
where cast(:teams as integer[]) is null or list_contains(:teams, had_by)
group by 1
order by 1
