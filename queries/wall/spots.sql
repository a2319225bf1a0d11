-- For the wall of a city without streets: how much is open around each point of a grid of about 150 m. since: as in wall/streets.
-- One row is a point of the grid with something near it.
with work as (
    select lat, lon from desk.work where is_open and lat is not null and placed_by <> 'outside' and cast(:since as timestamptz) is null
    union all
    select lat, lon from desk.ticket
    where opened_at >= cast(:since as timestamptz) and lat is not null and placed_by <> 'outside' and not gone
)
select round(lon / 0.002) * 0.002 as lon, round(lat / 0.0014) * 0.0014 as lat, count(*) as n from work group by 1, 2 order by n
