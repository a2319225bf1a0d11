-- How many tickets stand in each cell of a table. :rows and :columns name what it is grouped by (topic, neighbourhood, street, team, channel, weekday,
-- hour, month, year, status; null = not). :basis: opened (those that came from the day :since to before :until), ended (those that were solved then;
-- cancelled ones are left out) or open (those open now); weekday, hour, month and year are those of that moment, by the clock of :zone.
-- since, until: null = without end. Filters, each null for "all": teams (an array of ids), topic, neighbourhood, street (ids), channel, priority, status.
-- One row is a cell that has tickets: row and column (an id, a number or a word; null = the ticket has none; of places, -1 = outside the city, -2 = the
-- topic needs no place, -3 = without a place, -4 = placed, but in none of them), n, open (now), solve and answer (how many were timed), odd (whose
-- dates cannot be true: they are in n, and in no time).
-- All years with at most three properties in play were added up beforehand (dashboard/history/cube.py); else the tickets are counted.
select coalesce(r_word, r::varchar) as row, coalesce(c_word, c::varchar) as column, sum(n)::bigint as n, sum(open)::bigint as open,
    sum(solve)::bigint as solve, sum(answer)::bigint as answer, sum(odd)::bigint as odd
from (
    select r, r_word, c, c_word, count(*) as n, count(*) filter (is_open) as open, count(solve_work_s) as solve, count(answer_work_s) as answer,
        count(oddity) as odd
    from {explored}
    where {scope} and not in_cube(:basis, :since, :until, {cube_mask})
    group by all
    union all
    select case :rows when 'topic' then topic_id when 'neighbourhood' then quarter when 'street' then way when 'team' then team_id
            when 'weekday' then weekday when 'hour' then hour when 'month' then month when 'year' then month // 100 end,
        case :rows when 'channel' then channel when 'status' then status end,
        case :columns when 'topic' then topic_id when 'neighbourhood' then quarter when 'street' then way when 'team' then team_id
            when 'weekday' then weekday when 'hour' then hour when 'month' then month when 'year' then month // 100 end,
        case :columns when 'channel' then channel when 'status' then status end, n, open, solve, answer, odd
    from (select *, quarter as neighbourhood_id from cube) t
    where {scope} and in_cube(:basis, :since, :until, {cube_mask}) and mask in (-1, {cube_mask})
        and (cast(:teams as integer[]) is null or list_contains(cast(:teams as integer[]), team_id))
        and (cast(:street as integer) is null or way = :street)
        and (cast(:status as varchar) is null or status = :status)
)
group by all
having sum(n) > 0
