-- Streets to draw on the map of a neighbourhood: its own, and those in the rectangle around its outline. One row is a street; own = it lies here.
with box as (
    select min((p ->> 0)::float8) as west, max((p ->> 0)::float8) as east, min((p ->> 1)::float8) as south, max((p ->> 1)::float8) as north
    from city.neighbourhood n, jsonb_array_elements(n.rings) polygon, jsonb_array_elements(polygon -> 0) p
    where n.id = :neighbourhood
)
select s.id, s.name, s.lines, coalesce(s.neighbourhood_id = :neighbourhood, false) as own
from city.street s, box b
where s.neighbourhood_id = :neighbourhood
   or (s.max_lon >= b.west and s.min_lon <= b.east and s.max_lat >= b.south and s.min_lat <= b.north)
order by own, s.id
