-- Every street with its lines, for drawing; one row is a street, in the order of their names.
select s.id, s.name, s.village, n.name as neighbourhood, s.length_m, s.lines, s.min_lon, s.min_lat, s.max_lon, s.max_lat,
    count(*) over (partition by s.name) > 1 as twin
from city.street s
left join city.neighbourhood n on n.id = s.neighbourhood_id
order by s.name, s.village, s.id
