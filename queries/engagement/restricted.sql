-- The same as engagement/topics of the restricted topics that the reader may see, which no copy for figures holds. zone = the city's.
-- One row is a topic.
select o.id, o.key, o.name_nl, o.name_fr, o.name_en, o.colour, count(*) as reports, count(*) filter (where t.caller_id is null) as unknown
from desk.ticket t
join city.topic o on o.id = t.topic_id
where t.restricted and t.topic_id = any ((select guard.my_topics())::integer[]) and not t.gone
  and t.opened_at >= cast(:since as timestamp) at time zone :zone and t.opened_at < cast(:until as timestamp) at time zone :zone
group by o.id
order by o.position, o.id
