-- Reports from the day :since to before :until by topic, and how many of them without a known person (a registered caller).
-- One row is a topic that everybody on staff may see; id null = reports without a topic.
select o.id, o.key, o.name_nl, o.name_fr, o.name_en, o.colour, f.reports, f.unknown
from (
    select t.topic_id, count(*) as reports, count(*) filter (not t.known) as unknown
    from ticket t where t.opened_on >= :since and t.opened_on < :until group by 1
) f
left join topic o on o.id = f.topic_id
order by o.id is null, o.position, o.id
