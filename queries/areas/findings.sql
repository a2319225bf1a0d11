-- What a run found, the surest first and what is fading last. run = its id.
-- One row is a finding, with the names and colour of its topic and the name of its neighbourhood.
select f.*, o.key as topic, o.name_nl, o.name_fr, o.name_en, o.colour, n.name as neighbourhood
from desk.area_finding f
join city.topic o on o.id = f.topic_id
left join city.neighbourhood n on n.id = f.neighbourhood_id
where f.run_id = :run
order by f.kind = 'fading', f.position
