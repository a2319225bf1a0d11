-- What the city published about a street (:street) or a neighbourhood and its streets (:neighbourhood), ids, and is still to be shown on :today; the newest
-- first, at most :most. works: null = all, else only those that speak of works (true) or do not (false).
-- One row is a publication; words = what in it names the place, sources = "street:id", "neighbourhood:id" of the mentions that brought it here; pasted = by
-- a person; in_all = how many there are.
select p.id, p.title, p.text, p.link, p.published_at, p.expires_on, p.works, p.feed = '' as pasted, m.words, m.sources, count(*) over () as in_all
from city.publication p
join lateral (
    select array_agg(distinct m.words) filter (where m.words <> '') as words,
        array_agg(case when m.street_id is null then 'neighbourhood:' || m.neighbourhood_id else 'street:' || m.street_id end) as sources
    from city.mention m
    left join city.street s on s.id = m.street_id
    where m.publication_id = p.id and not m.refused
      and (m.street_id = cast(:street as integer) or m.neighbourhood_id = cast(:neighbourhood as integer)
        or s.neighbourhood_id = cast(:neighbourhood as integer))
) m on m.sources is not null
where p.expires_on >= cast(:today as date) and (cast(:works as boolean) is null or p.works = cast(:works as boolean))
order by p.published_at desc, p.id desc
limit :most
