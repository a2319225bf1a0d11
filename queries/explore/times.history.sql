-- How long it took in each cell of a table, as in explore/counts; of: solve (from opening to solution) or answer (to the first answer), in whole minutes
-- of working time; half of the tickets took at most the median, nine in ten at most the 90th percentile. Tickets whose dates cannot be true are not in it.
-- Parameters are those of explore/counts. One row is a cell in which anything was timed: row, column, p50_min, p90_min.
select coalesce(r_word, r::varchar) as row, coalesce(c_word, c::varchar) as column, took[1] as p50_min, took[2] as p90_min
from (
    select r, r_word, c, c_word, quantile_disc(case :of when 'solve' then solve_work_s when 'answer' then answer_work_s end // 60, [0.5, 0.9]) as took
    from {explored}
    where {scope} and case :of when 'solve' then solve_work_s when 'answer' then answer_work_s end is not null
    group by all
)
