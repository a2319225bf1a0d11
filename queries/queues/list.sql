-- The tickets of one bucket (reacted, unassigned, overdue, today, waiting, all) in the order of a queue; at most :most.
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams; tomorrow = the coming local midnight.
-- One row is one ticket, with its group of the queue (grp, in_group = how many there are in it).
with work as (
    select * from desk.ticket where is_open
    union all
    select * from desk.ticket where reacted_at is not null and not is_open and not gone
        and reacted_at > ended_at
), placed as (
    select t.id, t.number, t.external_number, t.title, t.topic_id, t.team_id, t.status, t.priority, t.target_at, t.opened_at,
        t.reacted_at, t.house_number, t.street_id, t.neighbourhood_id, t.lat, s.name as street,
        case
            when not t.is_open then 'reacted'
            when t.is_unassigned then 'unassigned'
            when t.status = 'waiting' then 'waiting'
            when t.target_at < now() - interval '30 days' then 'long'
            when t.target_at < now() then 'overdue'
            when t.target_at < :tomorrow then 'today'
            when t.target_at is not null then 'due'
            else 'undated'
        end as grp
    from work t
    left join city.street s on s.id = t.street_id
    where case cast(:bucket as text)
            when 'reacted' then not t.is_open
            when 'unassigned' then t.is_open and t.is_unassigned
            when 'overdue' then t.is_open and t.status <> 'waiting' and t.target_at < now()
            when 'today' then t.is_open and t.status <> 'waiting' and t.target_at >= now() and t.target_at < :tomorrow
            when 'waiting' then t.is_open and t.status = 'waiting'
            else t.is_open
        end
  and {filters}
), ranked as (
    select *, count(*) over (partition by grp) as in_group, count(*) over () as in_all,
        array_position(array['reacted', 'unassigned', 'overdue', 'long', 'today', 'due', 'undated', 'waiting'], grp) as rank
    from placed
)
select r.id, r.number, r.external_number, r.title, r.status, r.priority, r.target_at, r.opened_at, r.reacted_at, r.grp, r.in_group,
    r.in_all, r.lat, r.street, r.house_number, n.name as neighbourhood, g.name as team, o.colour, o.name_nl, o.name_fr, o.name_en
from ranked r
left join city.neighbourhood n on n.id = r.neighbourhood_id
left join city.topic o on o.id = r.topic_id
left join desk.team g on g.id = r.team_id
order by r.rank,
    case when r.grp in ('overdue', 'long') then r.target_at end desc,
    case when r.grp in ('today', 'due', 'waiting') then r.target_at end,
    r.opened_at, r.id
limit :most
