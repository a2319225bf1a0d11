-- The city's newest publications that are still to be shown on :today, wherever they belong and also those that name no place, at most :most.
-- One row is a publication as in publications/of_place; words = whatever in it names a place, sources = none, places = how many it is about.
select p.id, p.title, p.text, p.link, p.published_at, p.expires_on, p.works, p.feed = '' as pasted, m.words, cast('{}' as text[]) as sources,
    m.places, count(*) over () as in_all
from city.publication p
cross join lateral (
    select array_agg(distinct m.words) filter (where m.words <> '') as words, count(*) as places
    from city.mention m where m.publication_id = p.id and not m.refused
) m
where p.expires_on >= cast(:today as date)
order by p.published_at desc, p.id desc
limit :most
