-- Neighbourhoods to choose from; one row is a neighbourhood.
select id, name from city.neighbourhood order by name
