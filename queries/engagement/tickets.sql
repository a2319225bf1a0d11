-- Reports of registered callers between :since and :now, for counting who is involved in what; no names, a caller is a pseudonym.
-- One row is one report: caller_id, topic_id, place (the same text is the same place), opened_at, home (neighbourhood of the caller or null).
select t.caller_id, t.topic_id, coalesce('street ' || t.street_id, 'quarter ' || t.neighbourhood_id, '') as place, t.opened_at,
    c.neighbourhood_id as home
from desk.ticket t
join desk.caller c on c.id = t.caller_id
where t.opened_at >= :since and t.opened_at < :now and t.topic_id is not null and not t.gone
