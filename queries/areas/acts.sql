-- What is being done about problem areas: what is open, and what was done in the last two weeks, as the reader may see it.
-- One row is an act; at = its last step; mine = the reader's own; rounds by their day, then the newest.
select a.*, a.user_id = guard.my_id() as mine, o.name_nl, o.name_fr, o.name_en, o.colour, g.name as team, t.number, e.at
from desk.area_act a
join city.topic o on o.id = a.topic_id
left join desk.team g on g.id = a.team_id
left join desk.ticket t on t.id = a.ticket_id
cross join lateral (select max(at) as at from desk.area_event where act_id = a.id) e
where a.state = 'open' or a.state = 'done' and e.at > now() - interval '14 days'
order by a.state = 'done', a.on_day nulls last, a.id desc
