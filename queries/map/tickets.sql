-- The tickets of one place, at most :most, the oldest first. place: street (of id :at), beside, outside, unneeded, nowhere (as in
-- map/rest), cell (hexagon :i, :j of map/cells with its dx, dy) or all (everything that has a point).
-- since: null = what is open; else whatever was reported from then on (sources that know no status).
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams.
-- One row is one ticket, with what the list of a queue shows of it (grp, in_group) and its point.
with t as not materialized (
    {work}
), there as not materialized (
    select t.ticket_id, t.opened_at
    from t
    cross join {hexagon}
    where case cast(:place as text)
            when 'street' then t.street_id = cast(:at as integer)
            when 'beside' then t.street_id is null and t.lat is not null and t.placed_by <> 'outside'
            when 'outside' then t.street_id is null and t.placed_by = 'outside'
            when 'unneeded' then t.street_id is null and t.lat is null and t.placed_by = 'placeless'
            when 'nowhere' then t.street_id is null and t.lat is null and t.placed_by not in ('outside', 'placeless')
            when 'cell' then t.placed_by <> 'outside' and h.i = cast(:i as integer) and h.j = cast(:j as integer)
                and t.lat between (cast(:j as integer) - 1) * cast(:dy as float8) / 2 and (cast(:j as integer) + 1) * cast(:dy as float8) / 2
                and t.lon between (cast(:i as integer) - 1) * cast(:dx as float8) / 2 and (cast(:i as integer) + 1) * cast(:dx as float8) / 2
            when 'all' then t.lat is not null and t.placed_by <> 'outside'
        end
      and {filters}
), first as (
    select * from there order by opened_at, ticket_id limit :most
)
select t.id, t.number, t.external_number, t.title, t.status, t.priority, t.target_at, t.opened_at, t.reacted_at,
    'place' as grp, (select count(*) from there) as in_group, s.name as street, t.house_number, n.name as neighbourhood, g.name as team,
    o.colour, o.name_nl, o.name_fr, o.name_en, t.lat, t.lon
from first f
join desk.ticket t on t.id = f.ticket_id
left join city.street s on s.id = t.street_id
left join city.neighbourhood n on n.id = t.neighbourhood_id
left join city.topic o on o.id = t.topic_id
left join desk.team g on g.id = t.team_id
order by t.opened_at, t.id
