-- Which tickets are behind a cell of a table, at most :most. Parameters are those of explore/counts; in_row, in_column: whether only that row or column (:r or
-- :r_word, :c or :c_word; both null = the tickets that have none). kind: n (all), open, solve and answer (timed: the slowest first), odd, backwards, absurd.
-- One row is a ticket (id; in_all = how many there are), in the order of the list: the newest first.
select id, count(*) over () as in_all
from {explored}
where {scope} and {explored_cell}
order by case :kind when 'solve' then solve_work_s when 'answer' then answer_work_s else epoch(opened_at) end desc, id
limit :most
