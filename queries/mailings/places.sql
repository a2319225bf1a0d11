-- Neighbourhoods of which an A4 is made: one (neighbourhood), or every one (null). One row is a neighbourhood, with its outline.
select id, name, village, inhabitants, rings
from city.neighbourhood
where cast(:neighbourhood as integer) is null or id = :neighbourhood
order by inhabitants desc nulls last, name
