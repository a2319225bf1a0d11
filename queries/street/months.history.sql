-- Which topics come back in a place: reports a topic and a calendar month, opened from the day :since to before :until.
-- street, neighbourhood: ids, both null = the whole city. One row is a topic and a month in which it was reported: n, last_on.
select t.topic_id, date_trunc('month', t.opened_on)::date as month, count(*) as n, max(t.opened_on) as last_on, any_value(o.name_nl) as name_nl,
    any_value(o.name_fr) as name_fr, any_value(o.name_en) as name_en, any_value(o.colour) as colour
from ticket t
join topic o on o.id = t.topic_id
where t.opened_on >= :since and t.opened_on < :until and {here}
group by 1, 2
order by 1, 2
