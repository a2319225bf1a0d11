-- What was open at :moment in each street of a neighbourhood, counted as overview/stock does; overdue among it.
-- One row is a street (street_id null = in none), the most first.
with held as materialized (
    select t.id, t.street_id, t.target_at < least(:moment, now()) and not (t.is_open and t.status = 'waiting') as late
    from (
        select * from ticket where is_open and opened_at < :moment
        union all
        select * from ticket where ended_at >= :moment and opened_at < :moment
    ) t
    where t.neighbourhood_id = :neighbourhood
      and t.id not in (select ticket_id from undone where ended_at < :moment and back_at >= :moment)
)
select street_id, count(*) as open, count(*) filter (late) as overdue
from held
group by 1
order by open desc, street_id
