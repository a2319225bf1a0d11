-- What lies under the streets, in the order in which it is drawn; one row is a shape (GeoJSON).
select kind, geometry from city.backdrop
order by array_position(array['boundary', 'built', 'park', 'water', 'rail'], kind), id
