-- What the city says about a neighbourhood or its streets, still shown on :day, published before the moment :until, the newest first, at most 5.
-- One row is a publication: title, published_at, works.
select p.title, p.published_at, p.works
from city.publication p
where p.expires_on >= :day and p.published_at < :until
  and exists (
    select 1 from city.mention m
    left join city.street s on s.id = m.street_id
    where m.publication_id = p.id and not m.refused and coalesce(m.neighbourhood_id, s.neighbourhood_id) = :neighbourhood)
order by p.published_at desc, p.id desc
limit 5
