-- The topics that a report from the street can have, in the order of their tiles; one row is a tile.
select id, key, name_nl, name_fr, name_en, icon, colour, placeless, radius_m, questions
from city.topic
where patrol and not restricted
order by position, id
