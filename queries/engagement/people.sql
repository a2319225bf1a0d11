-- Who is involved at :now (the end of a local day), in one topic (:topic) or across all (null): people with a matter in the twelve months
-- before, as the reader may see them; no names, a caller is a pseudonym. zone = the city's. What a matter is, and how a score is made:
-- desk.count_involved; most people were counted before (desk.involved), those marked since and those with restricted reports within sight
-- are counted now.
-- One row with arrays of equal length, one place a person (forty thousand rows one by one take ten times as long), in no order: caller_id,
-- score, matters, last_at (seconds since 1970), topics (ids with a space between, of all topics, the most frequent first), home (the
-- neighbourhood, 0 = unknown).
with ready as (
    select exists (select from desk.involved where as_of = :now) as yes
), now_counted as materialized (
    select caller_id from desk.involved_mark where (select yes from ready)
    union
    select caller_id from desk.ticket
    where restricted and topic_id = any ((select guard.my_topics())::integer[]) and caller_id is not null
        and opened_at >= cast(:now as timestamptz) - interval '730 days'
        and (select yes from ready)
    union
    select id from desk.caller where not (select yes from ready)
), person as (
    select i.caller_id, i.topic_id, i.score, i.matters, i.last_at, i.topics
    from desk.involved i
    where i.as_of = :now and i.topic_id = coalesce(cast(:topic as integer), 0) and i.caller_id not in (select caller_id from now_counted)
    union all
    select n.caller_id, n.topic_id, n.score, n.matters, n.last_at, n.topics
    from desk.count_involved(array(select caller_id from now_counted), :now, :zone) n
), listed as (
    select p.*, coalesce(c.neighbourhood_id, 0) as home
    from person p
    join desk.caller c on c.id = p.caller_id
    where p.topic_id = coalesce(cast(:topic as integer), 0)
)
select coalesce(array_agg(caller_id), '{}') as caller_id, coalesce(array_agg(score), '{}') as score,
    coalesce(array_agg(matters), '{}') as matters, coalesce(array_agg(date_part('epoch', last_at)::bigint), '{}') as last_at,
    coalesce(array_agg(topics), '{}') as topics, coalesce(array_agg(home), '{}') as home
from listed
