-- What was open at :moment in a neighbourhood by topic, counted as overview/stock does.
-- One row is a topic (topic_id null = none), the most first: name_nl, name_fr, name_en, colour.
select t.topic_id, o.name_nl, o.name_fr, o.name_en, o.colour, count(*) as open
from (
    select * from ticket where is_open and opened_at < :moment
    union all
    select * from ticket where ended_at >= :moment and opened_at < :moment
) t
left join topic o on o.id = t.topic_id
where t.neighbourhood_id = :neighbourhood
  and t.id not in (select ticket_id from undone where ended_at < :moment and back_at >= :moment)
group by all
order by open desc, t.topic_id
