-- Problem areas of the newest run that lie in a street (:street) or a neighbourhood (:neighbourhood), ids; the surest first. One row is a finding.
select f.*, o.name_nl, o.name_fr, o.name_en, o.colour, n.name as neighbourhood
from desk.area_finding f
join city.topic o on o.id = f.topic_id
left join city.neighbourhood n on n.id = f.neighbourhood_id
where f.run_id = (select id from desk.area_run order by day desc, id desc limit 1)
  and (f.street_id = cast(:street as integer) or f.neighbourhood_id = cast(:neighbourhood as integer))
order by f.position
