-- One neighbourhood (:neighbourhood) for the head of its file: name, village, inhabitants, outline, how many streets. One row, none for an unknown id.
select n.id, n.name, n.village, n.inhabitants, n.rings, n.lat, n.lon, (select count(*) from city.street s where s.neighbourhood_id = n.id) as streets
from city.neighbourhood n
where n.id = :neighbourhood
