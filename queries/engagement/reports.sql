-- Reports of registered callers between :since and :now, for counting who is involved in what; no names, a caller is a pseudonym.
-- One row with five arrays of equal length, one place a report (fifteen thousand rows one by one take ten times as long):
-- caller_id, topic_id, place (the street, else minus the neighbourhood, else 0), opened (seconds since 1970), home (the caller's
-- neighbourhood, 0 = unknown).
select coalesce(array_agg(t.caller_id), '{}') as caller_id, coalesce(array_agg(t.topic_id), '{}') as topic_id,
    coalesce(array_agg(coalesce(t.street_id, -t.neighbourhood_id, 0)), '{}') as place,
    coalesce(array_agg(extract(epoch from t.opened_at)::bigint), '{}') as opened,
    coalesce(array_agg(coalesce(c.neighbourhood_id, 0)), '{}') as home
from desk.ticket t
join desk.caller c on c.id = t.caller_id
where t.opened_at >= :since and t.opened_at < :now and t.topic_id is not null and not t.gone
