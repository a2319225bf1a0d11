-- Every street with its lines, for the phone's own search and map; one row is a street.
select s.id, s.name, s.village, coalesce(n.name, '') as neighbourhood, s.lines
from city.street s
left join city.neighbourhood n on n.id = s.neighbourhood_id
order by s.name, s.village
