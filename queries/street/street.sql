-- One street (:street) for the head of its file: name, village, neighbourhood, length, where it lies. One row, none for an unknown id.
select s.id, s.name, s.village, s.length_m, s.lines, s.min_lon, s.min_lat, s.max_lon, s.max_lat, n.id as neighbourhood_id, n.name as neighbourhood
from city.street s
left join city.neighbourhood n on n.id = s.neighbourhood_id
where s.id = :street
