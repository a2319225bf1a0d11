-- What a publication (:publication) is about. One row is a place: street_id or neighbourhood_id, its name, the words that name it ('' = a person said so).
select m.street_id, m.neighbourhood_id, coalesce(s.name, n.name) as name, s.village, m.words
from city.mention m
left join city.street s on s.id = m.street_id
left join city.neighbourhood n on n.id = m.neighbourhood_id
where m.publication_id = :publication and not m.refused
order by name, village
