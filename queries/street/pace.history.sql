-- How a place fares, over the days from :since to before :until. street, neighbourhood: ids, both null = the whole city.
-- new: opened then. Of those that ended then and were not cancelled: solved, dated (with a target date), on_time (ended before it).
-- Of those that ended then and whose dates can be true: timed, and the working seconds from opening to solution, p50_s (half took at most that) and
-- p90_s (nine in ten did). One row.
select count(*) filter (t.opened_on >= :since and t.opened_on < :until) as new,
    count(*) filter (ended and t.status <> 'cancelled') as solved,
    count(t.target_at) filter (ended and t.status <> 'cancelled') as dated,
    count(*) filter (ended and t.status <> 'cancelled' and t.ended_at <= t.target_at) as on_time,
    count(t.solve_work_s) filter (ended) as timed,
    quantile_disc(t.solve_work_s, 0.5) filter (ended) as p50_s,
    quantile_disc(t.solve_work_s, 0.9) filter (ended) as p90_s
from (select *, ended_on >= :since and ended_on < :until as ended from ticket) t
where (t.opened_on >= :since and t.opened_on < :until or ended) and {here}
