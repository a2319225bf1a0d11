-- Which tickets are behind a cell of a table, at most :most. Parameters are those of explore/counts; in_row, in_column: whether only that row or column (:r or
-- :r_word, :c or :c_word; both null = the tickets that have none). kind: n (all), open, solve and answer (timed: the slowest first), odd, backwards, absurd.
-- One row is a ticket (id; in_all = how many there are), in the order of the list: the newest first.
with found as not materialized (
    select id, opened_at, case :kind when 'solve' then solve_work_s when 'answer' then answer_work_s end as took
    from {explored}
    where {scope} and {explored_cell}
)
select id, (select count(*) from found) as in_all
from (
    (select id, opened_at, null as took from found where :kind not in ('solve', 'answer') order by opened_at desc, id limit :most)
    union all
    (select id, opened_at, took from found where :kind in ('solve', 'answer') order by took desc, id limit :most)
)
order by took desc, if(took is null, opened_at, null) desc, id
