-- Where the tickets of a city without streets lie: the middle 98 of 100 in each direction; one row, nulls when none has a point.
-- since: null = what is open; else whatever was reported from then on.
with t as not materialized (
    {work}
)
select percentile_disc(0.01) within group (order by lon) as min_lon, percentile_disc(0.01) within group (order by lat) as min_lat,
    percentile_disc(0.99) within group (order by lon) as max_lon, percentile_disc(0.99) within group (order by lat) as max_lat
from t
where lat is not null
