-- For the wall: the three neighbourhoods where most is open. since: as in wall/streets. One row is a neighbourhood, the most first.
with work as (
    select neighbourhood_id from desk.work where is_open and cast(:since as timestamptz) is null
    union all
    select neighbourhood_id from desk.ticket where opened_at >= cast(:since as timestamptz) and not gone
)
select h.name, h.lon, h.lat, count(*) as n
from work join city.neighbourhood h on h.id = work.neighbourhood_id
group by h.id order by n desc, h.name limit 3
