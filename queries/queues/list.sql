-- The tickets of one bucket (reacted, unassigned, overdue, today, waiting, all) in the order of a queue; at most :most.
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams; tomorrow = the coming local midnight.
-- One row is one ticket, with its group of the queue (grp, in_group = how many there are in it).
with seen as not materialized (
    select t.ticket_id, t.target_at, t.opened_at, t.lane,
        case
            when t.lane <> 3 then t.lane
            when t.target_at >= :tomorrow then 6
            when t.target_at >= now() then 5
            when t.target_at >= now() - interval '30 days' then 3
            else 4
        end as rank
    from desk.work t
    where case cast(:bucket as text)
            when 'reacted' then t.lane = 1
            when 'unassigned' then t.lane = 2
            when 'overdue' then t.lane in (2, 3) and t.status <> 'waiting' and t.target_at < now()
            when 'today' then t.lane in (2, 3) and t.status <> 'waiting' and t.target_at >= now() and t.target_at < :tomorrow
            when 'waiting' then t.lane in (2, 8) and t.status = 'waiting'
            else t.lane > 1
        end
  and {filters}
), grouped as materialized (
    select rank, count(*) as n, sum(count(*)) over (order by rank) as so_far, sum(count(*)) over () as in_all from seen group by rank
), last as materialized (
    select coalesce(min(rank) filter (where so_far >= :most), 8)::smallint as rank from grouped   -- later groups are not reached
), first as (
    select * from seen where lane <= (select rank from last) and rank <= (select rank from last)
    order by rank,
        case when rank in (3, 4) then target_at end desc,
        case when rank in (5, 6, 8) then target_at end,
        opened_at, ticket_id
    limit :most
)
select t.id, t.number, t.external_number, t.title, t.status, t.priority, t.target_at, t.opened_at, t.reacted_at,
    (array['reacted', 'unassigned', 'overdue', 'long', 'today', 'due', 'undated', 'waiting'])[f.rank] as grp, g.n as in_group,
    g.in_all::bigint as in_all, t.lat, s.name as street, t.house_number, h.name as neighbourhood, m.name as team, o.colour, o.name_nl,
    o.name_fr, o.name_en
from first f
join grouped g on g.rank = f.rank
join desk.ticket t on t.id = f.ticket_id
left join city.street s on s.id = t.street_id
left join city.neighbourhood h on h.id = t.neighbourhood_id
left join city.topic o on o.id = t.topic_id
left join desk.team m on m.id = t.team_id
order by f.rank,
    case when f.rank in (3, 4) then f.target_at end desc,
    case when f.rank in (5, 6, 8) then f.target_at end,
    f.opened_at, f.ticket_id
