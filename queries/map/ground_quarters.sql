-- Every neighbourhood with its outline and the point of its label; one row is a neighbourhood, the largest first.
select name, rings, lat, lon from city.neighbourhood order by inhabitants desc nulls last, name
