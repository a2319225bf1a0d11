-- Rounds that are planned for the coming week, or were for the last two and were not made, the next first. One row is a round.
select a.topic_id, a.place_kind, a.place, a.name, a.beside, a.on_day, a.words, o.name_nl, o.name_fr, o.name_en, g.name as team
from desk.area_act a
join city.topic o on o.id = a.topic_id
left join desk.team g on g.id = a.team_id
where a.kind = 'round' and a.state = 'open' and a.on_day between current_date - 14 and current_date + 7
order by a.on_day, a.id
