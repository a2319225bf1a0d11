-- How much of what is open is in no street, by why: beside = at a point away from every street (a park), outside = not in this city,
-- unneeded = its topic has no place, nowhere = without a place. Also how many there are in all.
-- since: null = what is open; else whatever was reported from then on (sources that know no status).
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams.
-- One row.
with t as not materialized (
    {work}
)
select count(*) filter (where t.street_id is null and t.lat is not null and t.placed_by <> 'outside') as beside,
    count(*) filter (where t.street_id is null and t.placed_by = 'outside') as outside,
    count(*) filter (where t.street_id is null and t.lat is null and t.placed_by = 'placeless') as unneeded,
    count(*) filter (where t.street_id is null and t.lat is null and t.placed_by not in ('outside', 'placeless')) as nowhere,
    count(*) as "all"
from t
where {filters}
