-- The tickets behind a table, or a cell of it, for a file: every one, with nothing that a citizen wrote or that says who a citizen is. Parameters are those of
-- explore/behind, and language (nl, fr or en: of the topic's name). Moments are by the clock of :zone.
-- One row is a ticket; docs/data.md tells what each column means.
select 'G-' || t.id as number, t.source, case :language when 'fr' then o.name_fr when 'en' then o.name_en else o.name_nl end as topic, t.category,
    t.subcategory, g.name as team, t.channel, t.priority, t.status, s.name as street, n.name as neighbourhood, t.lat, t.lon, t.placed_by,
    timezone(cast(:zone as varchar), t.opened_at) as opened_at, timezone(cast(:zone as varchar), t.first_answer_at) as first_answer_at,
    timezone(cast(:zone as varchar), t.target_at) as target_at, timezone(cast(:zone as varchar), t.solved_at) as solved_at,
    timezone(cast(:zone as varchar), t.closed_at) as closed_at, t.answer_work_s // 60 as answer_work_min, t.solve_work_s // 60 as solve_work_min, t.oddity
from {explored}
left join topic o on o.id = t.topic_id
left join team g on g.id = t.team_id
left join street s on s.id = t.street_id
left join neighbourhood n on n.id = t.neighbourhood_id
where {scope} and {explored_cell}
