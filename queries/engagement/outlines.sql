-- The outlines of all neighbourhoods. One row is a neighbourhood; rings = polygons, each a list of rings of [lon, lat], the outside first.
select id, rings from city.neighbourhood order by id
