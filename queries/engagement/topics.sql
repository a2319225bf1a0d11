-- Reports of the twelve months before :now by topic, and how many of them without a known person (a registered caller).
-- One row is a topic that the reader may see; id null = reports without a topic.
select o.id, o.key, o.name_nl, o.name_fr, o.name_en, o.colour, count(*) as reports, count(*) filter (where t.caller_id is null) as unknown
from desk.ticket t
left join city.topic o on o.id = t.topic_id
where t.opened_at >= cast(:now as timestamptz) - interval '365 days' and t.opened_at < :now and not t.gone
group by o.id
order by o.id is null, o.position, o.id
