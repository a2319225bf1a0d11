-- For the wall: how much is open about each topic. since: as in wall/streets. One row is a topic (nulls = without one), the most first.
with work as (
    select topic_id from desk.work where is_open and cast(:since as timestamptz) is null
    union all
    select topic_id from desk.ticket where opened_at >= cast(:since as timestamptz) and not gone
)
select o.name_nl, o.name_fr, o.name_en, o.colour, count(*) as n
from work left join city.topic o on o.id = work.topic_id
group by o.id order by n desc, o.name_nl
