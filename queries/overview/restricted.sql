-- The restricted topics that the reader may see, and how many of their tickets are open now: they are in no figure over time.
-- One row is a topic: name_nl, name_fr, name_en, open.
select o.name_nl, o.name_fr, o.name_en, count(t.ticket_id) as open
from city.topic o
left join desk.work t on t.topic_id = o.id and t.is_open
where o.restricted and o.id = any ((select guard.my_topics())::integer[])
group by o.id
order by o.position, o.id
