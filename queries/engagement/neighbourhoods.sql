-- Neighbourhoods and their inhabitants; one row is a neighbourhood, inhabitants null where the city does not say.
select id, name, inhabitants from city.neighbourhood order by name
